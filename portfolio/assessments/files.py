"""An assessment as PDF (PDF/UA-1 and PDF/A-3a, its JSON attached) and as Word."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from organisation.names import organisation_name
from portfolio.assessments.copies import Copy
from reports.rendering.paper.archive import Attached
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents
from reports.rendering.word.file import WordFile
from reports.rendering.word.styles import COVER, IMPRINT, NOTE


def assessment_pdf(copy: Copy) -> bytes:
    """The copy as one accessible file that is fit for archives."""
    context = {
        "copy": copy,
        "told": copy.told,
        "language": get_language(),
        "organisation": organisation_name(),
        **accents(),
    }
    html = render_to_string("portfolio/assessments/assessment_pdf.html", context)
    about = _("The assessment in machine-readable form (salkku-assessment 1)")
    data = Attached("assessment.json", copy.json(), "application/json", about, copy.made_at)
    return html_to_pdf(html, data)


def assessment_docx(copy: Copy) -> bytes:
    """The same as a Word document."""
    told, title = copy.told, _("Impact assessment")
    word = WordFile(f"{title}: {told.project}", organisation_name(), get_language() or "fi")
    word.dated(copy.made_on)
    word.footer(copy.mark)
    word.paragraph(organisation_name(), COVER)
    word.word.add_paragraph(style="Title")
    word.words(word.word.paragraphs[-1], title)
    word.paragraph(told.project, COVER)
    word.paragraph(copy.mark, IMPRINT)
    for line in _left_out_lines(copy):
        word.paragraph(line, NOTE)
    word.table((_("Fact"), _("Value")), copy.facts(), (5, 11.5))
    _screening(word, copy)
    if told.parts:
        word.heading(_("Parts"), 1)
    for part in told.parts:
        word.heading(part.title, 2)
        word.paragraph(" · ".join(filter(None, (part.effect_said, part.direction))))
        if part.same_as:
            word.paragraph(f"{_('Same as')} {part.same_as}")
        word.text(part.text)
        word.labelled_text(_("Ticked"), "", part.ticked)
    _consequences(word, copy)
    _signatures(word, copy)
    return word.data()


def _left_out_lines(copy: Copy) -> list[str]:
    if not copy.left_out:
        return []
    what = ", ".join(copy.left_out)
    return [_("Left out, because it is not public: %(what)s.") % {"what": what}]


def _screening(word: WordFile, copy: Copy) -> None:
    word.heading(_("Screening"), 1)
    found = copy.told.screening
    if found is None:
        word.paragraph(_("Nobody has screened this project yet."))
        return
    word.paragraph(" ".join([f"{found.result}.", *found.why, copy.covering]).strip())
    if found.otherwise:
        said = _("Decided otherwise: the answers come to “%(computed)s”.")
        word.paragraph(said % {"computed": found.otherwise})
    word.labelled_text(_("Reason"), found.reason)
    word.labelled_text(_("What changes in the model"), found.essential)
    if found.answers:
        word.table((_("Question"), _("Answer")), found.answers, (13, 3.5))
    word.paragraph(f"{found.by} {found.day}".strip(), NOTE)


def _consequences(word: WordFile, copy: Copy) -> None:
    told = copy.told
    changes = {
        "kind": _("Kind"),
        "name": _("Name"),
        "change": pgettext("model", "Change"),
        "what": _("What changes"),
        "done": _("In the model since"),
    }
    actions = {
        "description": _("What is done"),
        "kind": _("Kind"),
        "owner": _("Owner"),
        "due": pgettext("action", "Due"),
        "done": _("Done on"),
    }
    _table(word, _("What changes in the information management model"), changes, told.changes)
    _table(word, _("Follow-up actions"), actions, told.actions)
    if told.links:
        word.heading(_("Links"), 1)
        for row in told.links:
            said = [row["kind"], row["name"], row["url"], row["day"]]
            word.words(word.item(), " · ".join(filter(None, said)))


def _table(
    word: WordFile, title: str, heads: dict[str, str], rows: list[dict[str, str]] | None
) -> None:
    """The rows under their title; nothing where the reader may not see them."""
    if rows is None:
        return
    word.heading(title, 1)
    if rows:
        word.table(tuple(heads.values()), [[row[name] for name in heads] for row in rows])
    else:
        word.paragraph(_("None."))


def _signatures(word: WordFile, copy: Copy) -> None:
    word.heading(_("Signatures"), 1)
    word.word.paragraphs[-1].paragraph_format.page_break_before = True
    word.paragraph(copy.mark)
    word.paragraph(f"SHA-256 {copy.digest}")
    heads = (_("Task"), _("Name"), _("Place and date"), _("Signature"))
    rows = [(task, name, "", "") for task, name in copy.signers()]
    word.table(heads, rows, (3, 5, 4, 4.5))
