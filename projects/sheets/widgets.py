"""What cells hold: written for people, and read as they write it, in any language of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from import_export.widgets import Widget

from projects.fields import reader_language, sort_key
from projects.models import ServiceArea, StrategicGoal
from projects.sheets.files import needed_number
from projects.sheets.headings import in_every_language
from projects.sheets.names import AmbiguousName, AreaNames, UnknownName, joined, names_in


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

    def offered(self) -> list[str]:
        return [str(label) for code, label in self.choices.items() if code != ""]

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

    def offered(self) -> list[str]:
        return sorted(self.names.texts(), key=sort_key)

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

    def offered(self) -> list[str]:
        return [str(_("yes")), str(_("no"))]

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> str:
        return str(_("yes") if value else _("no"))


class NameWidget(Widget):
    """What a row is called, only to be read."""

    def render(self, value: object, obj: models.Model | None = None, **kwargs: object) -> str:
        return str(value)


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
