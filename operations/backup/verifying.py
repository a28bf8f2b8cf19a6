"""Everything that never changes held against its digest, rows against files, the index of search
against the rows.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.files.storage import default_storage

from impact_assessments.models import AssessmentVersion
from impact_assessments.state import digest_of as digest_of_assessment
from operations.backup import runs
from operations.backup.refusals import reason
from operations.backup.runs import Problem
from operations.backup.stored import (
    RowFile,
    files_of_rows,
    names_of_versions,
    stored_names,
)
from operations.models import BrokenFile, KeptRun
from projects.searching.checking import differing
from reports.document.interchange import UnreadablePlan, from_dict, to_json
from reports.files.broken import digest_of
from reports.models import PlanEdition

YOUNG = 24 * 60 * 60  # seconds in which a file may still get its row
FEW = 4  # documents in memory at once


def verify(look: Callable[[], object] = lambda: None) -> KeptRun:
    """Looks at everything, and keeps what was found. `look` is called again and again.

    While the files cannot be read it ends before its end, and that is what was found.
    """
    run = runs.begun(KeptRun.Kind.VERIFY)
    problems: list[Problem] = []
    run.figures = dict.fromkeys(CHECKS, 0)
    try:
        for name, check in CHECKS.items():
            for found in check():
                run.figures[name] += 1
                if found is not None:
                    problems.append(found)
                look()
    except OSError as error:  # of where the files are
        problems.append(("failed", reason(error, settings.MEDIA_ROOT)))
    harm = [found for found in problems if found[0] != "unknown"]
    return runs.ended(run, harm, [found for found in problems if found[0] == "unknown"])


Found = Iterator[Problem | None]
"""For each thing that was looked at, what is wrong with it."""


def _editions() -> Found:
    rows = PlanEdition.objects.only("slug", "document", "sha256").order_by("pk")
    for edition in rows.iterator(chunk_size=FEW):
        try:
            document = to_json(from_dict(edition.document))
        except UnreadablePlan:
            document = b""
        is_same = hashlib.sha256(document).hexdigest() == edition.sha256
        yield None if is_same else ("edition", edition.slug)


def _assessments() -> Found:
    rows = AssessmentVersion.objects.order_by("pk").only("project", "number", "document", "sha256")
    for version in rows.iterator(chunk_size=FEW):
        is_same = digest_of_assessment(version.document) == version.sha256
        yield None if is_same else ("assessment", f"{version.project_id}/{version.number}")


def _files() -> Found:
    """Of rows. Who finds a broken one tells of it once; a file that is right again is forgotten."""
    for row in files_of_rows():
        fault = _fault(row)
        if fault:
            BrokenFile.objects.get_or_create(name=row.name, defaults={"fault": fault})
            yield fault, row.name
        else:
            BrokenFile.objects.filter(name=row.name).delete()
            yield None


def _fault(row: RowFile) -> str:
    try:
        with default_storage.open(row.name) as file:
            if row.size not in (None, file.size):
                return BrokenFile.Fault.ALTERED
            if row.sha256 and digest_of(file) != row.sha256:
                return BrokenFile.Fault.ALTERED
    except FileNotFoundError:
        return BrokenFile.Fault.MISSING if row.is_kept() else ""
    return ""


def _unknown_files() -> Found:
    names = list(stored_names())
    known = {row.name for row in files_of_rows()} | names_of_versions()
    for name in names:
        yield ("unknown", name) if name not in known and not _is_young(name) else None


def _is_young(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name).timestamp() > time.time() - YOUNG
    except FileNotFoundError:  # it went meanwhile
        return True


def _search() -> Found:
    for kind, key in differing():
        yield "search", f"{kind} {key}"


CHECKS: dict[str, Callable[[], Found]] = {
    "editions": _editions,
    "assessments": _assessments,
    "files": _files,
    "stored": _unknown_files,
    "search": _search,
}
