"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portfolio.starting.start import look_at_the_installation, read_settings_of_a_server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


class BelowAPath:
    """Takes the service's own path (`SITE_ADDRESS`) off an address where the proxy has left it."""

    def __init__(self, application: Callable[..., Iterable[bytes]], path: str) -> None:
        self.application, self.path = application, path

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if f"{environ['PATH_INFO']}/".startswith(f"{self.path}/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(self.path)
        return self.application(environ, start_response)


read_settings_of_a_server()
application = BelowAPath(get_wsgi_application(), settings.FORCE_SCRIPT_NAME or "")
look_at_the_installation()

# A full collection looks at everything that Django has loaded and takes a tenth of a second, in
# the middle of somebody's request. What is loaded by now stays, and the rest is looked at seldom.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
