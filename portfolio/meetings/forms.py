"""Forms of a meeting: what it is, its agenda, and what is written in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, cast

from django import forms
from django.forms.models import inlineformset_factory, modelform_factory
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from accounts.types import AnyUser, Cleaned
from accounts.web.people_fields import People, name_people, name_person, with_more
from portfolio.reporting.form import ReportForm
from portfolio.sections.fields import ProjectNameField, field_of_request, form_field
from portfolio.sections.rows import OrderedRows, OrderField, RowForm, Unjudged
from projects.confidentiality import Piece
from projects.editing.form_state import VersionField
from projects.models import EntryKind, Meeting, MeetingEntry, MeetingItem, Project, StatusReport
from projects.models.parts.part import LAST
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once
from projects.status_reports import report
from projects.values.choices import LIGHTS, Status


class MeetingForm(Unjudged, forms.ModelForm):
    """When who meets. `rows` are those of the agenda, where it is edited with them."""

    rows: ItemRows
    version = VersionField()

    class Meta:
        model = Meeting
        fields = ("group", "day", "participants", "other_people")
        formfield_callback = form_field

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = self.initial.get("participants") or ()  # people, or their keys
        chosen = [getattr(each, "pk", each) for each in named]
        name_people(self, "participants", People(), list(User.objects.filter(pk__in=chosen)))
        self.fields["group"].widget.attrs["list"] = "groups"

    def clean(self) -> Cleaned | None:
        values = super().clean()
        if values:
            values["participants"] = with_more(values, "participants")
        return values

    @property
    def address(self) -> str:
        return reverse("meeting-edit", args=[self.instance.pk])

    def take_rows(self, rows: ItemRows) -> None:
        self.rows = rows
        self.fields[rows.order_name] = OrderField(rows)

    def unjudge(self) -> None:
        self.is_judged = False
        self.rows.unjudge()


class ItemRow(RowForm):
    """A project of the agenda: named where it is new. A new one comes last until it is moved."""

    named_by = "project"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.pk:
            del self.fields["project"]
        else:
            self.fields["project"] = ProjectNameField(self.user, None)
            self.fields["project"].label = _("Project")
            self.instance.position = LAST
        self.fields["asks"].widget.attrs["rows"] = 2
        self.order_fields(["project", "asks"])

    def take_focus(self) -> None:
        first = next(iter(self.visible_fields()))
        first.field.widget.attrs["autofocus"] = True


class ItemRows(OrderedRows):
    """Whoever sees less of the portfolio leaves the rest of the agenda where it is."""

    title, kind = gettext_lazy("Projects"), gettext_lazy("project")  # type: ignore[assignment]

    def places(self) -> Iterator[int]:
        others = MeetingItem.objects.filter(meeting=self.instance)
        hidden = others.exclude(pk__in=[row.pk for row in self.get_queryset()])
        taken = set(hidden.values_list("position", flat=True))
        return (place for place in count(1) if place not in taken)


def agenda_rows(meeting: Meeting, user: AnyUser, data: QueryDict | None) -> ItemRows:
    made: type[Any] = inlineformset_factory(
        Meeting,
        MeetingItem,
        form=ItemRow,
        formset=ItemRows,
        fields=("project", "asks"),
        extra=1,
        can_delete_extra=False,
        formfield_callback=field_of_request,
    )
    shown = MeetingItem.objects.visible_to(user).select_related("project")
    return made(
        data, instance=meeting, queryset=shown, form_kwargs={"user": user, "people": People()}
    )


class EntryForm(forms.ModelForm):
    """A decision, an action or a note. Only an action has somebody who does it, and a day."""

    version = VersionField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        text = self.fields["text"]
        text.label = EntryKind(self.instance.kind).label
        text.widget.attrs["rows"] = 2
        if "owner" in self.fields:
            self.fields["owner_name"].label = pgettext("of an action", "Or by name")
            name_person(self, "owner", People(), self.instance.owner)

    def clean(self) -> Cleaned | None:
        values = super().clean()
        if "owner" in self.fields and values and values.get("owner"):
            values["owner_name"] = ""  # who has an account is named by it
        return values


def entry_form(entry: MeetingEntry, data: QueryDict | None) -> EntryForm:
    """The form of a new entry, or of one that is there."""
    fields = ["text"]
    if entry.is_action:
        fields += ["owner", "owner_name", "due"]
    made: type[Any] = modelform_factory(
        MeetingEntry, form=EntryForm, fields=fields, formfield_callback=field_of_request
    )
    made_id = f"{entry.kind}_%s" if entry.pk is None else "id_%s"
    form: EntryForm = made(data, instance=entry, auto_id=made_id)
    return form


class StandForm(ReportForm):
    """How the project stands now: a report as in the round, and the status of the project."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Status.choices)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, project: Project, author: AnyUser, *args: object, **more: object) -> None:
        super().__init__(project, author, *args, **more | {"prefix": "stand"})
        self.heading = ""
        if Piece.REPORTS in project.hidden_from(author):
            for name in (*LIGHTS, "text", "forecast_end", "unchanged", "seen"):
                self.fields.pop(name, None)
        self.initial.update(status=project.status, was=project.status)
        self.order_fields(["status", *LIGHTS, "text", "forecast_end", "unchanged", "seen", "was"])

    @property
    def reports(self) -> bool:
        said = {*LIGHTS, "text", "forecast_end", "unchanged"}
        return bool(said & set(self.changed_data))

    @property
    def changes_status(self) -> bool:
        return "status" in self.changed_data

    @property
    def is_filled(self) -> bool:
        return self.is_bound and (self.reports or self.changes_status)

    @property
    def lights(self) -> list[forms.BoundField]:
        return [self[name] for name in LIGHTS if name in self.fields]

    def clean(self) -> Cleaned:
        values = super().clean() if self.reports else self.cleaned_data
        was, now, wanted = values.get("was"), self.project.status, values.get("status")
        if was in Status.values and was != now and wanted not in (was, now):
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("was")] = now  # who sends it again has been told
            self.data = data
            self.add_error(
                "status",
                _("Somebody else changed the status to “%(theirs)s” in between. Yours is "
                  "“%(yours)s”: choose which holds, then save.")
                % {"theirs": Status(now).label, "yours": Status(str(wanted)).label},
            )  # fmt: skip
        elif was in Status.values and was != now and wanted == was:
            values["status"] = now  # it was left as it stood: theirs holds
        return values

    @renewed_once()
    def save_stand(self, meeting: Meeting, author: User) -> StatusReport | None:
        """Saves what was said as made in the meeting; the report, if it is a new one."""
        values = self.cleaned_data
        project = Project.objects.select_related("last_report").get(pk=self.project.pk)
        if values["status"] != project.status:
            project.status = values["status"]
            give_reason(project, meeting.reason)
            project.save()
        if not self.reports or self.is_saved:
            return None
        said = {name: values[name] for name in (*LIGHTS, "text", "forecast_end")}
        unchanged = bool(values.get("unchanged"))
        return report(project, author, unchanged=unchanged, reason=meeting.reason, **said)


def groups_before(user: AnyUser) -> list[str]:
    """Names of groups that met before, to be offered while one is typed."""
    rows = Meeting.objects.visible_to(user).order_by("group").values_list("group", flat=True)
    return list(rows.distinct()[:200])
