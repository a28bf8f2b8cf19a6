"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage

PART = ".part-"  # what a killed process leaves behind begins so


class WholeFileStorage(FileSystemStorage):
    """Writes under another name, waits until the disk has it, and only then gives it its name.

    A full disk, a fault or a killed process leaves nothing under the name.
    """

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=PART, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(part, self.file_permissions_mode)
            name = self._name_it(part, name)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(part)
        sync_folder(path.parent)
        return str(name).replace("\\", "/")

    def _name_it(self, part: str, name: str) -> str:
        while True:
            try:
                os.link(part, self.path(name))  # refuses a name that is taken
                return name
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError:
                # A file system without links.
                os.replace(part, self.path(name))
                return name


def sync_folder(folder: Path) -> None:
    """The name, too, survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
