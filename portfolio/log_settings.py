"""How lines of the log are written: `portfolio/web/logs.py` has their formats."""

from typing import Any


def logging_of(log_format: str, debug: bool) -> dict[str, Any]:
    """What Django's `LOGGING` is: everything to standard error, as `text` or as `json`."""
    loggers: dict[str, dict[str, Any]] = {
        "django": {
            "handlers": ["stderr"],
            "level": "INFO" if debug else "WARNING",
            "propagate": False,
        },
        "salkku.requests": {"level": "INFO"},
    }
    if log_format == "json":  # those of gunicorn's workers too
        loggers["gunicorn.error"] = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "portfolio.web.logs.LineFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s%(trace)s: %(message)s",
            },
            "json": {"()": "portfolio.web.logs.JsonFormatter"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if log_format == "json" else "line",
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": loggers,
    }
