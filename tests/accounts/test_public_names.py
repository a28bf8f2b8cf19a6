"""What a library calls its own affair is imported only where it offers nothing else."""

from __future__ import annotations

import re

from django.conf import settings

# There is no public name for either: how a person was known, and the keys of a provider.
NEEDED = {
    "from allauth.account.internal.flows.login import record_authentication",
    "from allauth.socialaccount.internal import jwtkit",
}


def test_internal_modules_of_allauth_are_imported_where_nothing_else_is_offered():
    found = set()
    for app in ("accounts", "projects", "impact_assessments", "reports", "portfolio"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            found |= set(re.findall(r"^(?:from|import) \S*\.internal\b.*$", path.read_text(), re.M))
    assert found == NEEDED
