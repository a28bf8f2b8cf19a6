"""The way back to the findings of a plan, on every page of the assessment where one is mended.

Mending may take several pages and forms, so the way is kept in the session, for a project.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404
from django.urls import get_script_prefix, resolve

from accounts.types import SignedInRequest
from accounts.web.typed_text import next_address

KEPT, MOST = "findings_of", 20
FINDINGS = "plan-preflight"


def keep_way_back(request: SignedInRequest, project: int) -> None:
    """Takes the way from the address, and gives it to the page as `request.way_back`."""
    ways: dict[str, str] = request.session.get(KEPT, {})
    address = next_address(request, "") if request.method == "GET" else ""
    if _leads_to_findings(address) and ways.get(str(project)) != address:
        kept = [(key, way) for key, way in ways.items() if key != str(project)]
        ways = dict([*kept[1 - MOST :], (str(project), address)])
        request.session[KEPT] = ways
    request.way_back = ways.get(str(project), "")  # type: ignore[attr-defined]


def _leads_to_findings(address: str) -> bool:
    path = urlsplit(address).path.removeprefix(get_script_prefix().rstrip("/"))
    try:
        return resolve(path).url_name == FINDINGS
    except Http404:
        return False
