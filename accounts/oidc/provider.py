"""OpenID Connect (Entra ID and any standard provider): code flow with PKCE, nonce and a token whose
signature, issuer, audience and times are checked (OpenID Connect Core 1.0, 3.1.3.7).

allauth's own provider asks for no nonce and trusts a token that it fetched itself unverified.
"""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.oidc.grants import Claims

NONCES = "oidc_nonces"
AT_ONCE = 5  # sign-ins begun in as many windows
LEEWAY = 60  # seconds that two clocks may differ
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]


class CheckedAdapter(OpenIDConnectOAuth2Adapter):
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Raises `OAuth2Error` with the reason for a token that does not hold."""
        encoded = kwargs["response"].get("id_token")
        if not encoded:
            raise OAuth2Error("The provider sent no ID token.")
        claims = self._decode_id_token(app, encoded)
        if claims.get("nonce") not in request.session.pop(NONCES, []):
            raise OAuth2Error("The ID token does not answer a sign-in that began here (nonce).")
        data = {"id_token": claims}
        if app.settings.get("fetch_userinfo", True) and "userinfo_endpoint" in self.openid_config:
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("The user's information is of somebody else (sub).")
        return self.get_provider().sociallogin_from_response(request, data)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        path = reverse("oidc_callback", kwargs={"provider_id": self.provider_id})
        return build_absolute_uri(request, path, self.redirect_uri_protocol)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Claims:
        config = self.openid_config
        try:
            _alg, key = jwtkit.fetch_key(id_token, config["jwks_uri"], jwtkit.lookup_kid_jwk)
            return jwt.decode(
                id_token,
                key=key,
                algorithms=SIGNED_WITH,
                issuer=config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
            raise OAuth2Error(f"The ID token's time does not hold here: {error}.") from error
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error(f"The ID token does not hold: {error}.") from error


class Provider(OpenIDConnectProvider):
    id = "oidc"
    name = "OpenID Connect"
    oauth2_adapter_class = CheckedAdapter
    pkce_enabled_default = True

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        # allauth would take any parameter from the address: only ours go to the provider.
        nonce = get_random_string(32)
        request.session[NONCES] = [*request.session.get(NONCES, []), nonce][-AT_ONCE:]
        # A signed-in person comes to prove it again: the provider must not answer by itself.
        again = {"prompt": "login"} if request.user.is_authenticated else {}
        return {**self.get_auth_params(), **again, "nonce": nonce}

    def extract_uid(self, data: Claims) -> str:
        return str(data["id_token"]["sub"])


provider_classes = [Provider]
