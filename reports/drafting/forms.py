"""Forms of the round: opening a plan, its cover, and a chapter of text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Context
from accounts.web.typed_text import is_key
from projects.editing.edit import DRAFT
from projects.editing.form_state import VersionField
from projects.models import ServiceArea
from projects.plain_texts import PlainFormField
from projects.values.choices import Scope
from reports.drafting.periods import PeriodField
from reports.models import ActionPlan, PlanChapter
from reports.models.plans import LONGEST_CHAPTER


def is_draft_of_the_browser(form: forms.BaseForm) -> bool:
    """Whether what was sent is text that the browser kept (static/salkku/drafts.js)."""
    return DRAFT in form.data


class CoverForm(forms.ModelForm):
    """What the plan is called, whose it is, in which language and for which time."""

    period = PeriodField()
    version = VersionField()

    class Meta:
        model = ActionPlan
        fields = ("title", "organisation", "language", "opens_with")
        widgets = {"opens_with": forms.RadioSelect}

    field_order: tuple[str, ...] = ("title", "period", "organisation", "language", "opens_with")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_with"].required = False  # one of the two is always chosen
        start, end = self.instance.period_start, self.instance.period_end
        if start and end:
            self.initial["period"] = self.fields["period"].prepare_value((start, end))

    def clean_opens_with(self) -> str:
        return str(self.cleaned_data["opens_with"] or self.instance.opens_with)

    def clean(self) -> Context:
        values = super().clean() or {}
        if period := values.get("period"):
            self.instance.period_start, self.instance.period_end = period
        if is_draft_of_the_browser(self):
            raise forms.ValidationError(_("This is your draft. Check it and save it."))
        return values


class NewPlanForm(CoverForm):
    """A plan to be opened, from scratch or from an earlier one."""

    earlier = forms.ModelChoiceField(
        label=gettext_lazy("Begin with"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=gettext_lazy("an empty plan"),
        help_text=gettext_lazy(
            "From an earlier plan come the chapters, the order, and the projects that are not "
            "over and whose schedule reaches into the period. You are told what was left out."
        ),
    )

    field_order: tuple[str, ...] = (
        "title", "period", "earlier", "organisation", "language", "opens_with",
    )  # fmt: skip

    def __init__(self, user: AnyUser, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        plans = ActionPlan.objects.visible_to(user)
        self.fields["earlier"].queryset = plans
        self.initial.setdefault("organisation", settings.ORGANISATION_NAME)
        self.initial.setdefault("earlier", plans.first())

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if ActionPlan.objects.filter(title=title).exists():
            raise forms.ValidationError(
                _("There is already a plan with this title. Give this one another.")
            )
        return title


class ChapterForm(forms.ModelForm):
    """A chapter of a plan that the form is told; what it introduces is said beforehand."""

    # No maxlength in the browser: it would cut a pasted text off without a word.
    text = PlainFormField(
        label=gettext_lazy("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 22, "aria-describedby": "how-to-write"}),
    )
    version = VersionField()

    class Meta:
        model = PlanChapter
        fields = ("title", "text", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapter: PlanChapter = self.instance
        self.fields["language"].choices = [
            ("", _("the language of the plan (%(name)s)") % {
                "name": chapter.plan.get_language_display()
            }),
            *[(code, name) for code, name in settings.LANGUAGES if code != chapter.plan.language],
        ]  # fmt: skip
        self.fields["language"].help_text = ""
        self.fields["title"].widget.attrs["autofocus"] = not chapter.pk
        if chapter.scope:
            self.fields["title"].help_text = _(
                "Empty: “%(title)s”, as the chapter is called without an introduction."
            ) % {"title": chapter.service_area or Scope(chapter.scope).label}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) > LONGEST_CHAPTER:
            raise forms.ValidationError(
                _(
                    "The text is %(length)s characters long; a chapter holds %(most)s at most. "
                    "Nothing of it is lost: it still stands below. Make two chapters of it, or "
                    "leave pictures' and tables' codes out."
                )
                % {"length": _thousands(len(text)), "most": _thousands(LONGEST_CHAPTER)}
            )
        return text

    def clean(self) -> Context:
        values = super().clean() or {}
        if is_draft_of_the_browser(self):
            raise forms.ValidationError(_("This is your draft. Check it and save it."))
        return values

    def save(self, commit: bool = True) -> PlanChapter:
        """Who saves a chapter has looked at it."""
        self.instance.is_unread = False
        saved: PlanChapter = super().save(commit)
        return saved


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def summary_language(plan: ActionPlan) -> str:
    """The other national language: a Finnish plan's summary is Swedish, a Swedish one's Finnish."""
    return "fi" if plan.language == "sv" else "sv"


SUMMARY = {"sv": "Sammandrag", "fi": "Tiivistelmä"}
"""What a summary is called in its own language."""


def new_chapter(plan: ActionPlan, kind: str) -> PlanChapter | None:
    """An unsaved chapter: `before`, `after`, `summary`, `scope-infrastructure`, `area-12`."""
    chapter = PlanChapter(plan=plan)
    what, _dash, which = kind.partition("-")
    if what == "after":
        chapter.after_projects = True
    elif what == "summary":
        chapter.language = summary_language(plan)
        chapter.title = SUMMARY[chapter.language]
    elif what == "scope" and which in (Scope.INFRASTRUCTURE, Scope.CITY_WIDE):
        chapter.scope = which
    elif what == "area" and is_key(which):
        area = ServiceArea.objects.filter(pk=int(which)).first()
        if area is None:
            return None
        chapter.scope, chapter.service_area = Scope.SERVICE_AREA, area
    elif what != "before" or which:
        return None
    return chapter
