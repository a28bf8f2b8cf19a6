"""The record of processing activities (GDPR, article 30), made of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from organisation.names import organisation_name


@dataclass(frozen=True)
class Part:
    """A heading of the record with its sentences, each a point of a list."""

    title: str
    points: list[str]


def record() -> list[Part]:
    return [_controller(), _purposes(), _people(), _data(), _recipients(), _transfers(), _safety()]


def _controller() -> Part:
    points = [_("Controller: %(name)s.") % {"name": organisation_name()}]
    if settings.DATA_PROTECTION_CONTACT:
        contact = _("Contact in matters of data protection: %(contact)s.")
        points.append(contact % {"contact": settings.DATA_PROTECTION_CONTACT})
    else:
        points.append(
            _("Contact in matters of data protection: not told yet (DATA_PROTECTION_CONTACT).")
        )
    if settings.SUPPORT_CONTACT:
        points.append(_("Support: %(contact)s.") % {"contact": settings.SUPPORT_CONTACT})
    return Part(_("Controller and contacts"), points)


def _purposes() -> Part:
    return Part(
        _("Purposes and grounds"),
        [
            _(
                "Planning, deciding on and following up projects of information management, and "
                "assessing changes of it (Act on Information Management in Public Administration, "
                "906/2019, section 5). Ground: a task in the public interest (GDPR, article "
                "6(1)(e))."
            ),
            _(
                "Rights of use, and a log of who used them (906/2019, section 17). Ground: a legal "
                "obligation (GDPR, article 6(1)(c))."
            ),
        ],
    )


def _people() -> Part:
    return Part(
        _("People whom the data is about"),
        [
            _("Staff and elected officials of the organisation who use the service."),
            _("People named in projects: owners, persons in charge, contacts at suppliers."),
        ],
    )


def _data() -> Part:
    return Part(
        _("Kinds of data"),
        [
            _("Username, name, e-mail address, language, roles and areas of a person."),
            _("What a person wrote and changed, and when."),
            _("Sign-ins, exports, changes of rights: time, IP address."),
            _("Sessions: IP address, browser. Devices of a second step: their name and key."),
            _("No special categories of data (GDPR, article 9) are asked for anywhere."),
        ],
    )


def _recipients() -> Part:
    points = [
        _("People who use the service, each what their role shows."),
        _("Residents: published plans. Names of people are in them where somebody wrote them."),
    ]
    if settings.MAIL_BACKEND:
        host = getattr(settings, "EMAIL_HOST", "") or _("on the server")
        points.append(_("Who runs the mail server: %(host)s.") % {"host": host})
    if settings.SIGN_IN.oidc_server:
        provider = _("Who runs the sign-in: %(name)s (%(host)s).")
        host = urlsplit(settings.SIGN_IN.oidc_server).hostname
        points.append(provider % {"name": settings.SIGN_IN.oidc_name, "host": host})
    if settings.SENTRY_DSN:
        errors = _(
            "Who runs the service for errors: %(host)s. It is told where in the program a failure "
            "was, and nothing of people."
        )
        points.append(errors % {"host": urlsplit(settings.SENTRY_DSN).hostname})
    points.append(_("Who runs the servers, as a processor (GDPR, article 28)."))
    return Part(_("Recipients"), points)


def _transfers() -> Part:
    return Part(
        _("Transfers outside the EU and the EEA"),
        [
            _(
                "The service itself transfers nothing. Whether the recipients above do, their "
                "contracts say."
            )
        ],
    )


def _safety() -> Part:
    points = [
        _("Connections by HTTPS only.") if not settings.DEBUG else _("A demonstration: no HTTPS."),
        _("Rights by role and area, checked at every reading; marks for what is not public."),
        _("Passwords of twelve characters or more, stored as a hash; wrong ones are limited."),
    ]
    if settings.MFA_REQUIRED:
        points.append(_("A second step of signing in for administrators and IT planners."))
    else:
        points.append(_("A second step of signing in is not required."))
    points += [
        _("A log of sign-ins, exports, changes of rights and readings of what is not public."),
        _("The whole history of every change, and backups."),
    ]
    return Part(_("Security"), points)
