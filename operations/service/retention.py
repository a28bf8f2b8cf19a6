"""What is kept how long, and what deletes it: the settings in words, for who answers for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.signing_in import devices
from accounts.web.once import KEPT_FOR


@dataclass(frozen=True)
class Kept:
    what: str
    how_long: str
    deleted_by: str
    setting: str = ""  # that says how long


def retention() -> list[Kept]:
    nobody = _("Nothing deletes it by itself.")
    night = _the_night()
    hourly = _("The worker, every hour.")
    return [
        Kept(
            _("Projects, their parts, assessments and plans, with their whole history"),
            _("As long as the portfolio is used"),
            nobody + " " + _("What an IT planner deletes stays in the history, and can come back."),
        ),
        Kept(
            _("Published plans and their files, frozen assessments"),
            _("For good"),
            _("Nothing: they are records. A withdrawn edition stays with its reason."),
        ),
        Kept(
            _("Comments that were withdrawn, attachments that were removed"),
            _("As long as the portfolio is used"),
            nobody + " " + _("Readers do not see them; who wrote or removed them can undo it."),
        ),
        Kept(
            _("Names, usernames, e-mail addresses and roles of people"),
            _("Until an administrator removes them"),
            _(
                "An administrator, under Users: “Remove personal data”. A pseudonym stays in the "
                "history."
            ),
        ),
        Kept(
            _("Audit log: sign-ins, wrong passwords, exports, rights, with time and IP address"),
            _days(settings.AUDIT_KEPT_DAYS),
            night,
            "AUDIT_KEPT_DAYS",
        ),
        Kept(
            _("Sessions, with IP address and browser"),
            ngettext(
                "%(n)s minute after the last use", "%(n)s minutes after the last use",
                settings.SESSION_COOKIE_AGE // 60,
            ) % {"n": settings.SESSION_COOKIE_AGE // 60},
            night,
            "SESSION_IDLE_MINUTES",
        ),
        Kept(
            _("Mark of a known device, in the person's own browser"),
            _days(devices.SECONDS // (24 * 60 * 60)),
            _("The browser."),
        ),
        Kept(
            _("Mail: recipient and subject; what it said is dropped as soon as it is sent"),
            _days(settings.MAIL_KEPT_DAYS),
            hourly,
            "MAIL_KEPT_DAYS",
        ),
        Kept(
            _("Files and jobs that were made in the background"),
            _days(settings.JOBS_KEPT_DAYS),
            hourly,
            "JOBS_KEPT_DAYS",
        ),
        Kept(
            _("Uploaded spreadsheets and files of the ledger"),
            ngettext("%(n)s hour", "%(n)s hours", settings.SHEET_KEPT_HOURS)
            % {"n": settings.SHEET_KEPT_HOURS},
            hourly,
            "SHEET_KEPT_HOURS",
        ),
        Kept(
            _("Uploaded files of plans"),
            _days(settings.PLAN_FILES_KEPT_DAYS),
            night,
            "PLAN_FILES_KEPT_DAYS",
        ),
        Kept(
            _("That a form was sent, without what was typed"),
            _days(KEPT_FOR.days),
            hourly,
        ),
        Kept(
            _("Backups, and lines of the log"),
            _("As it is set where they lie"),
            _("What makes and keeps them on the server; the log has people's numbers, no names."),
        ),
    ]  # fmt: skip


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _the_night() -> str:
    if settings.NIGHTLY_AT is None:
        return _("Nothing: NIGHTLY_AT is off.")
    return _("The worker, at night.")
