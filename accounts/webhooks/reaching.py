"""Which addresses are reached: by HTTPS and outside one's own networks, unless a setting says so.

A name is resolved once, and the connection goes to the address that was looked at: a name that
answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

TIMEOUT = 10  # seconds of a whole attempt
MOST_ANSWER = 4096  # bytes that are read of an answer
SCHEMES = {"https": 443, "http": 80}
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

UNREADABLE = gettext_noop("Write the whole address, for example https://example.fi/news.")
NOT_HTTPS = gettext_noop(
    "The address must begin with https://, unless WEBHOOK_NETWORKS has its network."
)
INSIDE = gettext_noop(
    "The address lies in a network of one's own, which webhooks do not reach. WEBHOOK_NETWORKS "
    "names networks that they may."
)
UNKNOWN_NAME = gettext_noop("The name of the address is not known.")
AWAY = gettext_noop("The receiver could not be reached, or did not answer in time.")
CERTIFICATE = gettext_noop("The receiver's certificate is not valid.")


class NotReached(Exception):
    """Nothing was answered; the reason is a text marked for translation."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


def post(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Sends the body and reads the beginning of the answer. Follows no redirect.

    Raises `NotReached` where the address is refused, or nobody answers within `TIMEOUT`.
    """
    ends_at = time.monotonic() + TIMEOUT
    parts = readable(address)
    connection = _Connection(parts, _resolved(parts))
    # Each wait on a socket has its own limit: who sends a byte at a time would have for ever.
    alarm = threading.Timer(TIMEOUT, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, _beginning(answer))
    except ssl.SSLCertVerificationError as error:
        raise NotReached(CERTIFICATE, error.verify_message) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() >= ends_at
        raise NotReached(AWAY, "" if late else str(error) or type(error).__name__) from error
    finally:
        alarm.cancel()
        connection.close()


def _beginning(answer: http.client.HTTPResponse) -> str:
    """What the status says is known already, whatever becomes of the text."""
    try:
        return answer.read(MOST_ANSWER).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):
        return ""


def readable(address: str) -> SplitResult:
    """The parts of an address that may be one of a receiver; else raises `NotReached`."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        _port = parts.port
    except ValueError as error:  # and UnicodeError, which is one
        raise NotReached(UNREADABLE) from error
    # Signs that would end a line of the request are none of an address.
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc or not is_plain:
        raise NotReached(UNREADABLE)
    if parts.fragment:
        raise NotReached(UNREADABLE)
    return parts


def refuse_inside(ip: Ip, scheme: str) -> None:
    """Raises `NotReached` where the address is in a network that webhooks do not reach."""
    if any(ip in network for network in settings.WEBHOOK_NETWORKS):
        return
    if not _is_outside(ip):
        raise NotReached(INSIDE)
    if scheme != "https":
        raise NotReached(NOT_HTTPS)


def _is_outside(ip: Ip) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip.sixtofour is not None):
        return False  # the second carries an IPv4 address
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _resolved(parts: SplitResult) -> tuple[str, int]:
    """The address of the name: all that it has are looked at, and the first one is reached."""
    port = parts.port or SCHEMES[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(UNKNOWN_NAME, parts.hostname or "") from error
    ips = [str(place[0]) for *_rest, place in found]
    for ip in ips:
        refuse_inside(_ip(ip), parts.scheme)
    return ips[0], port


def _ip(text: str) -> Ip:
    """IPv6 without its zone, which names an interface of this machine."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return mapped or ip


class _Connection(http.client.HTTPConnection):
    """To an address that is known; the name is asked of the certificate and told to the server."""

    def __init__(self, parts: SplitResult, place: tuple[str, int]) -> None:
        super().__init__(parts.hostname or "", parts.port or SCHEMES[parts.scheme])
        self.default_port = SCHEMES[parts.scheme]
        self.is_secure = parts.scheme == "https"
        self.place = place

    def connect(self) -> None:
        self.sock = socket.create_connection(self.place, TIMEOUT)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = secure = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            secure.do_handshake()  # `cut` knows the socket by now

    def cut(self) -> None:
        """Ends it from another thread, whatever it waits for."""
        if self.sock is not None:
            with contextlib.suppress(OSError):  # it has ended already
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
