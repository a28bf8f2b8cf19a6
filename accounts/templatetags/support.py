"""Whom a reader asks for help, where a reader goes on, and what is to be mended in a form."""

from django import template
from django.template import Context

from accounts.oidc.grants import whom_to_ask
from accounts.types import Context as Named
from accounts.web import form_errors, posts

register = template.Library()
register.simple_tag(whom_to_ask, name="whom_to_ask")


@register.simple_tag(takes_context=True)
def page_of(context: Context) -> str:
    """The page that the request came from (accounts/web/posts.py)."""
    return posts.page_of(context["request"])


@register.simple_tag(takes_context=True)
def is_refusal(context: Context) -> bool:
    return form_errors.is_refusal(_named(context))


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: Context) -> dict[str, object]:
    return {"errors": form_errors.form_errors(_named(context))}


def _named(context: Context) -> Named:
    return {str(name): value for name, value in context.flatten().items()}
