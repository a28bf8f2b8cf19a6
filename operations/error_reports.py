"""Failures told to a service for errors (`SENTRY_DSN`): what kind, and where in the program.

A report is made anew out of what may leave. Texts of errors and lines of the log hold what people
typed and names of rows, so that of each only its kind and its template go along.
"""

from __future__ import annotations

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration
from sentry_sdk.types import Event, Hint

from organisation.traces import job_number, request_id
from organisation.version import VERSION

KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk")
OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app")


def begin() -> None:
    """Asked for where an address is set. The library looks at nothing by itself."""
    sentry_sdk.init(
        settings.SENTRY_DSN,
        release=VERSION,
        environment="development" if settings.DEBUG else "production",
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, sentry_logs_level=None),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
            ExcepthookIntegration(),
            ThreadingIntegration(propagate_scope=False),
        ],
        before_send=scrubbed,
        max_breadcrumbs=0,
        include_local_variables=False,
        include_source_context=False,
        send_default_pii=False,
        max_request_body_size="never",
        server_name="",
        auto_session_tracking=False,
        send_client_reports=False,
    )


def scrubbed(event: Event, hint: Hint) -> Event | None:
    """What may leave of a report; whatever else the library or a later one adds stays here."""
    given: dict[str, Any] = dict(event)
    kept: dict[str, Any] = {name: given[name] for name in KEPT if name in given}
    if values := (given.get("exception") or {}).get("values"):
        kept["exception"] = {"values": [_exception(value) for value in values]}
    if template := (given.get("logentry") or {}).get("message"):
        record = hint.get("log_record")
        is_template = record is not None and bool(record.args)
        kept["logentry"] = {"message": template if is_template else str(given.get("logger", ""))}
    numbers = {"request": request_id.get(), "job": job_number.get()}
    kept["tags"] = {name: str(value) for name, value in numbers.items() if value}
    return kept  # type: ignore[return-value]


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {
            "frames": [{k: frame[k] for k in OF_A_FRAME if k in frame} for frame in frames]
        },
    }
