"""The index that search looks in: which words stand in which text of which row.

The texts themselves are not kept here: a hit is shown from the row that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from accounts.permissions import sees_not_public
from projects.models.project import Project

LONGEST_WORD = 60  # characters; what is longer is found by its beginning
SHORT = 4  # a word of fewer letters is looked for at the beginnings of words only


class WordsField(models.Field):
    """A list of the words of a text: a `tsvector` on PostgreSQL, ` one two ` elsewhere."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "array_to_tsvector(%s::text[])" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return list(value) if connection.vendor == "postgresql" else f" {' '.join(value)} "

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[str]:
        return self.to_python(value.replace("'", ""))  # a tsvector has each word in quotes

    def to_python(self, value: Any) -> list[str]:
        return value.split() if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        words: Any = self.value_from_object(obj)
        return " ".join(words)


@contextmanager
def by_index() -> Iterator[None]:
    """Questions in here ask the index of words. PostgreSQL overrates what that costs."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


@WordsField.register_lookup
class Holds(models.Lookup):
    """Whether the text holds what was asked: `words__holds=needle.condition`."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            # Many questions for one word each: GIN is slow at one question for many words.
            return f"{column} @@ ANY(%s::tsquery[])", [*params, self.rhs]
        return f"instr({column}, %s) > 0", [*params, self.rhs]


def goes_unnamed(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Deletes the entries with their project; no list of what a deletion takes along names them."""
    collector.fast_deletes.append(rows)


def models_of_two_projects() -> list[Any]:
    """Models whose rows tell of another project too: their rows themselves say who may see them."""
    return [
        model
        for model in apps.get_models()
        if sum(field.related_model is Project for field in model._meta.fields) > 1
        and not hasattr(model, "history_object")
    ]


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> SearchEntryQuerySet:
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
    """One text of one row. Kept by `projects.search_index`; made anew by `rebuild_search`."""

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
    """PostgreSQL knows the stems of Finnish and Swedish words; elsewhere the table is empty."""

    def remember(self, words: Iterable[str]) -> None:
        # In order: two saves that add the same words wait for each other and do not lock up.
        new = sorted(words)
        if new and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(REMEMBER, [new])

    def forms_of(self, asked: list[str]) -> dict[str, list[str]]:
        """For each word the known words that hold it or are its forms, the closest first."""
        found: dict[str, list[str]] = {word: [] for word in asked}
        if asked and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(FORMS, [asked, SHORT])
                for word, form in cursor.fetchall():
                    found[word].append(form)
        return found


class SearchWord(models.Model):
    """A word that stands in some text, with its stem as a Finnish and as a Swedish word."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True, editable=False)
    finnish = models.CharField(max_length=LONGEST_WORD, editable=False)
    swedish = models.CharField(max_length=LONGEST_WORD, editable=False)

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("searched word")
        verbose_name_plural = _("searched words")

    def __str__(self) -> str:
        return self.word


REMEMBER = """
    INSERT INTO projects_searchword (word, finnish, swedish)
    SELECT word, coalesce((ts_lexize('finnish_stem', word))[1], word),
           coalesce((ts_lexize('swedish_stem', word))[1], word)
    FROM unnest(%s::text[]) AS word ORDER BY word
    ON CONFLICT DO NOTHING
"""
# A word is found inside others (verkko: runkoverkkojen), by its stem (järjestelmien: järjestelmä)
# and, as compounds end with what they are about, by the end of a stem (järjestelmien:
# tietojärjestelmä).
FORMS = """
    WITH asked AS MATERIALIZED (
        SELECT word, (ts_lexize('finnish_stem', word))[1] AS finnish,
               (ts_lexize('swedish_stem', word))[1] AS swedish
        FROM unnest(%s::text[]) AS word
    )
    SELECT asked.word, known.word FROM asked JOIN projects_searchword AS known
        ON length(asked.word) >= %s AND (
            strpos(known.word, asked.word) > 0
            OR known.finnish = asked.finnish OR known.swedish = asked.swedish
            OR length(asked.finnish) >= 5 AND known.finnish LIKE '%%' || asked.finnish
            OR length(asked.swedish) >= 5 AND known.swedish LIKE '%%' || asked.swedish
        )
    ORDER BY length(known.word), known.word
"""
