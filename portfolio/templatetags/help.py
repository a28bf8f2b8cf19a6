"""The question mark beside what a newcomer asks."""

from __future__ import annotations

from django import template

from portfolio.help.questions import OF_SECTIONS, OF_WIDGETS, QUESTIONS

register = template.Library()


@register.inclusion_tag("components/help_mark.html")
def help_mark(key: str) -> dict[str, object]:
    return {"key": key, "question": QUESTIONS[key]}


@register.filter
def section_question(key: str) -> str:
    """What is asked beside a section of a project's page; empty where nothing is."""
    return OF_SECTIONS.get(key, "")


@register.filter
def widget_question(key: str) -> str:
    """The same beside a part of the dashboard."""
    return OF_WIDGETS.get(key, "")
