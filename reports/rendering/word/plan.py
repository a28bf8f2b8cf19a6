"""Plan document → Word (.docx): real headings, styles, lists, links and a contents field."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from docx.oxml.numbering import CT_Num
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from accounts.types import Context
from organisation import brand
from organisation.content_types import CONTENT_TYPES
from projects.sheets.xml_text import shown
from reports.document.data_part import Passage, put_into, to_data
from reports.document.imprint import left_out_line
from reports.document.plan import Imprint, PlanDocument
from reports.rendering.presentation import plan_context
from reports.rendering.word.contents import fill_contents
from reports.rendering.word.drawings import add_drawing, logo_in_dots
from reports.rendering.word.file import WordFile, in_language
from reports.rendering.word.styles import COVER, IMPRINT, NOTE, TEXT_WIDTH
from reports.texts.rich import to_tokens


def render_docx(document: PlanDocument, imprint: Imprint) -> bytes:
    """The plan as it reads on paper, in the plan's language. The same parts as in the PDF."""
    context = plan_context(document, imprint)
    with translation.override(document.language):
        word = _PlanFile(document)
        word.dated(imprint.made_on)
        is_part = document.opens_with == "part"
        if is_part:
            word.head_of_part(context)
        else:
            word.cover(context)
            contents = word.contents()
        for block in context["order"]:
            if "parts" in block:
                word.parts(block["parts"])
            else:
                word.heading(block["title"], 1)
                word.blocks[block["name"]](context)
        if not is_part:
            fill_contents(word.word, contents)
        return put_into(word.data(), "word/document.xml", to_data(document, word.written()))


class _PlanFile(WordFile):
    def __init__(self, document: PlanDocument) -> None:
        super().__init__(document.title, document.organisation, document.language)
        self.document = document
        self.passages: list[Passage] = []  # what is written of each project, to be read back
        self.lines: list[tuple[str, str]] | None = None
        self.piece = ""
        self.headings: list[str] = []
        self.inner_headings: list[Paragraph] = []  # paragraphs, as their words come later
        self.blocks = {
            "brief": self.brief,
            "summary": self.summary,
            "timeline": self.timeline,
            "costs": self.costs,
            "effects": self.effects,
        }
        # A chapter begins on a page of its own, as on paper.
        self.word.styles["Heading 1"].paragraph_format.page_break_before = True

    def cover(self, context: Context) -> None:
        logo = brand.logo()
        if logo is not None:
            is_drawn = logo.content_type == CONTENT_TYPES["svg"]  # which Word has a picture beside
            data = logo_in_dots(logo.data) if is_drawn else logo.data
            self.picture(data, self.document.organisation)
        self.paragraph(self.document.organisation, COVER)
        self.word.add_paragraph(shown(self.document.title), style="Title")
        if context["period"]:
            self.paragraph(context["period"], COVER)
        for line in context["imprint_lines"]:
            self.paragraph(line, IMPRINT)
        if line := left_out_line(self.document):
            self.paragraph(line, IMPRINT)
        self.footer(context["running_line"])

    def head_of_part(self, context: Context) -> None:
        """A project or a chapter that is handed out alone has two lines for a cover."""
        self.paragraph(self.document.title, COVER)
        lines = (self.document.organisation, context["period"], context["running_line"])
        self.paragraph(" · ".join(filter(None, lines)), IMPRINT)
        self.word.styles["Heading 1"].paragraph_format.page_break_before = False
        self.footer()

    def contents(self) -> Paragraph:
        """The place of the contents, which `fill_contents` fills in."""
        title = self.word.add_paragraph(_("Contents"), style="TOC Heading")
        title.paragraph_format.page_break_before = True
        return self.word.add_paragraph()

    def rich_text(self, text: str, level: int, language: str) -> None:
        """A chapter's text: the tokens of reports/texts/rich.py as Word's own parts."""
        # The numberings of the lists that are open, None for bullets.
        lists: list[CT_Num | None] = []
        line = None
        begins_item = False
        for token in to_tokens(text, level):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                is_ordered = token.type == "ordered_list_open"
                start = int(token.attrGet("start") or 1)
                lists.append(self.numbering(start, len(lists) + 1) if is_ordered else None)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                lists.pop()
            elif token.type == "list_item_open":
                begins_item = True
                if value := token.attrGet("value"):
                    lists[-1] = self.numbering(int(value), len(lists))
            elif token.type == "heading_open":
                line = self.word.add_heading(level=int(token.tag[1:]))
                self.inner_headings.append(line)
            elif token.type == "paragraph_open":
                line = self.item(lists[-1], len(lists)) if begins_item else self._line(lists)
                begins_item = False
            elif token.type == "inline" and line is not None:
                self._spans(line, token.children or [], language)

    def _line(self, lists: list[CT_Num | None]) -> Paragraph:
        """A paragraph, or one that goes on with an item of a list."""
        if not lists:
            return self.word.add_paragraph()
        depth = min(len(lists), 3)
        return self.word.add_paragraph(style=f"List Continue{'' if depth == 1 else f' {depth}'}")

    def _spans(self, line: Paragraph, children: list[Token], language: str) -> None:
        bold = italic = False
        link: BaseOxmlElement | None = None
        for token in children:
            if token.type in ("strong_open", "strong_close"):
                bold = token.type == "strong_open"
            elif token.type in ("em_open", "em_close"):
                italic = token.type == "em_open"
            elif token.type == "link_open":
                link = self.link(line, str(token.attrGet("href")))
            elif token.type == "link_close":
                link = None
            else:
                run = line.add_run("\n" if token.type.endswith("break") else shown(token.content))
                run.bold, run.italic = bold or None, italic or None
                if link is not None:
                    self.into_link(link, run)
                if language:
                    in_language(run, language)

    def project(self, part: Context) -> None:
        project, language = part["project"], part["language"]
        facts = [(fact.name, fact.label, fact.value) for fact in part["facts"]]
        self.table((_("Fact"), _("Value")), [fact[1:] for fact in facts], (5, 11.5))
        self.lines = [
            ("name", shown(f"{part['number']} {part['title']}".strip())),
            ("facts", f"{_('Fact')}\t{_('Value')}"),
            *((f"{name}/fact", shown(f"{label}\t{value}")) for name, label, value in facts),
        ]
        # With a label, so that an import of this file knows it from the facts above it.
        self.piece = "description"
        self.labelled_text(_("Description"), project.description, language=language)
        self.piece = "change_effects"
        self.labelled_text(part["changes"].label, part["changes"].text, language=language)
        self.piece = "assessment"
        self._assessment(part["assessment"], language)
        for each in part["texts"]:
            self.piece = each.name
            self.labelled_text(each.label, each.text, each.lines, language)
        if part["left_out"]:
            self.piece = "left_out"
            self.labelled_text(_("Not public"), ", ".join(map(str, part["left_out"])))
        self.passages.append(Passage(part["number"], tuple(self.lines)))
        self.lines = None

    def _assessment(self, assessment: Context, language: str) -> None:
        heading = _("Effects on information management")
        self.label(" · ".join(filter(None, (heading, assessment["screening"]))))
        self.text(assessment["justification"], language)
        for row in assessment["with_effect"]:
            self.label(f"{row['letter']}) {row['title']}: {row['effect']}.")
            self.text(row["text"], language)
        waiting = () if assessment["not_required"] else assessment["unassessed"]
        for words, rows in (
            (_("No effect:"), assessment["without_effect"]),
            (_("Not assessed yet:"), waiting),
        ):
            if rows:
                names = ", ".join(f"{row['letter']}) {row['title']}" for row in rows)
                self.paragraph(f"{words} {names}.")

    def written(self) -> list[Passage]:
        """What the file says, as `reports.reading.own` compares it: its headings, the projects."""
        headings = [*self.headings, *(line.text for line in self.inner_headings)]
        return [Passage("", tuple(("heading", text) for text in headings)), *self.passages]

    def labelled_text(
        self, label: str, text: str, lines: Sequence[str] = (), language: str = ""
    ) -> None:
        super().labelled_text(label, text, lines, language)
        if self.lines is not None:
            items = len(lines)
            first = len(self.lines) - items
            self.lines[first:] = [(f"{self.piece}/item", line) for _p, line in self.lines[first:]]

    def label(self, text: str) -> None:
        super().label(text)
        if self.lines and self.piece != "assessment":
            self.lines[-1] = (f"{self.piece}/label", text)

    def words(self, line: Paragraph, text: str, language: str = "") -> None:
        super().words(line, text, language)
        if self.lines is not None:
            self.lines += [(self.piece, each) for each in shown(text).split("\n") if each.strip()]

    def heading(self, text: str, level: int, language: str = "") -> None:
        super().heading(text, level, language)
        self.headings.append(shown(text))

    def parts(self, rows: list[Context]) -> None:
        for part in rows:
            title = f"{part['number']} {part['title']}".strip()
            self.heading(title, part["level"], part["language"])
            if part["runs_on"]:
                self._on_the_same_page()
            if part["is_project"]:
                self.project(part)
            else:
                self.rich_text(part["text"], part["level"] + 1, part["language"])

    def brief(self, context: Context) -> None:
        for line in context["brief"]:
            self.paragraph(line)
        if flagships := context["flagships"]:
            names = ", ".join(f"{part['number']} {part['title']}" for part in flagships)
            self.paragraph(f"{_('Flagship projects:')} {names}.")

    def summary(self, context: Context) -> None:
        if context["brief"]:
            self._on_the_same_page()
        heads = (_("Project"), _("Service area"), _("Schedule"), _("Cost"))
        rows = [
            (f"{row['number']} {row['title']}", row["place"], row["schedule"], row["cost"])
            for row in context["projects"]
        ]
        self.table(heads, rows, (6, 4, 3, 3.5))

    def timeline(self, context: Context) -> None:
        title = _(
            "Timeline of the projects; the table “Projects at a glance” tells the same in words"
        )
        for timeline in context["timelines"]:
            self.drawing("gantt/timeline.svg", context | {"timeline": timeline}, title)
            if timeline.leaves:
                self.paragraph(_("An arrow at an edge: the project goes on beyond it."), NOTE)
        self.paragraph(" ".join(context["timeline_notes"]), NOTE)

    def costs(self, context: Context) -> None:
        costs = context["costs"]
        title = _(
            "Bars of the costs of each year, from the lowest estimate to the highest; the "
            "table below has the same numbers"
        )
        self.drawing("figures/costs.svg", context, title)
        self.table((_("Year"), _("at least"), _("at most")), costs.rows)
        for note in costs.notes:
            self.paragraph(note, NOTE)

    def effects(self, context: Context) -> None:
        if context["costs"]:
            self._on_the_same_page()
        effects = context["effects"]
        title = _(
            "Heat map: how many projects of each group have an effect on each part of "
            "information management; the table below has the same numbers"
        )
        self.drawing("figures/effects.svg", context, title)
        heads = [_("Group"), *(f"{letter}) {title}" for _x, letter, title in effects.heads)]
        rows = [[row.label, *(cell.words for cell in row.cells)] for row in effects.rows]
        self.table(heads, rows, (5.7, 2.7, 2.7, 2.7, 2.7))

    def _on_the_same_page(self) -> None:
        """The heading that was just written begins no page."""
        self.word.paragraphs[-1].paragraph_format.page_break_before = False

    def drawing(self, name: str, context: Context, title: str) -> None:
        svg = render_to_string(f"reports/{name}", context | {"title": title})
        add_drawing(self.word, svg.strip(), title, TEXT_WIDTH)
