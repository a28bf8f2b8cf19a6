"""What several machines share: `MEDIA_STORAGE`, `CACHE_URL`, and where static files come from."""

from __future__ import annotations

import re

from django.core.exceptions import ImproperlyConfigured

from portfolio.environment.database import refuse_bare_signs
from portfolio.environment.variables import Variables, shown, split

SHARED_CACHE = "accounts.caches.shared.SharedCache"
BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9._-]+)*)/?")
CACHE_SHAPE = "redis://:password@cache.example.fi:6379/0"


def media(env: Variables) -> dict[str, object]:
    """The storage of attachments, editions and results of jobs: Django's `STORAGES` has it so."""
    value = env.text("MEDIA_STORAGE")
    endpoint = env.address("S3_ENDPOINT", example="https://s3.example.fi")
    region = env.text("S3_REGION")
    key, secret = env.text("S3_ACCESS_KEY"), env.text("S3_SECRET_KEY")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(
            "S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither where the "
            "machine itself may use the bucket."
        )
    if not value:
        return {"BACKEND": "projects.file_storage.WholeFileStorage"}
    found = BUCKET.fullmatch(value)
    if found is None:
        raise ImproperlyConfigured(
            f"MEDIA_STORAGE is {shown(value)}. Leave it out to keep files in VAR_FOLDER, or name a "
            "bucket, for example MEDIA_STORAGE=s3://salkku"
        )
    return {
        "BACKEND": "projects.storing.bucket.BucketStorage",
        "OPTIONS": {
            "bucket": found[1],
            "folder": found[2].strip("/"),
            "endpoint": endpoint,
            "region": region,
            "key": key,
            "secret": secret,
        },
    }


def cache(env: Variables) -> dict[str, object]:
    """Where limits are counted: in the database, or in a server of Valkey or Redis."""
    url = env.text("CACHE_URL")
    if not url:
        return {
            "BACKEND": "accounts.caches.counting.CountingCache",
            "LOCATION": "accounts_cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},  # at the default of 300 a flood throws counts out
        }
    scheme, _sep, rest = url.partition("://")
    refuse_bare_signs("CACHE_URL", rest)
    parts = split(url)
    schemes = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
    if scheme not in schemes or parts is None or not parts.hostname:
        raise ImproperlyConfigured(
            f"CACHE_URL cannot be read. Write it as {CACHE_SHAPE}, rediss:// where it is "
            "encrypted, and percent-encode signs such as / # ? : @ % in the password."
        )
    if not re.fullmatch(r"(/[0-9]{0,3})?", parts.path) or parts.query:
        raise ImproperlyConfigured(
            f"CACHE_URL names no database by its number after the host. Write it as {CACHE_SHAPE}."
        )
    return {
        "BACKEND": SHARED_CACHE,
        "LOCATION": f"{schemes[scheme]}://{rest}",
        "KEY_PREFIX": "salkku",
    }


def static_address(env: Variables) -> str:
    """Another site that passes style sheets and scripts on (a CDN), without a slash at its end."""
    value = env.address("STATIC_ADDRESS", example="https://static.example.fi").rstrip("/")
    if value and not re.fullmatch(r"https?://[^/?#@]+", value):
        raise ImproperlyConfigured(
            f"STATIC_ADDRESS is {shown(value)}. Write scheme and name without a path, for example "
            "STATIC_ADDRESS=https://static.example.fi"
        )
    return value
