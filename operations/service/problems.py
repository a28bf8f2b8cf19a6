"""What is wrong with the service, in sentences that say what to do; the worst first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mail import outbox
from accounts.permissions import administrators
from operations.health import parts
from operations.health.parts import State
from operations.models import KeptRun
from operations.service import measures
from organisation.places import command

BACKUP_DAYS = 2  # a backup each night, and one that may be missed
LEAST_FREE, LEAST_SHARE = 1024**3, 0.05  # of the disk
CLOCK_APART = datetime.timedelta(minutes=1)  # codes of an authenticator app hold half of it
OVERDUE = datetime.timedelta(hours=2)  # of a timer, while a worker runs


@dataclass(frozen=True)
class Problem:
    text: str
    link: str = ""


@dataclass(frozen=True)
class Measured:
    """One reading of everything, for the problems and for the page below them."""

    database: measures.Database
    clock_difference: datetime.timedelta
    workers: list
    queue: measures.Queue
    mail: measures.Mail
    timers: list[measures.TimerState]
    runs: dict[str, KeptRun]
    broken_files: int
    disk: measures.Disk | None
    storage: State
    migrations: State
    administrators: int


def measure() -> Measured:
    return Measured(
        database=measures.database(),
        clock_difference=measures.clock_difference(),
        workers=measures.workers(),
        queue=measures.queue(),
        mail=measures.mail(),
        timers=measures.timers(),
        runs=measures.last_runs(),
        broken_files=measures.broken_files(),
        disk=measures.disk(),
        storage=parts.storage(),
        migrations=parts.migrations(),
        administrators=administrators().count(),
    )


def problems(found: Measured) -> list[Problem]:
    return [
        *_of_files(found), *_of_tables(found), *_of_the_clock(found), *_of_the_worker(found),
        *_of_mail(found), *_of_backups(found), *_of_timers(found), *_of_the_setup(found),
    ]  # fmt: skip


def _of_files(found: Measured) -> list[Problem]:
    problems = []
    if found.storage != State.OK:
        text = _(
            "Files cannot be stored: attachments and published plans would be lost. See that the "
            "disk has room and that the service may write to its folder."
        )
        problems.append(Problem(text))
    disk = found.disk
    if disk and (disk.free < LEAST_FREE or disk.free < LEAST_SHARE * disk.total):
        text = _("The disk is nearly full: %(free)s are free. Make room, or take a larger disk.")
        problems.append(Problem(text % {"free": filesizeformat(disk.free)}))
    if found.broken_files:
        n = found.broken_files
        text = ngettext(
            "%(n)s stored file is missing or was altered, and is not handed out. Bring it back "
            "from a backup.",
            "%(n)s stored files are missing or were altered, and are not handed out. Bring them "
            "back from a backup.",
            n,
        )
        problems.append(Problem(text % {"n": n}))
    return problems


def _of_tables(found: Measured) -> list[Problem]:
    if found.migrations == State.NOT_MIGRATED:
        text = _("The database has not the tables of this version yet. Run “%(command)s”.")
        text %= {"command": command("migrate")}
    elif found.migrations == State.NEWER:
        text = _(
            "The database is of a newer version than the program. Install that version again, or "
            "bring back the backup from before the upgrade."
        )
    else:
        return []
    return [Problem(text)]


def _of_the_clock(found: Measured) -> list[Problem]:
    if found.clock_difference <= CLOCK_APART:
        return []
    text = _(
        "The clocks of this machine and of the database are more than a minute apart: codes of "
        "authenticator apps may be refused. Have both take their time from the network (NTP)."
    )
    return [Problem(text)]


def _of_the_worker(found: Measured) -> list[Problem]:
    problems = []
    queue = found.queue
    if not found.workers:
        text = _(
            "No worker is running: no mail leaves, large files are not made and nothing is done "
            "by the clock. Start one with “%(command)s”."
        )
        problems.append(Problem(text % {"command": command("work")}))
    elif queue.oldest and parts.is_stuck(_age(queue.oldest)):
        text = _(
            "A job has waited since %(when)s. If it is no large one that runs before it, start "
            "the worker again and read its log."
        )
        problems.append(Problem(text % {"when": _moment(queue.oldest)}))
    if queue.failed:
        text = ngettext(
            "%(n)s job failed in the last seven days. Its page says why.",
            "%(n)s jobs failed in the last seven days. Their pages say why.",
            queue.failed,
        )
        problems.append(Problem(text % {"n": queue.failed}, "#failed-jobs"))
    return problems


def _of_mail(found: Measured) -> list[Problem]:
    mails = reverse("admin:accounts_outgoingmail_changelist")
    if not outbox.is_set_up():
        return [Problem(_("No mail is set up, so nobody is told of anything. Set EMAIL_URL."))]
    problems = []
    mail = found.mail
    if found.workers and mail.oldest and _age(mail.oldest) > datetime.timedelta(hours=1):
        text = _("Mail has waited since %(when)s. See what the mail server answers.")
        problems.append(Problem(text % {"when": _moment(mail.oldest)}, mails))
    if mail.failed:
        words = ngettext(
            "%(n)s mail could not be sent", "%(n)s mails could not be sent", mail.failed
        )
        problems.append(Problem(words % {"n": mail.failed} + ".", f"{mails}?state__exact=failed"))
    return problems


def _of_backups(found: Measured) -> list[Problem]:
    problems = []
    backup, verify = found.runs.get("backup"), found.runs.get("verify")
    if backup is None:
        text = _("No backup is known of. Have one made every night, and try to bring one back.")
        problems.append(Problem(text))
    elif not backup.is_good:
        problems.append(Problem(_("The last backup failed. Read its log and make one now.")))
    elif backup.ended_at and _age(backup.ended_at) > datetime.timedelta(days=BACKUP_DAYS):
        text = _("The last backup is of %(when)s. See why none was made since.")
        problems.append(Problem(text % {"when": _moment(backup.ended_at)}))
    if verify is not None and not verify.is_good:
        text = _("The last verification found faults:")
        problems.append(Problem(" ".join([text, *verify.problem_sentences[:3]])))
    return problems


def _of_timers(found: Measured) -> list[Problem]:
    problems = []
    for timer in found.timers:
        if timer.failed:
            text = _("“%(name)s” failed the last time. The worker's log says why.")
        elif found.workers and timer.ran_at and timer.next_at and _age(timer.next_at) > OVERDUE:
            text = _("“%(name)s” is overdue, though a worker runs. Start the worker again.")
        else:
            continue
        problems.append(Problem(text % {"name": _(timer.label)}))
    return problems


def _of_the_setup(found: Measured) -> list[Problem]:
    problems = []
    if found.administrators < 2:
        text = _(
            "There is one administrator only. Give the role to a second person, who can help when "
            "a password or a device is lost."
        )
        problems.append(Problem(text, reverse("admin:accounts_user_changelist")))
    if found.database.name.startswith("SQLite") and not settings.DEBUG:
        text = _(
            "The portfolio lies in SQLite, which is for trying out. Move it to PostgreSQL "
            "with “%(command)s”."
        )
        problems.append(Problem(text % {"command": command("move_database")}))
    return problems


def _age(moment: datetime.datetime) -> datetime.timedelta:
    return timezone.now() - moment


def _moment(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
