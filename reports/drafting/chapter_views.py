"""The chapters of a plan: written, previewed, ordered, deleted and brought back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.types import Context
from accounts.web.posts import require_POST
from accounts.web.typed_text import key_of, next_address
from projects.editing.edit import edit
from projects.models import Project
from projects.saving.reasons import give_reason
from reports.composing.groups import numbered_groups
from reports.drafting.drafts import drafts_only, plan_to_edit
from reports.drafting.forms import ChapterForm, new_chapter, summary_language
from reports.drafting.moving import (
    Place,
    bring_row_back,
    move_row,
    raise_gone,
    row_buttons,
    take_out_row,
)
from reports.drafting.order import is_alike, move_chapter, removed
from reports.models import ActionPlan, PlanChapter
from reports.templatetags.plan_text import plan_text

PREVIEW = "_preview"
MOST_VERSIONS = 50


@drafts_only
@require_GET
def chapters(request: HttpRequest, pk: int) -> HttpResponse:
    """All chapters of text in the order of the plan, and those that could be written."""
    plan = plan_to_edit(request, pk)
    words = list(plan.chapters.select_related("service_area"))
    groups = numbered_groups(plan, Project.objects.with_area().defer("search_text"), words)
    shown_groups = [group for top in groups for group in (top, *top.units.values())]
    used = {group.chapter.pk for group in shown_groups if group.chapter}
    before = [row for row in words if not row.scope and not row.after_projects]
    after = [row for row in words if row.after_projects]
    gone = removed(PlanChapter, plan)
    just = request.GET.get("removed", "")
    context = {
        "plan": plan,
        "before": _rows(before, 1, request),
        "groups": shown_groups,
        "unused": [row for row in words if row.scope and row.pk not in used],
        "after": _rows(after, len(before) + len(groups) + 1, request),
        "summary_language": summary_language(plan),
        "removed": gone,
        "just_removed": next((row for row in gone if str(row.history_id) == just), None),
    }
    return render(request, "reports/drafting/chapters.html", context)


def _rows(rows: list[PlanChapter], first: int, request: HttpRequest) -> list[Context]:
    buttons = row_buttons([Place(row.pk) for row in rows], request)
    numbered = enumerate(zip(rows, buttons, strict=True), first)
    return [{"number": number, "chapter": row, **shown} for number, (row, shown) in numbered]


@drafts_only
@require_http_methods(["GET", "POST"])
def chapter_new(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_to_edit(request, pk)
    chapter = new_chapter(plan, request.GET.get("kind", "before"))
    if chapter is None:
        raise Http404
    if chapter.scope:
        there = plan.chapters.filter(scope=chapter.scope, service_area=chapter.service_area).first()
        if there is not None and request.method != "POST":
            return redirect("chapter", there.pk)  # somebody has written it meanwhile
    form = ChapterForm(request.POST if request.method == "POST" else None, instance=chapter)
    if request.method != "POST" or PREVIEW in request.POST or not form.is_valid():
        return _page(request, form)
    last = plan.chapters.order_by("-position").first()
    chapter.position = last.position + 1 if last else 1
    form.save()
    messages.success(request, _("The chapter “%(title)s” was added.") % {"title": _name(chapter)})
    return redirect(next_address(request, _place(chapter)))


@drafts_only
@require_http_methods(["GET", "POST"])
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    row = _chapter(request, pk)

    def make_form(data: QueryDict | None) -> ChapterForm:
        return ChapterForm(data, instance=PlanChapter.objects.get(pk=pk))

    def show(form: ChapterForm) -> HttpResponse:
        return _page(request, form)

    def save(form: ChapterForm) -> HttpResponse:
        saved = form.save()
        messages.success(request, _("The chapter “%(title)s” was saved.") % {"title": _name(saved)})
        return redirect(next_address(request, _place(saved)))

    return edit(request, row, make_form, show=show, save=save, looks=[PREVIEW])


def _page(request: HttpRequest, form: ChapterForm) -> HttpResponse:
    """The form, below it the preview if that is asked for."""
    is_preview = PREVIEW in request.POST
    was_wrong = form.is_bound and not form.is_valid()
    chapter = PlanChapter.objects.get(pk=form.instance.pk) if form.instance.pk else form.instance
    context = {
        "form": form,
        "chapter": chapter,
        "plan": chapter.plan,
        "back": next_address(request, reverse("plan-chapters", args=[chapter.plan_id])),
        "name": _name(chapter) if chapter.pk else "",
    }
    if is_preview:
        language = form.data.get("language", "")
        context["preview"] = {
            "title": form.data.get("title", "") or (_name(chapter) if chapter.scope else ""),
            "html": plan_text(form.data.get("text", "")),
            "language": language if language in ("fi", "sv", "en") else chapter.plan.language,
        }
    status = 400 if was_wrong and not is_preview else 200
    return render(request, "reports/drafting/chapter_form.html", context, status=status)


def _name(chapter: PlanChapter) -> str:
    group = chapter.service_area or chapter.get_scope_display()
    return chapter.title or str(group)


def _place(chapter: PlanChapter) -> str:
    """Its row among the chapters."""
    return f"{reverse('plan-chapters', args=[chapter.plan_id])}#chapter-{chapter.pk}"


@drafts_only
@require_POST
def chapter_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = _chapter(request, pk)
    return move_row(request, row, move_chapter, _moved, "plan-chapters")


def _moved(chapter: PlanChapter) -> str:
    rows = [row for row in chapter.plan.chapters.all() if is_alike(row, chapter)]
    place = next(n for n, row in enumerate(rows, 1) if row.pk == chapter.pk)
    words = {"title": _name(chapter), "place": place, "of": len(rows)}
    return _("“%(title)s” is now %(place)s of %(of)s.") % words


@drafts_only
@require_POST
def chapter_looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes away the mark of a chapter that came from an earlier plan."""
    row = _chapter(request, pk)
    if row.is_unread:
        row.is_unread = False
        give_reason(row, _("Looked at"))
        row.save(update_fields=["is_unread"])
    messages.success(request, _("The chapter “%(title)s” was looked at.") % {"title": _name(row)})
    there = reverse("plan-chapters", args=[row.plan_id])
    return redirect(f"{there}?moved={row.pk}&to=name")


