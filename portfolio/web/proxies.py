"""Who may say where a request comes from: the proxies that the settings name, and nobody else."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portfolio.environment.service import Network

log = logging.getLogger(__name__)
SILENT = "The proxy at %s does not send X-Forwarded-Proto: each page leads to itself by HTTPS."
STRANGER = (
    "The X-Forwarded-Proto of %s is not believed, for TRUSTED_PROXIES does not name it: each page "
    "leads to itself by HTTPS."
)

# What a proxy says of a request; from somebody else it is made up.
SAID_BY_PROXIES = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_X_REQUEST_ID",
)


class ProxyHeadersMiddleware:
    """Drops what somebody says who is none of `TRUSTED_PROXIES`; stands before all others.

    So nobody who reaches the service past the proxy passes for another address, or for HTTPS.
    Where that leads every page to itself, the log says why, once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.told: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        why = "" if "HTTP_X_FORWARDED_PROTO" in request.META else SILENT
        if not is_trusted(address):
            why = "" if why else STRANGER
            for name in SAID_BY_PROXIES:
                request.META.pop(name, None)
        answer = self.get_response(request)
        leads_to_itself = answer.status_code == HTTPStatus.MOVED_PERMANENTLY
        if why and why not in self.told and leads_to_itself and not request.is_secure():
            self.told.add(why)
            log.warning(why, address or "its socket")
        return answer


def is_trusted(address: str) -> bool:
    """Whether a proxy speaks; one that comes by a socket of this machine has no address."""
    return not address or is_among(address, settings.TRUSTED_PROXIES)


def is_among(address: str, networks: list[Network]) -> bool:
    """Whether it is an address of one of them; what is none is of none."""
    try:
        where = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    if isinstance(where, ipaddress.IPv6Address) and where.ipv4_mapped:
        where = where.ipv4_mapped
    return any(where in network for network in networks)
