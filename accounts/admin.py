"""People, their roles, and the audit log: the administrator's alone."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Case, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import notices, outbox, people, sessions, yes_and_no  # noqa: F401
from accounts.bounded_admin import BoundedAdmin
from accounts.bounded_forms import AddUserForm, GivePasswordForm
from accounts.models import AuditEvent, User
from accounts.outbox_admin import OutgoingMailAdmin  # noqa: F401
from accounts.permissions import Role, edits_everything, role_label, roles_of
from accounts.role_fields import RoleFilter, RolesField
from accounts.second_steps import SecondStep

# Roles are fixed by accounts/permissions.py; they are given to people on the user's page.
admin.site.unregister(Group)
# allauth's own pages would show keys of sessions and secrets of second steps; people see and end
# theirs on their own page.
for _name in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{_name}.admin")
for _model in (EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession, Authenticator):
    admin.site.unregister(_model)


@admin.register(SecondStep)
class SecondStepAdmin(BoundedAdmin, admin.ModelAdmin):
    """Somebody's second steps, without their secrets: taken away where a device is lost."""

    list_display = fields = readonly_fields = ("person", "kind", "since", "used")
    list_select_related = ("user",)

    @admin.display(description=_("user"), ordering="user")
    def person(self, row: SecondStep) -> str:
        return str(row.user)

    @admin.display(description=_("kind"), ordering="type")
    def kind(self, row: SecondStep) -> str:
        return str(row.get_type_display())

    @admin.display(description=_("set up"), ordering="created_at")
    def since(self, row: SecondStep) -> str:
        return _moment(row.created_at)

    @admin.display(description=_("last used"), ordering="last_used_at")
    def used(self, row: SecondStep) -> str:
        return _moment(row.last_used_at)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_delete_permission(request):
            sessions.ask_again(request)
        return super().delete_view(request, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one at a time, on its page
        return actions

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        notices.second_step_was_removed(obj.user, str(obj.get_type_display()), request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"


def _picks(request: HttpRequest) -> bool:
    """Whether the request is for people's names to pick one of."""
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"


@admin.register(User)
class UserAdmin(BoundedAdmin, DjangoUserAdmin):
    """People and their roles; others find names when they pick one."""

    list_display = (
        "username", "first_name", "last_name", "email", "roles", "is_active", "last_login",
    )  # fmt: skip
    list_filter = ("is_active", ("groups", RoleFilter))
    filter_horizontal = ()
    change_title = _("Change the user")
    add_form = AddUserForm
    change_password_form = GivePasswordForm
    actions = ("invite", "deactivate", "forget")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language", "wants_mail")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "first_name", "last_name", "email", "groups",
                           "usable_password", "password1", "password2"),
            },
        ),
    )  # fmt: skip

    @admin.display(description=_("roles"))
    def roles(self, row: User) -> str:
        return ", ".join(role_label(group.name) for group in row.groups.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RolesField()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who edits projects is offered people's names where one is picked, and no more."""
        if _picks(request):
            return edits_everything(request.user) or (
                Role.AREA_EDITOR in roles_of(request.user) and request.user.areas.exists()
            )
        return super().has_view_permission(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_change_permission(request):
            sessions.ask_again(request)
        return super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        if self.has_change_permission(request):
            sessions.ask_again(request)
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before is not None and after is not None and after.password != before.password:
            notices.password_was_set(after, request)
        return response

    def get_search_fields(self, request: HttpRequest) -> Any:
        return ("shown_name",) if _picks(request) else super().get_search_fields(request)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Who picks a person finds them by the name that is shown, and by nothing else of them."""
        if _picks(request):
            full_name = Concat("first_name", Value(" "), "last_name")
            no_name = When(first_name="", last_name="", then="username")
            queryset = queryset.filter(is_active=True)
            queryset = queryset.annotate(shown_name=Case(no_name, default=full_name))
        return super().get_search_results(request, queryset, search_term)

    def save_related(self, request: HttpRequest, form: Any, *args: Any, **kwargs: Any) -> None:
        super().save_related(request, form, *args, **kwargs)
        # Who has a role that edits comes into the editing pages.
        user = form.instance
        user.__dict__.pop("_roles", None)
        user.is_staff = bool(roles_of(user) - {Role.READER})
        user.save(update_fields=["is_staff"])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # The history names people: they are deactivated, or forgotten.

    @admin.action(description=_("Send an invitation by e-mail"), permissions=["change"])
    def invite(self, request: HttpRequest, rows: Any) -> None:
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
    def deactivate(self, request: HttpRequest, rows: Any) -> None:
        for user in self._others(request, rows):
            user.is_active = False
            user.save()

    @admin.action(
        description=_("Remove personal data; the history keeps a pseudonym"),
        permissions=["change"],
    )
    def forget(self, request: HttpRequest, rows: Any) -> None:
        for user in self._others(request, rows):
            people.forget(user, request)

    def _others(self, request: HttpRequest, rows: Any) -> list[User]:
        """The chosen people without the administrator who asks."""
        others = [user for user in rows if user != request.user]
        if len(others) < len(rows):
            self.message_user(request, _("You yourself were left out."), messages.WARNING)
        text = ngettext("%d user was changed.", "%d users were changed.", len(others))
        self.message_user(request, text % len(others), messages.SUCCESS)
        return others


@admin.register(AuditEvent)
class AuditAdmin(BoundedAdmin, admin.ModelAdmin):
    """Read and filtered, never changed; `portfolio.admin` adds the export."""

    list_display = fields = ("at", "event", "actor", "told_about", "told_detail", "address")
    readonly_fields = ("told_about", "told_detail")
    list_filter = ("event", "at")
    search_fields = ("actor__username", "actor__last_name", "about", "detail", "address")
    list_select_related = ("actor",)
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("about"), ordering="about")
    def told_about(self, row: AuditEvent) -> str:
        return row.told_about

    @admin.display(description=_("detail"), ordering="detail")
    def told_detail(self, row: AuditEvent) -> str:
        return row.told_detail

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
