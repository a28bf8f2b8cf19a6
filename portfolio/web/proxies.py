"""Who may say where a request comes from: the proxies that the settings name, and nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portfolio.environment.service import Network

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
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in SAID_BY_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)


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
