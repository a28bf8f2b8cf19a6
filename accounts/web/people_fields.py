"""Fields in which people are named by typing, of however many accounts there are.

Names are offered while somebody types (`accounts.views.people_names`); without JavaScript a name or
a username is typed in full, and what does not name one person is said at the field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken, User
from accounts.types import Cleaned
from accounts.web.bounded_admin import KeysField
from accounts.web.typed_text import search_words

LONGEST_NAME, LONGEST_NAMES = 340, 4_000  # characters: first and last name, and a username
MOST_OFFERED, MOST_MEANT = 12, 3  # people named while one is typed; where none was meant surely
FEWEST_LETTERS = 2  # before anybody is offered
HELP = gettext_lazy("Begin to write a name and choose, or write a username.")


class People:
    """People who can sign in, each with the name that tells them apart. One query, when needed."""

    @cached_property
    def names(self) -> dict[int, str]:
        """Labels by their keys: of namesakes with their usernames."""
        services = ApiToken.objects.filter(is_service=True).values("owner")
        rows = list(User.objects.filter(is_active=True).exclude(pk__in=services))
        labels = {row.pk: str(row) for row in rows}
        counted = Counter(name.casefold() for name in labels.values())
        self._usernames = {row.username.casefold(): row.pk for row in rows}
        return {
            row.pk: f"{labels[row.pk]} ({row.username})"
            if counted[labels[row.pk].casefold()] > 1
            else labels[row.pk]
            for row in rows
        }

    def near(self, typed: str, most: int = MOST_OFFERED) -> list[str]:
        """Labels in which every typed word begins a word, in the order of their letters."""
        words = search_words(typed).casefold().split()
        if sum(map(len, words)) < FEWEST_LETTERS:
            return []
        found = (
            label for label in self.names.values()
            if all(f" {word}" in f" {label.casefold()}".replace("(", " ") for word in words)
        )  # fmt: skip
        return sorted(found, key=str.casefold)[:most]

    def named(self, typed: str) -> User:
        """The one person of the name or the username; else an error says what to write."""
        written = " ".join(typed.split())
        text = written.casefold()
        keys = [key for key, label in self.names.items() if label.casefold() == text]
        keys = keys or [key for name, key in self._usernames.items() if name == text]
        if keys:
            return User.objects.get(pk=keys[0])
        same = [name for name in self.names.values() if name.casefold().startswith(f"{text} (")]
        if same:
            words = _("Several people have the name “%(name)s”. Write one of these: %(names)s.")
            shown = ", ".join(sorted(same))
            raise ValidationError(words % {"name": written[:80], "names": shown})
        if near := ", ".join(self.near(typed, MOST_MEANT)):
            words = _("Nobody has the name “%(name)s”. Do you mean %(names)s?")
            raise ValidationError(words % {"name": written[:80], "names": near})
        raise ValidationError(_("Nobody has the name “%(name)s”.") % {"name": written[:80]})


class NameInput(forms.TextInput):
    """A text with names that the server offers for it, in a list of the browser."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        offers = f"{(attrs or {}).get('id') or name}_offers"
        asked = {
            "list": offers,
            "hx-get": f"{reverse('people-names')}?of={name}",
            "hx-target": f"#{offers}",
            "hx-trigger": "input changed delay:200ms",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
            "data-offers": "",
        }
        shown = super().render(name, value, (attrs or {}) | asked, renderer)
        return format_html('{}<datalist id="{}"></datalist>', shown, offers)


class Ticks(forms.CheckboxSelectMultiple):
    """Shown only where there is something to untick."""

    @property
    def is_hidden(self) -> bool:
        return not list(self.choices)


class PersonField(forms.CharField):
    """One person, or None where none is required. Whoever is named already may stay so."""

    widget = NameInput

    def __init__(self, people: People, current: User | None, **more: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **more)
        self.people, self.current = people, current

    def prepare_value(self, value: object) -> object:
        return str(value) if isinstance(value, User) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: object) -> User | None:
        text = super().clean(value)
        if not text:
            return None
        if self.current is not None and text == str(self.current):
            return self.current
        return self.people.named(text)


class PeopleField(forms.CharField):
    """Several people, separated by commas."""

    widget = NameInput

    def __init__(self, people: People, **more: Any) -> None:
        super().__init__(max_length=LONGEST_NAMES, required=False, **more)
        self.people = people

    def clean(self, value: object) -> list[User]:
        found, errors = [], []
        for text in super().clean(value).replace(";", ",").split(","):
            try:
                found += [self.people.named(text)] if text.strip() else []
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return found


def name_person(form: forms.BaseForm, name: str, people: People, current: User | None) -> None:
    """Lets the field of one person be typed."""
    field = form.fields[name]
    form.fields[name] = PersonField(
        people, current, label=field.label, required=field.required, help_text=HELP
    )
    form.initial[name] = current


def more_of(name: str) -> str:
    return f"{name}_more"


def name_people(form: forms.BaseForm, name: str, people: People, chosen: Collection[User]) -> None:
    """Lets the field of several people be typed: who is chosen has a tick, and others are added.

    The form's `clean` calls `with_more`.
    """
    field = cast("forms.ModelMultipleChoiceField", form.fields[name])
    keys = [person.pk for person in chosen]
    ticks = KeysField(
        User.objects.filter(Q(is_active=True) | Q(pk__in=keys)),
        label=field.label,
        required=False,
        help_text=field.help_text,
        widget=Ticks(),
    )
    ticks.choices = [(person.pk, str(person)) for person in chosen]
    label = _("Add people") if chosen else field.label
    several = _("Separate several with commas.")
    helps = [several, HELP] if chosen else [field.help_text, several, HELP]
    help_text = " ".join(str(each) for each in helps if each)
    more = PeopleField(people, label=label, help_text=help_text)
    fields = list(form.fields)
    fields.insert(fields.index(name) + 1, more_of(name))
    form.fields[name], form.fields[more_of(name)] = ticks, more
    form.order_fields(fields)


def with_more(values: Cleaned, name: str) -> Iterable[User]:
    """Who was ticked, and who was added by name."""
    chosen, added = values.get(name) or (), values.get(more_of(name)) or ()
    return User.objects.filter(pk__in={person.pk for person in (*chosen, *added)})
