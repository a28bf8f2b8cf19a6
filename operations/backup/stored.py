"""Stored files, and what rows say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, models

from projects.file_storage import PART
from reports.models import Job

# Results of jobs are made anew when they are asked for: no backup holds them.
MADE_ANEW = f"{Job.result.field.upload_to}"


@dataclass(frozen=True)
class RowFile:
    """What a row says of its file. Not every row knows the digest."""

    model: type[models.Model]
    key: int
    name: str
    size: int | None
    sha256: str

    def is_kept(self) -> bool:
        """Whether the row is there still: rows of jobs go with their files while we look."""
        return self.model._base_manager.filter(pk=self.key).exists()


def files_of_rows(alias: str = DEFAULT_DB_ALIAS) -> Iterator[RowFile]:
    """Every file that a row names."""
    for model, field in _fields():
        known = [name for name in ("size", "sha256") if name in _names(model)]
        rows = model._base_manager.using(alias).exclude(**{field.name: ""}).order_by("pk")
        for row in rows.values("pk", field.name, *known).iterator():
            yield RowFile(
                model, row["pk"], row[field.name], row.get("size"), row.get("sha256") or ""
            )


def names_of_versions() -> set[str]:
    """Files of rows that were deleted or changed since: their history still names them."""
    found: set[str] = set()
    for model, field in _fields():
        if (history := getattr(model, "history", None)) is not None:
            found.update(history.model.objects.values_list(field.name, flat=True))
    return found


def stored_names(folder: str = "") -> Iterator[str]:
    """The names of all stored files, whatever the storage is; unfinished ones left out."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored, or the folder went meanwhile
        return
    start = f"{folder}/" if folder else ""
    for name in sorted(files):
        if name and not name.startswith(PART):
            yield start + name
    for name in sorted(folders):
        if name:
            yield from stored_names(start + name)


def _fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields}
