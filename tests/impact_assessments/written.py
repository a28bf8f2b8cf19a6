"""Forms of assessments as a browser sends them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

NO = {"s1": "no", "s2": "no", "s3": "no", "s4": "no"}


def screen(client: Client, project: Any, **answers: str) -> None:
    address = reverse("assessment-screening", args=[project.pk])
    assert client.post(address, {**NO, **answers}).status_code == 302


def field_names(page: Any) -> set[str]:
    return set(page.context["form"].fields)


def sent(page: Any, **changed: Any) -> dict[str, Any]:
    """What the form on the page shows, with some of it changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changed}.items() if value is not None}
