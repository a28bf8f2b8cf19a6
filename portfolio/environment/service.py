"""The service itself: its key, the names that it answers to, its own address."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from portfolio.environment.variables import Variables, is_address, shown, split

DEVELOPMENT_SECRET = "development-only-secret-key-that-never-leaves-this-machine-0123456789"
LOOPBACK = ("127.0.0.0/8", "::1")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LENGTH, PAIRS = 50, 25
HOST = re.compile(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
MAKE_KEY = (
    "Make one with: python3 -c \"import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50))\""
)


def secret_key(env: Variables, debug: bool) -> str:
    """Signs sessions and links, so that whoever can guess it is everybody."""
    key = env.text("SECRET_KEY")
    if debug:
        return key or DEVELOPMENT_SECRET
    if not key:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing. Set SECRET_KEY to a long random text and keep it to yourself. "
            + MAKE_KEY
        )
    if key == DEVELOPMENT_SECRET or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"SECRET_KEY is one that everybody can read. {MAKE_KEY}")
    if len(key) < LENGTH:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short to be safe: {LENGTH} characters are the least. {MAKE_KEY}"
        )
    # What a person types, repeats or counts up has few different neighbours.
    if len({key[n : n + 2] for n in range(len(key) - 1)}) < PAIRS:
        raise ImproperlyConfigured(f"SECRET_KEY is too easy to guess. {MAKE_KEY}")
    return key


def allowed_hosts(env: Variables, debug: bool) -> list[str]:
    hosts = env.names("ALLOWED_HOSTS")
    example = "for example ALLOWED_HOSTS=salkku.example.fi"
    if not debug and not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is missing. Set ALLOWED_HOSTS to the names that the service answers "
            f"to, {example}"
        )
    for host in hosts:
        if not HOST.fullmatch(host) and not (debug and host == "*"):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {shown(host)} in it. Write the names alone, without https://, "
                f"port or path, and with commas between them, {example}"
            )
    return hosts or ["localhost", "127.0.0.1", "[::1]"]


def trusted_origins(env: Variables) -> list[str]:
    origins = env.names("CSRF_TRUSTED_ORIGINS")
    for origin in origins:
        parts = split(origin)
        if parts is None or not re.fullmatch(r"https?://(\*\.)?[^/\s*]+", origin):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {shown(origin)} in it. Write scheme and name, for "
                "example CSRF_TRUSTED_ORIGINS=https://salkku.example.fi"
            )
    return origins


def site_address(env: Variables) -> str:
    """Where the service answers, without a slash at its end; below a path of another site too."""
    address = env.address("SITE_ADDRESS", example="https://salkku.example.fi").rstrip("/")
    if address and not re.fullmatch(r"https?://[^/?#@]+(/[A-Za-z0-9._~-]+)*", address):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {shown(address)}. Write scheme and name, and the path if Salkku lies "
            "below one, for example SITE_ADDRESS=https://www.example.fi/salkku"
        )
    return address


def networks(env: Variables, name: str, default: Sequence[str] = ()) -> list[Network]:
    """Networks, or single addresses, with commas between them."""
    try:
        return [ipaddress.ip_network(each) for each in env.names(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is {shown(env.text(name))}. Write networks, or addresses, with commas between "
            f"them, for example {name}=10.20.0.0/16,192.0.2.7"
        ) from error


def security_contact(env: Variables) -> str:
    """Whom to tell of a hole, as an address of mail or of a page."""
    value = env.text("SECURITY_CONTACT")
    if not value or (is_address(value) and value.startswith("https://")):
        return value
    try:
        validate_email(value)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT is {shown(value)}. Write an e-mail address or a whole https "
            "address, for example SECURITY_CONTACT=tietoturva@example.fi"
        ) from error
    return f"mailto:{value}"


def hsts_preload(env: Variables) -> bool:
    """Whether browsers may be delivered with the rule; it then holds for every name below ours."""
    preload = env.switch("HSTS_PRELOAD")
    if preload and not env.switch("HSTS_SUBDOMAINS"):
        raise ImproperlyConfigured(
            "HSTS_PRELOAD=1 needs HSTS_SUBDOMAINS=1 beside it: browsers' lists take whole domains "
            "only. Leave HSTS_PRELOAD out unless every name below this one answers by HTTPS."
        )
    return preload


def sentry_dsn(env: Variables) -> str:
    """Where errors are reported to: an address with a key before its host; nothing for nowhere."""
    value = env.text("SENTRY_DSN")
    if value and not re.fullmatch(r"https?://[0-9a-zA-Z]+@[^/@\s]+(/[^/\s]+)*/[0-9]+", value):
        raise ImproperlyConfigured(
            "SENTRY_DSN cannot be read. Write the address that the service for errors gives, "
            "https://key@host/number, or leave it out: then nothing is reported."
        )
    return value


def default_language(env: Variables) -> str:
    """Of who has chosen none (accounts/signing_in/middleware.py)."""
    return env.one_of("DEFAULT_LANGUAGE", ("fi", "sv", "en")) or "fi"
