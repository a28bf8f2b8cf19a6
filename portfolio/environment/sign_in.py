"""How people sign in: with passwords here, or at the organisation's own provider."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured

from portfolio.environment.variables import Variables

ROLES = ("administrator", "planner", "area_editor", "reader")  # accounts.permissions.Role


class RoleRule(TypedDict):
    """What a value of the provider's claim gives: a role, and the areas of an area editor."""

    role: str
    areas: list[str]


@dataclass(frozen=True)
class SignIn:
    """How people sign in (accounts/signing_in/adapters.py).

    The provider's address is empty where none is.
    """

    local: bool
    mfa_required: bool
    idle_minutes: int
    audit_kept_days: int
    oidc_server: str
    oidc_name: str
    oidc_client: str
    oidc_secret: str = field(repr=False)
    oidc_claim: str
    oidc_roles: dict[str, RoleRule]
    oidc_default_role: str
    oidc_trust_email: bool


def sign_in(env: Variables, debug: bool) -> SignIn:
    server = env.address("OIDC_SERVER_URL", example="https://login.example.fi/organisation")
    client = env.text("OIDC_CLIENT_ID")
    secret = env.text("OIDC_CLIENT_SECRET")
    if server and not (client and secret):
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL is set, but not OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Set both to "
            "what the provider gave for Salkku."
        )
    if server and not debug and not server.startswith("https://"):
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL does not begin with https://, and people's sign-in would go over the "
            "network for all to read. Write the provider's https address."
        )
    local = env.switch("LOCAL_SIGN_IN", default=True)
    if not local and not server:
        raise ImproperlyConfigured(
            "LOCAL_SIGN_IN=0 leaves no way to sign in. Set OIDC_SERVER_URL, OIDC_CLIENT_ID and "
            "OIDC_CLIENT_SECRET, or leave LOCAL_SIGN_IN out."
        )
    return SignIn(
        local=local,
        mfa_required=env.switch("MFA_REQUIRED", default=not debug),
        idle_minutes=env.number("SESSION_IDLE_MINUTES", default=120, least=1, most=100_000),
        audit_kept_days=env.days("AUDIT_KEPT_DAYS", default=730),
        oidc_server=server,
        oidc_name=env.text("OIDC_NAME", "Microsoft"),
        oidc_client=client,
        oidc_secret=secret,
        oidc_claim=env.text("OIDC_CLAIM", "groups"),
        oidc_roles=_roles(env.text("OIDC_ROLES") or "{}"),
        oidc_default_role=env.one_of("OIDC_DEFAULT_ROLE", ROLES),
        oidc_trust_email=env.switch("OIDC_TRUST_EMAIL"),
    )


def _roles(text: str) -> dict[str, RoleRule]:
    """`{"value": "planner", "other": {"role": "area_editor", "areas": ["…"]}}` in one shape."""
    example = '{"planners": "planner", "schools": {"role": "area_editor", "areas": ["Schools"]}}'
    try:
        rows = {
            str(value): row if isinstance(row, dict) else {"role": row}
            for value, row in json.loads(text).items()
        }
        table: dict[str, RoleRule] = {
            value: {"role": row["role"], "areas": [str(name) for name in row.get("areas", [])]}
            for value, row in rows.items()
        }
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ImproperlyConfigured(
            f"OIDC_ROLES cannot be read. Write it as JSON, for example OIDC_ROLES='{example}'"
        ) from error
    for value, row in table.items():
        if row["role"] not in ROLES:
            raise ImproperlyConfigured(
                f"OIDC_ROLES gives {value!r} the role {row['role']!r}. The roles are "
                f"{', '.join(ROLES)}."
            )
    return table
