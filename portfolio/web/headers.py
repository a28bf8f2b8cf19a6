"""Security headers that Django does not set itself, and pages sent small."""

from __future__ import annotations

from collections.abc import Callable

from csp.decorators import csp_exempt
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from organisation.content_types import CONTENT_TYPES, media_types

# Nothing of the product asks for a device or a payment.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class SecurityHeadersMiddleware:
    """Devices, use by other sites, and what a browser may keep of a page.

    A page of a signed-in person is not stored: on a shared computer nobody comes back to it after
    the sign-out. A PDF is left without the Content-Security-Policy, which would stop the viewers
    that browsers build from HTML.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if response.headers.get("Content-Type") == CONTENT_TYPES["pdf"]:
            csp_exempt()(lambda _request: response)(request)
        return response


class SmallPagesMiddleware(GZipMiddleware):
    """Compresses pages and drawings. Files come as they are: most are compressed already.

    Django adds a random number of bytes, so that the size tells nothing of a page's secrets.
    """

    COMPRESSED = media_types("html", "svg", "json", "csv")

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(self.COMPRESSED):
            return response
        return super().process_response(request, response)
