"""The index that search looks in: which words stand in which text of which row.

The texts themselves are not kept here: a hit is shown from the row that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, Value
from django.db.models.deletion import Collector
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Length
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from accounts.permissions import sees_not_public
from accounts.types import AnyUser
from projects.models.project import Project
from projects.values.word_forms import LANGUAGES, LONGEST_WORD, Needle, stems_of

BATCH = 5_000  # words
MOST_FORMS = 2_000  # of one word on PostgreSQL, the shortest; each takes some 0.1 ms


class WordsField(models.Field):
    """A list of the words of a text: a `tsvector` on PostgreSQL.

    Elsewhere a line of words, ` one two `, and one of their stems: `|one/0`, by the language.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(
        self, value: object, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> str:
        return "array_to_tsvector(%s::text[])" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(
        self, value: Sequence[str], connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> str | list[str]:
        if connection.vendor == "postgresql":
            return list(value)
        stems = {f"|{stem}/{n}" for word in value for n, stem in enumerate(stems_of(word))}
        return f" {' '.join(value)} \n{''.join(sorted(stems))}"

    def from_db_value(
        self, value: str, expression: object, connection: BaseDatabaseWrapper
    ) -> list[str]:
        words = value.partition("\n")[0]
        return self.to_python(words.replace("'", ""))  # a tsvector has each word in quotes

    def to_python(self, value: str | list[str]) -> list[str]:
        return value.split() if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        return " ".join(cast("list[str]", self.value_from_object(obj)))


Sql = tuple[str, Any]
"""A condition and its parameters."""


@WordsField.register_lookup
class Holds(models.Lookup):
    """Whether a text holds a word or a form of it: `words__holds=needle`."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Reads the words and stems of every text through."""
        column, params = self.process_lhs(compiler, connection)
        if self.rhs.is_short:
            return f"instr({column}, %s) > 0", [*params, f" {self.rhs.word}"]
        stems = [
            f"{stem}/{n}" if is_end else f"|{stem}/{n}"
            for n, (_language, stem, is_end) in enumerate(self.rhs.ends)
        ]
        holds = f"instr({column}, %s)"
        # Stems come after the words: what is first found among them stands in no word.
        form = " OR ".join([f"{holds} BETWEEN 1 AND {holds}", *(f"{holds} > 0" for _stem in stems)])
        asked = [self.rhs.beginning, self.rhs.word, "\n", *stems]
        # What all of them begin with is asked first, and rules nearly every text out.
        return f"({holds} > 0 AND ({form}))", [each for part in asked for each in (*params, part)]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = self.process_lhs(compiler, connection)
        if self.rhs.is_short:
            return f"{column} @@ %s::tsquery", [*params, f"'{self.rhs.word}':*"]
        return f"{column} @@ ANY(%s::tsquery[])", [*params, _quoted(self.rhs.forms)]


def _quoted(forms: Iterable[str]) -> list[str]:
    """As a `tsquery` writes words, which are of letters and digits only."""
    return [f"'{form}'" for form in forms]


def goes_unnamed(
    collector: Collector, field: models.ForeignKey, rows: models.QuerySet, using: str
) -> None:
    """Deletes the entries with their project; no list of what a deletion takes along names them."""
    collector.fast_deletes.append(rows)


def models_of_two_projects() -> list[type[models.Model]]:
    """Models whose rows tell of another project too: their rows themselves say who may see them."""
    return [
        model
        for model in apps.get_models()
        if sum(field.related_model is Project for field in model._meta.fields) > 1
        and not hasattr(model, "history_object")
    ]


# Many questions for one word each: GIN is slow at one question for many words.
BY_INDEX = """
    SELECT entry.id FROM unnest(%s::tsquery[]) AS form
    JOIN projects_searchentry AS entry ON entry.words @@ form
"""


class SearchEntryQuerySet(models.QuerySet):
    def holding(self, needle: Needle) -> SearchEntryQuerySet:
        """All texts that hold the word or a form of it, by the index where there is one."""
        if connection.vendor == "postgresql" and not needle.is_short:
            return self.filter(pk__in=RawSQL(BY_INDEX, [_quoted(needle.forms)]))
        return self.filter(words__holds=needle)

    def visible_to(self, user: AnyUser) -> SearchEntryQuerySet:
        """Texts of projects that the user sees, without the pieces hidden from them.

        Of a row that tells of two projects, those that the user sees both of.
        """
        if sees_not_public(user):
            return self.exclude(project=None)
        shown = self.filter(project__in=Project.objects.visible_to(user))
        for model in models_of_two_projects():
            kind, seen = model._meta.label_lower, model.objects.visible_to(user).values("pk")
            shown = shown.exclude(Q(kind=kind) & ~Q(row_id__in=seen))
        mark = Concat(Value(","), F("piece"), Value(","))
        has_marks = ~Q(piece="") & ~Q(project__not_public_fields="")
        hidden = has_marks & Q(project__not_public_fields__contains=mark)
        return shown.exclude(hidden & ~Q(project__in=Project.objects.belonging_to(user)))


class SearchEntry(models.Model):
    """One text of one row. Kept by `projects.searching.index`; made anew by `rebuild_search`."""

    # None for what belongs to no project, an action plan for instance.
    project = models.ForeignKey(Project, goes_unnamed, related_name="+", null=True)
    kind = models.CharField(max_length=80, editable=False)  # projects.statusreport
    row_id = models.BigIntegerField()
    field = models.CharField(max_length=80, editable=False)
    piece = models.CharField(
        max_length=30, blank=True, editable=False
    )  # projects.confidentiality.Piece
    weight = models.PositiveSmallIntegerField()
    words = WordsField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("searched text")
        verbose_name_plural = _("searched texts")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "row_id", "field"), name="searched_text_once_in_the_index"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} {self.field}"


