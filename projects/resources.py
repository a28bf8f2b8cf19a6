"""Spreadsheets of projects, areas and goals: one list of columns for import and export."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, Widget

from projects.confidentiality import Piece, hidden_fields
from projects.models import Project, ServiceArea, StrategicGoal

# What spreadsheet programs read as the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def no_formula(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class ChoiceWidget(Widget):
    """A choice by its name in the reader's language, or by its code."""

    def __init__(self, field: Any) -> None:
        super().__init__()
        self.choices = dict(field.flatchoices)
        self.blank = field.blank
        self.default = field.get_default()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip()
        if not text:
            if self.blank or self.default:
                return str(self.default or "")
            raise ValueError(_("This column needs a value."))
        for code, label in self.choices.items():
            if text.casefold() in (str(code).casefold(), str(label).casefold()):
                return str(code)
        known = ", ".join(str(label) for label in self.choices.values())
        raise ValueError(
            _("“%(value)s” is none of the choices: %(known)s.") % {"value": text, "known": known}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices.get(value, value or ""))


class NamedRowWidget(ForeignKeyWidget):
    """Another row by its name; says so where there is none or more than one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            raise ValueError(_("There is no “%(value)s”.") % {"value": value}) from None
        except self.model.MultipleObjectsReturned:
            raise ValueError(_("There is more than one “%(value)s”.") % {"value": value}) from None


class NamedRowsWidget(ManyToManyWidget):
    """Other rows by their names; a name that does not exist is an error, not left out."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        names = {name.strip() for name in str(value or "").split(self.separator)} - {""}
        found = self.model.objects.filter(name__in=names)
        unknown = sorted(names - {str(each) for each in found})
        if unknown:
            raise ValueError(_("There is no “%(value)s”.") % {"value": unknown[0]})
        return found


class YesNoWidget(Widget):
    YES = {"1", "true", "x", "yes", "kyllä", "ja"}
    NO = {"", "0", "false", "no", "ei", "nej"}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = str(value if value is not None else "").strip().casefold()
        if text not in self.YES | self.NO:
            raise ValueError(_("Write yes or no."))
        return text in self.YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(_("yes") if value else _("no"))


def _column(model: Any, name: str, widget: Any = None) -> fields.Field:
    source = model._meta.get_field(name)
    if widget is None:
        widget = ChoiceWidget(source) if source.choices else Widget()
    return fields.Field(attribute=name, column_name=source.verbose_name, widget=widget, default="")


class NamesWidget(Widget):
    """Names chosen from a list, in the reader's language or as codes, with a semicolon between."""

    def __init__(self, options: Any) -> None:
        super().__init__()
        self.options = dict(options)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[str, ...]:
        known = {str(label).casefold(): code for code, label in self.options.items()}
        known |= {code: code for code in self.options}
        chosen = []
        for name in str(value or "").split(";"):
            if text := name.strip():
                if text.casefold() not in known:
                    raise ValueError(_("There is no “%(value)s”.") % {"value": text})
                chosen.append(known[text.casefold()])
        return tuple(sorted(chosen))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(str(self.options[name]) for name in value or ())


class HistoryResource(resources.ModelResource):
    """An import whose rows go to the history with who and which file; all rows or none."""

    number = fields.Field(attribute="id", column_name=_("number"), widget=Widget())

    def __init__(self, reader: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    class Meta:
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        import_id_fields = ("number",)

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        return no_formula(super().export_field(field, instance, **kwargs))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """The apostrophe of an export goes again."""
        for name, value in row.items():
            if isinstance(value, str) and value.startswith("'") and value[1:].startswith(FORMULA):
                row[name] = value[1:]
        super().before_import_row(row, **kwargs)

    def get_import_fields(self) -> Any:
        for field in super().get_import_fields():
            field.column_name = str(field.column_name)
            yield field

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """A sheet of new rows needs no column of numbers."""
        number = str(self.fields["number"].column_name)
        if dataset.headers and number not in dataset.headers:
            dataset.append_col([""] * len(dataset), header=number)

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        number = row.get(str(self.fields["number"].column_name))
        if number in (None, ""):
            return None
        try:
            return self.get_queryset().filter(pk=int(number)).first()
        except (TypeError, ValueError):
            raise ValueError(_("“%(value)s” is not a number.") % {"value": number}) from None

    def import_field(
        self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kw: Any
    ) -> None:
        if field is not self.fields["number"]:
            super().import_field(field, instance, row, is_m2m, **kw)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        name = kwargs.get("file_name") or ""
        instance._change_reason = (_("Imported from %(file)s") % {"file": name})[:500]
        instance._history_user = kwargs.get("user")


class ProjectResource(HistoryResource):
    """Projects, a row each. Areas and goals are named; texts come as they are."""

    LEFT_OUT = _("(not public)")

    name = _column(Project, "name")
    scope = _column(Project, "scope")
    service_area = _column(Project, "service_area", NamedRowWidget(ServiceArea, field="name"))
    status = _column(Project, "status")
    priority = _column(Project, "priority")
    is_flagship = _column(Project, "is_flagship", YesNoWidget())
    is_not_public = _column(Project, "is_not_public", YesNoWidget())
    not_public_fields = _column(Project, "not_public_fields", NamesWidget(Piece.choices))
    description = _column(Project, "description")
    change_effects = _column(Project, "change_effects")
    strategic_goals = _column(
        Project, "strategic_goals", NamedRowsWidget(StrategicGoal, field="name", separator=";")
    )
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

    class Meta(HistoryResource.Meta):
        model = Project
        fields = (
            "number", "name", "scope", "service_area", "status", "priority", "is_flagship",
            "is_not_public", "not_public_fields", "description", "change_effects",
            "strategic_goals", "strategic_goal_text", "schedule_text", "likelihood",
            "likelihood_text", "responsible_party", "responsible_text", "cost_text",
            "resource_text", "owner_name", "manager_name", "language", "notes",
        )  # fmt: skip

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """A field that the reader may not see says so instead of its text."""
        hidden = instance.hidden_from(self.reader) if self.reader else ()
        if field.attribute in hidden_fields(Project, hidden):
            return str(self.LEFT_OUT)
        return super().export_field(field, instance, **kwargs)

    def import_field(
        self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kw: Any
    ) -> None:
        if str(row.get(field.column_name) or "") == str(self.LEFT_OUT):
            raise ValueError(
                _("This sheet was made for a reader who may not see this text. Remove the column.")
            )
        super().import_field(field, instance, row, is_m2m, **kw)


class ServiceAreaResource(HistoryResource):
    name = _column(ServiceArea, "name")
    parent = _column(ServiceArea, "parent", NamedRowWidget(ServiceArea, field="name"))
    position = _column(ServiceArea, "position", Widget())

    class Meta(HistoryResource.Meta):
        model = ServiceArea
        fields = ("number", "name", "parent", "position")


class StrategicGoalResource(HistoryResource):
    name = _column(StrategicGoal, "name")
    description = _column(StrategicGoal, "description")
    position = _column(StrategicGoal, "position", Widget())

    class Meta(HistoryResource.Meta):
        model = StrategicGoal
        fields = ("number", "name", "description", "position")
