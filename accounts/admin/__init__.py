"""People, their roles, mail and the audit log: the administrator's alone."""

from __future__ import annotations

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin import audit_events, mails, second_steps, users, yes_and_no  # noqa: F401

# Roles are fixed by accounts/permissions.py; they are given to people on the user's page.
admin.site.unregister(Group)
# allauth's own pages would show keys of sessions and secrets of second steps; people see and end
# theirs on their own page.
for _name in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{_name}.admin")
for _model in (EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession, Authenticator):
    admin.site.unregister(_model)
