"""People and their roles: the administrator's alone."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Case, ManyToManyField, Model, QuerySet, Value, When
from django.db.models.functions import Concat
from django.forms import BaseFormSet, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import people
from accounts.admin.area_fields import AddPersonForm, ChangePersonForm
from accounts.admin.role_fields import RoleFilter, RolesField
from accounts.mail import outbox
from accounts.models import User
from accounts.permissions import Role, edits_everything, forget_roles, role_label, roles_of
from accounts.signing_in import notices, sessions
from accounts.signing_in.bounded_forms import GivePasswordForm
from accounts.web.bounded_admin import BoundedAdmin


def _picks(request: HttpRequest) -> bool:
    """Whether the request is for people's names to pick one of."""
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"


@admin.register(User)
class UserAdmin(BoundedAdmin, DjangoUserAdmin):
    """People and their roles; others find names when they pick one."""

    list_display = (
        "username", "first_name", "last_name", "email", "roles", "area_names", "is_active",
        "last_login",
    )  # fmt: skip
    list_filter = ("is_active", ("groups", RoleFilter))
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    change_title = _("Change the user")
    form = ChangePersonForm
    add_form = AddPersonForm
    change_password_form = GivePasswordForm
    actions = ("invite", "deactivate", "forget")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language", "wants_mail")}),
        (_("Rights"), {"fields": ("is_active", "groups", "areas")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "first_name", "last_name", "email", "groups",
                           "areas", "usable_password", "password1", "password2"),
            },
        ),
    )  # fmt: skip

    @admin.display(description=_("roles"))
    def roles(self, row: User) -> str:
        return ", ".join(role_label(group.name) for group in row.groups.all())

    @admin.display(description=_("service areas"))
    def area_names(self, row: User) -> str:
        return ", ".join(str(area) for area in row.areas.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "areas")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: object
    ) -> ModelMultipleChoiceField | None:
        if db_field.name == "groups":
            return RolesField()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """People who edit projects are offered names where one is picked, and no more."""
        if not _picks(request):
            return super().has_view_permission(request, obj)
        user = request.user
        if not user.is_authenticated:
            return False
        return edits_everything(user) or (
            Role.AREA_EDITOR in roles_of(user) and user.areas.exists()
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if self.has_change_permission(request):
            sessions.ask_again(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        if self.has_change_permission(request):
            sessions.ask_again(request)
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if not isinstance(before, User) or not isinstance(after, User):
            return response
        if after.password != before.password:
            notices.password_was_set(after, request)
        return response

    def get_search_fields(self, request: HttpRequest) -> list[str] | tuple[str, ...]:
        return ("shown_name",) if _picks(request) else super().get_search_fields(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """A person is picked by the name that is shown, and by nothing else of them."""
        if _picks(request):
            full_name = Concat("first_name", Value(" "), "last_name")
            no_name = When(first_name="", last_name="", then="username")
            queryset = queryset.filter(is_active=True)
            queryset = queryset.annotate(shown_name=Case(no_name, default=full_name))
        return super().get_search_results(request, queryset, search_term)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        before = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first()
        super().save_model(request, obj, form, change)
        if before is not None and before.lower() != obj.email.lower():
            notices.email_was_changed(obj, before, request)

    def save_related(
        self, request: HttpRequest, form: ModelForm[User], formsets: list[BaseFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        # A person with a role that edits comes into the editing pages.
        user = form.instance
        if "areas" in form.cleaned_data:
            user.areas.set(form.cleaned_data["areas"])
        forget_roles(user)
        user.is_staff = bool(roles_of(user) - {Role.READER})
        user.save(update_fields=["is_staff"])

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # The history names people: they are deactivated, or forgotten.

    @admin.action(description=_("Send an invitation by e-mail"), permissions=["change"])
    def invite(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        if not outbox.is_set_up():
            refusal = _("No mail is set up (EMAIL_URL), so nobody was invited.")
            self.message_user(request, refusal, messages.ERROR)
            return
        invited = 0
        for user in rows:
            if user.email and user.is_active:
                people.invite(user, request)
                invited += 1
            else:
                text = _("%(user)s has no e-mail address, or is not active.") % {"user": user}
                self.message_user(request, text, messages.WARNING)
        text = ngettext("%d invitation is on its way.", "%d invitations are on their way.", invited)
        if invited:
            self.message_user(request, text % invited, messages.SUCCESS)

    @admin.action(description=_("Deactivate"), permissions=["change"])
    def deactivate(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        for user in self._others(request, rows):
            user.is_active = False
            user.save()

    @admin.action(
        description=_("Remove personal data; the history keeps a pseudonym"),
        permissions=["change"],
    )
    def forget(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        for user in self._others(request, rows):
            people.forget(user, request)

    def _others(self, request: HttpRequest, rows: QuerySet[User]) -> list[User]:
        """The chosen people without the administrator who asks."""
        others = [user for user in rows if user != request.user]
        if len(others) < len(rows):
            self.message_user(request, _("You yourself were left out."), messages.WARNING)
        text = ngettext("%d user was changed.", "%d users were changed.", len(others))
        self.message_user(request, text % len(others), messages.SUCCESS)
        return others
