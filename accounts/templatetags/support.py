"""Whom a reader asks for help."""

from django import template

from accounts.oidc.grants import whom_to_ask

register = template.Library()
register.simple_tag(whom_to_ask, name="whom_to_ask")
