"""Items of the city's list that words find, for the form of a change."""

from __future__ import annotations

from django.db.models import Q

from impact_assessments.choices import ModelKind
from impact_assessments.models import ModelItem

MOST = 20


def found_items(kind: object, words: str, picked: object) -> list[tuple[int, str]]:
    """The picked one, then those of the kind that have every word in a name or in the code."""
    rows = ModelItem.objects.filter(retired_on=None)
    if kind in ModelKind.values:
        rows = rows.filter(kind=kind)
    for word in words[:200].split():
        rows = rows.filter(
            Q(name_fi__icontains=word) | Q(name_sv__icontains=word) | Q(code__icontains=word)
        )
    number = int(str(picked)) if str(picked or "").isdecimal() and len(str(picked)) < 16 else 0
    chosen = list(ModelItem.objects.filter(pk=number)) if number else []
    found = [item for item in rows[:MOST] if item.pk != number]
    return [(item.pk, f"{item.name} ({item.code})") for item in [*chosen, *found]]
