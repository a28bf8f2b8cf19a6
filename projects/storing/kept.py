"""What the storage of files keeps, on a disk or in a bucket alike."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


def keep_for_a_moment() -> None:
    """Writes a file and deletes it. Raises `OSError` where none can be kept."""
    name = default_storage.save("start/written", ContentFile(b"written\n"))
    default_storage.delete(name)


def trouble_with_files() -> str:
    """Why no file can be kept, in a sentence, or nothing."""
    try:
        keep_for_a_moment()
    except OSError as error:
        return f"Files cannot be kept: {error.strerror or error}."
    return ""


def disk_of_files() -> Path | None:
    """The nearest folder of theirs that is there; None where they lie in a bucket."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    return place


def forgotten(folder: str, known: Container[str], older_than: float) -> Iterator[str]:
    """Names of files in the folders of a folder that nobody knows, older than a time (since 1970).

    What was being written, or is dropped by another worker meanwhile, is left out.
    """
    for below in _listed(folder)[0]:
        for file in _listed(f"{folder}/{below}")[1]:
            name = f"{folder}/{below}/{file}"
            if name not in known and _changed(name) < older_than:
                yield name


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _changed(name: str) -> float:
    try:
        return default_storage.get_modified_time(name).timestamp()
    except FileNotFoundError:
        return float("inf")
