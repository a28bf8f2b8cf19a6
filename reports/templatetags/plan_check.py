"""The check before approval, where a plan is shown."""

from __future__ import annotations

from typing import Any

from django import template

from reports.models import ActionPlan
from reports.preflight import findings
from reports.preflight_views import preflight_summary

register = template.Library()


@register.inclusion_tag("reports/preflight_summary.html", takes_context=True)
def plan_check(context: dict[str, Any], plan: ActionPlan) -> dict[str, Any]:
    """How much must be mended before approval, with the way to the list of it."""
    return {"plan": plan} | preflight_summary(findings(plan, context["request"].user))
