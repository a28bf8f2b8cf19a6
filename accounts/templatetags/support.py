"""Whom a reader asks for help, and where a reader goes on."""

from typing import Any

from django import template

from accounts import posts
from accounts.oidc.grants import whom_to_ask

register = template.Library()
register.simple_tag(whom_to_ask, name="whom_to_ask")


@register.simple_tag(takes_context=True)
def page_of(context: dict[str, Any]) -> str:
    """The page that the request came from (accounts/posts.py)."""
    return posts.page_of(context["request"])
