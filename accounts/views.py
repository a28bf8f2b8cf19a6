"""The language switch, and a page of one's own."""

from __future__ import annotations

from typing import cast

from allauth.account.views import PasswordChangeView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import set_language

from accounts import audit, people
from accounts.models import User
from accounts.models.users import GATHERED, FirstPage
from accounts.permissions import Role, edits_everything, roles_of
from accounts.signing_in import sessions
from accounts.types import SignedInRequest
from accounts.web.people_fields import People
from accounts.web.posts import require_POST
from organisation.file_answers import file_headers


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: with the signed-in person, and in a cookie beside it."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)


def change_password(request: SignedInRequest) -> HttpResponse:
    """Password and second step are asked for again; then a new password is chosen."""
    if not (settings.SIGN_IN.local and request.user.has_usable_password()):
        return redirect("me")
    sessions.ask_again(request)
    return PasswordChangeView.as_view()(request)


class MeForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("language", "first_page", "wants_mail", "news_mail")

    def __init__(self, data: QueryDict | None, *, instance: User) -> None:
        super().__init__(data, instance=instance)
        language = cast("forms.TypedChoiceField", self.fields["language"])
        language.choices = [("", _("as the browser says")), *settings.LANGUAGES]
        first_page = cast("forms.TypedChoiceField", self.fields["first_page"])
        first_page.choices = [("", _("as suits my work here")), *FirstPage.choices]

    def save(self, commit: bool = True) -> User:
        """What changed before mail of news was chosen is nobody's news."""
        if "news_mail" in self.changed_data and self.instance.news_mail in GATHERED:
            self.instance.news_told_at = timezone.now()
        return cast("User", super().save(commit))


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: SignedInRequest) -> HttpResponse:
    """What a person sets for themselves, and reads of what others set."""
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("me")
    roles = roles_of(request.user)
    context = {
        "form": form,
        "roles": [role.label for role in Role if role in roles],
        "areas": request.user.areas.all(),
        "follows": request.user.follows.visible_to(request.user).select_related("project"),
        "is_administrator": Role.ADMINISTRATOR in roles,
        "has_password": settings.SIGN_IN.local and request.user.has_usable_password(),
    }
    return render(request, "accounts/me.html", context)


@require_GET
def people_names(request: SignedInRequest) -> HttpResponse:
    """Names for the field that `of` names, as the options of its list: to who names people."""
    if not (edits_everything(request.user) or _edits_an_area(request.user)):
        raise PermissionDenied
    typed = request.GET.get(request.GET.get("of", ""), "")
    *before, last = typed.rsplit(",", 1)
    begin = f"{before[0].strip()}, " if before else ""
    options = ((f"{begin}{name}",) for name in People().near(last))
    return HttpResponse(format_html_join("", '<option value="{}"></option>', options))


def _edits_an_area(user: User) -> bool:
    return Role.AREA_EDITOR in roles_of(user) and user.areas.exists()


@require_GET
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything that is kept of the person, as JSON (GDPR, articles 15 and 20)."""
    person = request.user
    audit.record(audit.Event.DATA_EXPORTED, request=request, about=person)
    return JsonResponse(
        people.personal_data(person),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=file_headers(f"{slugify(_('My data'))}.json", "application/json", is_saved=True),
    )
