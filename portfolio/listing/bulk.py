"""One change for many projects: chosen, looked over, then made."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.types import Context
from accounts.web.posts import keeps_draft
from accounts.web.typed_text import is_key
from portfolio.listing.page import plain_query
from portfolio.listing.request import ListRequest
from projects.models import Project, StrategicGoal
from projects.plain_texts import PlainFormField
from projects.saving.many import change_many
from projects.values.choices import Likelihood, Priority, ResponsibleParty, Status

MOST = 500
SALT = "salkku.bulk"
AS_IT_IS = [("", gettext_lazy("as it is"))]
FIELDS = ("status", "likelihood", "priority", "responsible_party", "is_flagship")


class BulkForm(forms.Form):
    """What to change; a field that is left alone changes nothing."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[*AS_IT_IS, *Status.choices], required=False
    )
    likelihood = forms.ChoiceField(
        label=gettext_lazy("Keeping the schedule"),
        choices=[*AS_IT_IS, *Likelihood.choices],
        required=False,
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=[*AS_IT_IS, *Priority.choices], required=False
    )
    responsible_party = forms.ChoiceField(
        label=gettext_lazy("Answers for the schedule"),
        choices=[*AS_IT_IS, *ResponsibleParty.choices],
        required=False,
    )
    is_flagship = forms.TypedChoiceField(
        label=gettext_lazy("Flagship project"),
        choices=[*AS_IT_IS, ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        coerce=lambda value: value == "yes",
        empty_value="",
        required=False,
    )
    add_goal = forms.ModelChoiceField(
        label=gettext_lazy("Add the strategic goal"),
        queryset=StrategicGoal.objects.all(),
        empty_label=AS_IT_IS[0][1],
        required=False,
    )
    reason = PlainFormField(
        label=gettext_lazy("Reason for the change"), max_length=500, required=False
    )

    def clean(self) -> Context:
        values = super().clean() or {}
        if not any(values.get(name) not in ("", None) for name in (*FIELDS, "add_goal")):
            raise forms.ValidationError(_("Choose at least one thing to change."))
        return values


@dataclass(frozen=True)
class BulkChange:
    """A project of the preview with what would change in it."""

    project: Project
    changes: list[tuple[str, str, str]]


@require_http_methods(["GET", "POST"])
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """Choose → what to change → preview → done; nothing is saved before the preview."""
    if not request.user.has_perm("projects.change_project"):
        raise PermissionDenied
    if request.method == "GET":  # the address by itself: there is nothing chosen
        return redirect("project-list")
    query = QueryDict(request.POST.get("query", ""))
    back = f"{reverse('project-list')}?{plain_query(query) or 'all=1'}"
    projects, left = _chosen(request, query)
    if not projects:
        messages.warning(request, _("Choose the projects first: mark them in the list."))
        return keeps_draft(redirect(back))
    if len(projects) > MOST:
        text = _("At most %(n)s projects are changed at once. Narrow the filters.")
        messages.warning(request, text % {"n": MOST})
        return keeps_draft(redirect(back))
    context = {"projects": projects, "left": left, "back": back, "query": plain_query(query)}
    if "step" not in request.POST:
        return render(request, "portfolio/list/bulk.html", context | {"form": BulkForm()})
    form = BulkForm(request.POST)
    context["form"] = form
    if not form.is_valid() or request.POST["step"] == "choose":
        return render(request, "portfolio/list/bulk.html", context)
    lines = [line for line in (_line(project, form) for project in projects) if line.changes]
    if request.POST["step"] != "save":
        context |= {"lines": lines, "seen": _token(projects), "same": len(projects) - len(lines)}
        return render(request, "portfolio/list/bulk_preview.html", context)
    changed, overtaken = _save(request, [line.project.pk for line in lines], form)
    text = ngettext("%(n)s project was changed.", "%(n)s projects were changed.", changed)
    messages.success(request, text % {"n": changed})
    if overtaken:
        text = _("Changed by somebody else after the preview, and left as they are: %(names)s")
        messages.warning(request, text % {"names": ", ".join(overtaken)})
    return redirect(back)


def _chosen(request: HttpRequest, query: QueryDict) -> tuple[list[Project], int]:
    """The marked projects, or all hits; and how many of them are not the user's to edit."""
    if request.POST.get("every"):
        rows = ListRequest(query, request.user).filters.narrowed()
    else:
        keys = [key for key in request.POST.getlist("id")[: MOST + 1] if is_key(key)]
        rows = Project.objects.visible_to(request.user).filter(pk__in=keys)
    mine = rows.filter(pk__in=Project.objects.editable_by(request.user).values("pk"))
    found = list(mine.prefetch_related("strategic_goals").order_by("name_key", "pk")[: MOST + 1])
    return found, rows.count() - mine.count()


def _line(project: Project, form: BulkForm) -> BulkChange:
    changes = []
    for name in FIELDS:
        value = form.cleaned_data[name]
        if value != "" and value != getattr(project, name):
            words = {str(code): str(label) for code, label in form.fields[name].choices}
            before = getattr(project, name)
            if name == "is_flagship":
                before, value = ("yes" if before else "no"), ("yes" if value else "no")
            shown = words.get(before, before) if before else _("not known")
            changes.append((str(form.fields[name].label), shown, words[value]))
    goal = form.cleaned_data["add_goal"]
    if goal is not None and goal not in project.strategic_goals.all():
        before = ", ".join(each.name for each in project.strategic_goals.all())
        label = str(Project._meta.get_field("strategic_goals").verbose_name).capitalize()
        after = f"{before}, {goal}" if before else str(goal)
        changes.append((label, before or _("empty"), after))
    return BulkChange(project, changes)


def _state(project: Project) -> list[object]:
    goals = sorted(goal.pk for goal in project.strategic_goals.all())
    return [*(getattr(project, name) for name in FIELDS), goals]


def _token(projects: list[Project]) -> str:
    """What the preview showed, so that a change in between is found."""
    return signing.dumps({str(p.pk): _state(p) for p in projects}, salt=SALT, compress=True)


@transaction.atomic
def _save(request: HttpRequest, keys: list[int], form: BulkForm) -> tuple[int, list[str]]:
    """How many projects were changed, and the names of those that somebody else changed first."""
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        seen = {}
    goal = form.cleaned_data["add_goal"]
    values = {name: form.cleaned_data[name] for name in FIELDS if form.cleaned_data[name] != ""}
    changed, goals, overtaken = [], {}, []
    rows = (
        Project.objects.editable_by(request.user)
        .filter(pk__in=keys)
        .select_for_update(of=("self",))
    )
    for project in rows.prefetch_related("strategic_goals"):
        if seen.get(str(project.pk)) != _state(project):
            overtaken.append(project.name)
            continue
        for name, value in values.items():
            setattr(project, name, value)
        if goal is not None:
            goals[project.pk] = {*project.strategic_goals.all(), goal}
        changed.append(project)
    change_many(changed, values, request.user, form.cleaned_data["reason"], goals=goals)
    return len(changed), overtaken