class SearchWordQuerySet(models.QuerySet):
    """PostgreSQL looks up whole words, and asks which there are; elsewhere the table is empty."""

    def remember(self, words: Iterable[str]) -> None:
        if connection.vendor != "postgresql":
            return
        # In order: two saves that add the same words wait for each other and do not lock up.
        ordered = sorted(set(words))
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            known = set(self.filter(word__in=batch).values_list("word", flat=True))
            new = (word for word in batch if word not in known)
            self.bulk_create(
                (SearchWord(word, *stems_of(word)) for word in new), ignore_conflicts=True
            )

    def with_forms(self, needles: list[Needle]) -> list[Needle]:
        """The needles with the known words that count as them, the shortest first. One query."""
        asked = Q()
        for needle in needles:
            if not needle.is_short:
                asked |= _is_form(needle)
        if connection.vendor != "postgresql" or not asked:
            return needles
        known = self.filter(asked).order_by(Length("word"), "word").values_list("word", *LANGUAGES)
        words = {word: tuple(stems) for word, *stems in known}

        def forms(needle: Needle) -> tuple[str, ...]:
            return tuple(word for word, stems in words.items() if needle.fits(word, stems))

        return [replace(needle, forms=forms(needle)[:MOST_FORMS]) for needle in needles]


def _is_form(needle: Needle) -> Q:
    form = Q(word__contains=needle.word)
    for language, stem, is_end in needle.ends:
        form |= Q(**{f"{language}__endswith" if is_end else language: stem})
    return form


class SearchWord(models.Model):
    """A word that stands in some text, with its stem in each language."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True, editable=False)
    finnish = models.CharField(max_length=LONGEST_WORD, editable=False)
    swedish = models.CharField(max_length=LONGEST_WORD, editable=False)
    english = models.CharField(max_length=LONGEST_WORD, editable=False, default="", db_default="")

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("searched word")
        verbose_name_plural = _("searched words")

    def __str__(self) -> str:
        return self.word
