"""What a browser may load, and where forms may lead: the Content-Security-Policy of every page."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

from portfolio.environment import Environment


def content_security_policy(env: Environment) -> dict[str, Any]:
    """No inline script and no inline style anywhere.

    A page that cannot do without one asks for `request.csp_nonce`. Browsers hold the address that
    a form leads on to against form-action too: the sign-in's goes on to the organisation's own
    provider.
    """
    code_of_an_authenticator_app = "data:"
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE, *env.static_origin],
            "style-src": [SELF, NONCE, *env.static_origin],
            "img-src": [SELF, code_of_an_authenticator_app, *env.static_origin, *env.logo_origin],
            "font-src": [SELF, *env.static_origin],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            "form-action": [SELF, *env.provider_origin],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }
