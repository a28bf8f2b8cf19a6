"""Spreadsheets of projects, areas and goals: one list of columns for import and export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import models
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from import_export.widgets import Widget

from accounts.types import AnyUser
from projects.confidentiality import Piece, hidden_fields
from projects.fields import reader_language
from projects.models import Project, ServiceArea, StrategicGoal
from projects.sheets.files import needed_number
from projects.sheets.headings import in_every_language
from projects.sheets.names import AmbiguousName, AreaNames, UnknownName, joined, names_in
from projects.sheets.versions import with_version
from projects.sheets.writing import NARROW, Shape, SheetColumn, SheetPage


class UnknownCell(ValueError):
    """A cell names a row that there is not, or more than one."""


class WholeWidget(Widget):
    """A whole number, in both directions."""

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> int:
        return needed_number(value)

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> object:
        return value


class KnownChoices:
    """Choices by what people write for them: in any language of the site, the reader's first."""

    def __init__(self, choices: Mapping[str, object]) -> None:
        self._choices = choices
        self._by_language: dict[str, dict[str, str]] = {}

    def code_of(self, text: str) -> str | None:
        language = reader_language()
        if language not in self._by_language:
            self._by_language[language] = self._words()
        return self._by_language[language].get(text.casefold())

    def _words(self) -> dict[str, str]:
        names = {str(code): in_every_language(label) for code, label in self._choices.items()}
        ranked = [
            (rank, name.casefold(), code)
            for code, words in names.items()
            for rank, name in enumerate([words[0], code, *words[1:]])
        ]
        return {name: code for _rank, name, code in sorted(ranked, reverse=True)}


class ChoiceWidget(Widget):
    """A choice by its name in any language of the site, or by its code."""

    def __init__(self, field: models.Field) -> None:
        super().__init__()
        self.choices = dict(field.flatchoices)
        self.known = KnownChoices(self.choices)
        self.blank = field.blank
        self.default = field.get_default()

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> str:
        text = str(value or "").strip()
        if not text:
            if self.blank or self.default:
                return str(self.default or "")
            raise ValueError(_("This column needs a value."))
        if code := self.known.code_of(text):
            return code
        known = ", ".join(str(label) for label in self.choices.values())
        raise ValueError(
            _("“%(value)s” is none of the choices: %(known)s.") % {"value": text, "known": known}
        )

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> str:
        return str(self.choices.get(value, value or ""))


class AreaWidget(Widget):
    """An area by its name, or by its path where others have the same name."""

    @cached_property
    def names(self) -> AreaNames:
        rows = ServiceArea.objects.without_tree_fields().order_by()
        return AreaNames(rows.values_list("pk", "name", "parent"))

    def forget(self) -> None:
        """Areas were saved: they are asked for again."""
        self.__dict__.pop("names", None)

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return self.names.key_of(text)
        except UnknownName as error:
            raise UnknownCell(_("There is no “%(value)s”.") % {"value": error.name}) from None
        except AmbiguousName as error:
            words = {"value": error.name, "choices": ", ".join(f"“{c}”" for c in error.choices)}
            raise UnknownCell(
                _("There is more than one “%(value)s”. Write one of these: %(choices)s.") % words
            ) from None

    def render(self, value: int | None, obj: models.Model | None = None, **kwargs: object) -> str:
        return self.names.text_of(value) if value else ""


class GoalsWidget(Widget):
    """Goals by their names; a name that does not exist is an error, not left out."""

    @cached_property
    def known(self) -> dict[str, StrategicGoal]:
        return {goal.name: goal for goal in StrategicGoal.objects.all()}

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> list[StrategicGoal]:
        try:
            return [self.known[name] for name in names_in(str(value or ""), self.known)]
        except UnknownName as error:
            raise UnknownCell(_("There is no “%(value)s”.") % {"value": error.name}) from None

    def render(self, value: Any, obj: models.Model | None = None, **kwargs: object) -> str:
        goals = value.all() if hasattr(value, "all") else value or ()
        return joined(goal.name for goal in goals)


class YesNoWidget(Widget):
    YES = {"1", "true", "x", "yes", "kyllä", "ja", "tosi", "sant"}
    NO = {"", "0", "false", "no", "ei", "nej", "epätosi", "falskt"}

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> bool:
        text = str(value if value is not None else "").strip().casefold()
        if text not in self.YES | self.NO:
            raise ValueError(_("Write yes or no."))
        return text in self.YES

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> str:
        return str(_("yes") if value else _("no"))


def _column(model: type[models.Model], name: str, widget: Widget | None = None) -> fields.Field:
    source = cast("models.Field", model._meta.get_field(name))
    if widget is None:
        widget = ChoiceWidget(source) if source.choices else Widget()
    # A row that is named is kept by its number, so that nothing asks for it.
    attribute = source.attname if source.many_to_one else name
    return fields.Field(
        attribute=attribute, column_name=source.verbose_name, widget=widget, default=""
    )


class NamesWidget(Widget):
    """Names chosen from a list, in the reader's language or as codes, with a semicolon between."""

    def __init__(self, options: Iterable[tuple[str, str | Promise]]) -> None:
        super().__init__()
        self.options = dict(options)
        self.known = KnownChoices(self.options)

    def clean(
        self, value: object, row: Mapping[str, object] | None = None, **kwargs: object
    ) -> tuple[str, ...]:
        chosen = []
        for name in str(value or "").split(";"):
            if text := name.strip():
                code = self.known.code_of(text)
                if code is None:
                    raise ValueError(_("There is no “%(value)s”.") % {"value": text})
                chosen.append(code)
        return tuple(sorted(chosen))

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> str:
        return "; ".join(str(self.options[name]) for name in value or ())


class SheetResource(resources.ModelResource):
    """The columns of a model: written here, and read by `projects.sheets.reading`."""

    LEFT_OUT = _("(not public)")

    number = fields.Field(attribute="id", column_name=_("number"), widget=WholeWidget())
    version = fields.Field(
        attribute="sheet_version", column_name=_("version"), widget=WholeWidget(), readonly=True
    )
    """Of the row when the sheet was made, so that what others change later is not taken back."""
    checks_other_rows = False
    """Whether a row is checked against the others of its sheet, and so saved before the next."""

    def __init__(self, reader: AnyUser | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    def page(
        self, rows: Iterable[models.Model], title: str, chosen: Iterable[str] | None = None
    ) -> SheetPage:
        """The rows with the chosen fields, or with all, as they are written to a file."""
        data = self.export(rows, export_fields=chosen)
        whole = {
            str(field.column_name)
            for field in self.fields.values()
            if isinstance(field.widget, WholeWidget)
        }
        version = str(self.fields["version"].column_name)
        columns = [
            SheetColumn(head, Shape.WHOLE, NARROW, is_hidden=head == version)
            if head in whole
            else SheetColumn(head)
            for head in data.headers
        ]
        return SheetPage(title, columns, data)

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> object:
        return with_version(queryset)


class ProjectResource(SheetResource):
    """Projects, a row each. Areas and goals are named; texts come as they are."""

    name = _column(Project, "name")
    scope = _column(Project, "scope")
    service_area = _column(Project, "service_area", AreaWidget())
    status = _column(Project, "status")
    priority = _column(Project, "priority")
    is_flagship = _column(Project, "is_flagship", YesNoWidget())
    is_not_public = _column(Project, "is_not_public", YesNoWidget())
    not_public_fields = _column(Project, "not_public_fields", NamesWidget(Piece.choices))
    description = _column(Project, "description")
    change_effects = _column(Project, "change_effects")
    strategic_goals = _column(Project, "strategic_goals", GoalsWidget())
    strategic_goal_text = _column(Project, "strategic_goal_text")
    schedule_text = _column(Project, "schedule_text")
    likelihood = _column(Project, "likelihood")
    likelihood_text = _column(Project, "likelihood_text")
    responsible_party = _column(Project, "responsible_party")
    responsible_text = _column(Project, "responsible_text")
    cost_text = _column(Project, "cost_text")
    resource_text = _column(Project, "resource_text")
    owner_name = _column(Project, "owner_name")
    manager_name = _column(Project, "manager_name")
    language = _column(Project, "language")
    notes = _column(Project, "notes")

    class Meta:
        model = Project
        fields = (
            "number", "name", "scope", "service_area", "status", "priority", "is_flagship",
            "is_not_public", "not_public_fields", "description", "change_effects",
            "strategic_goals", "strategic_goal_text", "schedule_text", "likelihood",
            "likelihood_text", "responsible_party", "responsible_text", "cost_text",
            "resource_text", "owner_name", "manager_name", "language", "notes", "version",
        )  # fmt: skip

    def export_field(self, field: fields.Field, instance: models.Model, **kwargs: object) -> object:
        """A field that the reader may not see says so instead of its text."""
        hidden = instance.hidden_from(self.reader) if self.reader else ()
        if field.attribute in hidden_fields(Project, hidden):
            return str(self.LEFT_OUT)
        return super().export_field(field, instance, **kwargs)

    def filter_export(self, queryset: models.QuerySet, **kwargs: object) -> object:
        return super().filter_export(queryset, **kwargs).prefetch_related("strategic_goals")


class ServiceAreaResource(SheetResource):
    checks_other_rows = True  # names are unique in their place, and areas stand below others

    name = _column(ServiceArea, "name")
    parent = _column(ServiceArea, "parent", AreaWidget())
    position = _column(ServiceArea, "position", WholeWidget())

    class Meta:
        model = ServiceArea
        fields = ("number", "name", "parent", "position", "version")


class StrategicGoalResource(SheetResource):
    checks_other_rows = True  # names are unique

    name = _column(StrategicGoal, "name")
    description = _column(StrategicGoal, "description")
    position = _column(StrategicGoal, "position", WholeWidget())

    class Meta:
        model = StrategicGoal
        fields = ("number", "name", "description", "position", "version")