@drafts_only
@require_POST
def chapter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = _chapter(request, pk)
    text = _("The chapter “%(title)s” was deleted.") % {"title": _name(row)}
    return take_out_row(request, row, text, "plan-chapters")


@drafts_only
@require_POST
def chapter_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a deleted chapter back (`version`: a history row)."""

    def describe(chapter: PlanChapter | None) -> str:
        if chapter is None:
            return ""
        return _("The chapter “%(title)s” is back.") % {"title": _name(chapter)}

    plan = plan_to_edit(request, pk)
    return bring_row_back(request, PlanChapter, plan, describe, "plan-chapters")


@drafts_only
@require_http_methods(["GET", "POST"])
def chapter_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chapter said before; a POST brings one of the earlier texts back."""
    row = _chapter(request, pk)
    if request.method == "POST":
        version = key_of(request.POST.get("version", ""))
        then = row.history.filter(history_id=version).first()
        if then is None:
            raise Http404
        row.title, row.text, row.language = then.title, then.text, then.language
        row.is_unread = False
        give_reason(row, _("Brought back an earlier text"))
        row.save()
        messages.success(request, _("The earlier text is back."))
        return redirect(_place(row))
    versions: list[PlanChapter] = []  # of its history
    for version in row.history.select_related("history_user")[: MOST_VERSIONS * 4]:
        text = (version.title, version.text, version.language)
        # Moving a chapter is a version too, and says nothing new of its text.
        if versions and text == (versions[-1].title, versions[-1].text, versions[-1].language):
            versions[-1] = version
        else:
            versions.append(version)
    context = {
        "chapter": row,
        "plan": row.plan,
        "name": _name(row),
        "versions": [(version, plan_text(version.text)) for version in versions[:MOST_VERSIONS]],
    }
    return render(request, "reports/drafting/chapter_history.html", context)


def _chapter(request: HttpRequest, pk: int) -> PlanChapter:
    """A chapter of a plan that may be changed."""
    plans = ActionPlan.objects.visible_to(request.user)
    row = PlanChapter.objects.filter(pk=pk, plan__in=plans).select_related("plan").first()
    if row is None:
        raise_gone(request, PlanChapter, pk)
    row.plan = plan_to_edit(request, row.plan_id)
    return get_object_or_404(PlanChapter.objects.select_related("plan", "service_area"), pk=pk)
