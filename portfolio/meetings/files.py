"""The minutes as PDF (PDF/UA-1 and PDF/A-3a) and as Word."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from organisation.names import organisation_name
from portfolio.meetings.minutes import Minutes, MinutesPart
from projects.clock import today
from projects.models import MeetingEntry
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents
from reports.rendering.word.file import WordFile
from reports.rendering.word.styles import COVER, NOTE


def minutes_pdf(minutes: Minutes) -> bytes:
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "language": get_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    return html_to_pdf(render_to_string("portfolio/meetings/minutes_pdf.html", context))


def minutes_docx(minutes: Minutes) -> bytes:
    """The same as a Word document, to be signed or edited on."""
    organisation = organisation_name()
    word = WordFile(minutes.title, organisation, get_language() or "fi")
    word.dated(today())
    word.footer(str(minutes.meeting))
    word.paragraph(organisation, COVER)
    word.word.add_paragraph(style="Title")
    word.words(word.word.paragraphs[-1], minutes.title)
    word.table((_("Fact"), _("Value")), minutes.facts(), (5, 11.5))
    if minutes.decisions:
        word.heading(_("Decisions"), 1)
        rows = [(each.project.name if each.project else _("Other matters"), each.text)
                for each in minutes.decisions]  # fmt: skip
        word.table((_("Project"), pgettext("in a meeting", "Decision")), rows, (5.5, 11))
    if minutes.actions:
        word.heading(_("Actions"), 1)
        heads = (pgettext("in a meeting", "Action"), pgettext("of an action", "Who"),
                 pgettext("of an action", "By"), _("Project"))  # fmt: skip
        word.table(heads, [_action(each) for each in minutes.actions], (7, 3.5, 2.5, 3.5))
    if minutes.gone_through:
        word.heading(_("What was gone through"), 1)
    for part in minutes.gone_through:
        _gone_through(word, part)
    return word.data()


def _action(row: MeetingEntry) -> tuple[str, str, str, str]:
    due = date_format(row.due, "SHORT_DATE_FORMAT") if row.due else "–"
    project = row.project.name if row.project else _("Other matters")
    return row.text, row.owner_shown or "–", due, project


def _gone_through(word: WordFile, part: MinutesPart) -> None:
    word.heading(part.title, 2)
    if part.stand:
        word.paragraph(part.stand, NOTE)
    word.labelled_text(_("Decision asked for"), part.asks)
    word.labelled_text(pgettext("in a meeting", "Notes"), "", [row.text for row in part.notes])


def said_of_action(row: MeetingEntry) -> str:
    """`Ask for offers (Maija Mallikas, by 1.4.2023)`."""
    due = ""
    if row.due:
        due = _("by %(day)s") % {"day": date_format(row.due, "SHORT_DATE_FORMAT")}
    beside = ", ".join(filter(None, (row.owner_shown, due)))
    return f"{row.text} ({beside})" if beside else row.text
