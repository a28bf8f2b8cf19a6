"""A project of the data with what somebody changed since it was written, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from projects.values.choices import Likelihood, ResponsibleParty
from reports.document import plan as doc
from reports.reading.meaning import answers, parties
from reports.reading.own.passages import key
from reports.reading.result import CHANGED, FROM_DATA, Source, field_names


@dataclass
class Changed:
    """A project as its data and its changed text say it, and the names of what was changed."""

    project: doc.PlannedProject
    language: str  # of the file's own words
    fields: list[str] = field(default_factory=list)
    doubts: list[tuple[int | None, str]] = field(default_factory=list)


def source_of(made: Changed) -> Source:
    """Where the project comes from; where a change was not understood, those fields are guesses."""
    if not made.fields:
        return Source(FROM_DATA)
    return Source(CHANGED, tuple(made.fields), tuple(made.fields) if made.doubts else ())


def tell(made: Changed, line: int | None) -> None:
    """A doubt that names what was changed, before the others."""
    if not made.fields:
        return
    words = field_names()
    message = _(
        "“%(project)s”: the text was changed after it was written: %(names)s. The rest is from the data in the file."
    ) % {"project": _where(made), "names": ", ".join(words[name] for name in made.fields)}
    made.doubts.insert(0, (line, message))


def take(made: Changed, name: str, value: Any) -> None:
    if getattr(made.project, name) != value:
        made.project = replace(made.project, **{name: value})
        made.fields.append(name)


def labelled(choices: type[TextChoices], text: str, language: str) -> str | None:
    """The value of a list that has this label in the file's language."""
    with translation.override(language):
        labels = {key(str(label)).casefold(): str(value) for value, label in choices.choices}
    return labels.get(key(text).casefold().rstrip("."))


_CHOICES: dict[str, tuple[type[TextChoices], Callable[[str], str | None]]] = {
    "likelihood": (Likelihood, answers.likelihood),
    "responsible": (ResponsibleParty, parties.responsible),
}


def chosen(name: str, text: str, language: str) -> str | None:
    """The value that a changed text means: by the labels of the list, else as plans are read."""
    choices, reads = _CHOICES[name]
    return labelled(choices, text, language) or reads(text)


def only_labels(name: str, said: doc.Choice, language: str) -> bool:
    """Whether the words of a choice are its label and nothing more."""
    return bool(said.text) and labelled(_CHOICES[name][0], said.text, language) == said.value


def _where(made: Changed) -> str:
    return f"{made.project.number} {made.project.name}".strip()


def unread(made: Changed, text: str) -> str:
    return _("“%(project)s”: the changed text “%(text)s” was not understood.") % {
        "project": _where(made),
        "text": text[:90],
    }


def beside(made: Changed, what: str) -> str:
    return _(
        "“%(project)s”: the text of the %(what)s was changed; check that its figures and dates still hold."
    ) % {"project": _where(made), "what": what}
