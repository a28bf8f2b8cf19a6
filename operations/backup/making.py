"""A backup: the database first, then the files, and only then its name.

Files are only added: each one that a row names was there before the row, so a database that is
read first names no file that comes too late.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from operations.backup import runs
from operations.backup.archive import LISTED, MANIFEST, MEDIA, Packed, Written, write_sums
from operations.backup.manifest import manifest_of
from operations.backup.refusals import BackupRefused, reason
from operations.backup.runs import Problem
from operations.backup.snapshot import SNAPSHOT, snapshot
from operations.backup.stored import MADE_ANEW, RowFile, files_of_rows, stored_names
from operations.models import KeptRun
from projects.file_storage import sync_folder

NAMES = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9]*"
PARTS = ".*.part"


@dataclass
class _Packed:
    count: int = 0
    size: int = 0
    problems: list[Problem] = field(default_factory=list)
    sums: dict[str, str] = field(default_factory=dict)


def backup(folder: Path, keep: int) -> tuple[Path, KeptRun]:
    """Makes one in the folder, and drops the oldest beyond `keep`. Raises `BackupRefused`."""
    run = runs.begun(KeptRun.Kind.BACKUP)
    name = timezone.localtime().strftime("%Y-%m-%dT%H%M%S")
    run.place = str(folder / name)
    try:
        with _alone_in(folder):
            problems = _write(folder / f".{name}.part", folder / name, run)
            _drop_oldest(folder, keep)
    except (BackupRefused, OSError, DatabaseError, sqlite3.Error) as error:
        why = reason(error, folder)
        runs.tell(runs.ended(run, [("failed", why)]))
        raise BackupRefused(why) from error
    runs.tell(runs.ended(run, problems))
    return folder / name, run


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One at a time; what an earlier one that was killed left behind goes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRefused(
                _("Another backup is being made in %(folder)s.") % {"folder": folder}
            ) from error
        for left in folder.glob(PARTS):
            shutil.rmtree(left)
        yield


def _write(part: Path, whole: Path, run: KeptRun) -> list[Problem]:
    part.mkdir(mode=0o700)
    try:
        with snapshot(part) as database:
            wanted = {
                row.name: row
                for row in files_of_rows(SNAPSHOT)
                if not row.name.startswith(MADE_ANEW)
            }
            manifest = manifest_of(SNAPSHOT)
        packed = _pack(part, wanted)
        manifest["media"] = {"files": packed.count, "bytes": packed.size}
        with Written(part / MANIFEST) as said:
            said.write(json.dumps(manifest, indent=1).encode())
        sums = {database.path.name: database.sha256, MANIFEST: said.sha256, **packed.sums}
        write_sums(part, sums)
        sync_folder(part)
        part.rename(whole)
        sync_folder(whole.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    run.figures = {
        "rows": sum(manifest["rows"].values()),
        "files": packed.count,
        "bytes": sum(file.stat().st_size for file in whole.iterdir()),
    }
    return packed.problems


def _pack(part: Path, wanted: dict[str, RowFile]) -> _Packed:
    """Every stored file, held against its row while it is read."""
    found = _Packed()
    with Written(part / MEDIA) as media, Written(part / LISTED) as listed:
        packed = Packed(media)
        for name in stored_names():
            if name.startswith(MADE_ANEW):
                continue
            try:
                file = default_storage.open(name)
            except FileNotFoundError:  # it went since it was listed
                continue
            with file:
                digest = packed.add(name, file.size, file)
                found.count, found.size = found.count + 1, found.size + file.size
            listed.write(f"{digest}  {name}\n".encode())
            row = wanted.pop(name, None)
            if row is not None and row.sha256 not in ("", digest):
                found.problems.append(("altered", name))
        packed.end()
    found.problems += [("missing", name) for name, row in sorted(wanted.items()) if row.is_kept()]
    found.sums = {MEDIA: media.sha256, LISTED: listed.sha256}
    return found


def _drop_oldest(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(NAMES), reverse=True)[keep:]:
        shutil.rmtree(old)
