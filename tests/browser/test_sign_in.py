"""Signing in as a person does: with a passkey, and with pages that everybody can use."""

import pytest

from accounts.models import User

PAGES = [
    "/accounts/me/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/", "/accounts/sessions/",
]  # fmt: skip
ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 320), ("en", 1280)])
def test_pages_of_signing_in_have_no_barriers(signed_in, accessible, width, language):
    signed_in.goto("/")
    signed_in.click(f"button[name=language][value={language}]")
    signed_in.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        signed_in.goto(address)
        assert signed_in.url.endswith(address)
        accessible(signed_in)
    if width == 320:
        signed_in.click(".menu-button")
    signed_in.click(".person button")
    for address in ENTRANCE:
        signed_in.goto(address)
        accessible(signed_in)


@pytest.mark.both_databases
def test_a_person_signs_in_with_a_passkey(signed_in):
    """Chromium's virtual authenticator stands in for the phone or the key; the rest is real."""
    devtools = signed_in.context.new_cdp_session(signed_in)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    signed_in.goto("/accounts/2fa/webauthn/add/")
    signed_in.fill("#id_name", "Puhelin")
    signed_in.check("#id_passwordless")
    signed_in.click("#mfa_webauthn_add")
    signed_in.wait_for_url("**/2fa/**recovery-codes/**")
    user = User.objects.get(username="suunnittelija")
    assert user.authenticator_set.filter(type="webauthn").count() == 1
    signed_in.goto("/")
    signed_in.click(".person button")
    signed_in.wait_for_selector("#passkey_login")
    signed_in.click("#passkey_login")
    signed_in.wait_for_selector(".person")
    assert "Maija" in signed_in.inner_text(".person")
