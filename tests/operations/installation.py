"""An installation with rows and files, and an empty one beside it, on the database of the tests."""

from __future__ import annotations

import contextlib
import hashlib
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings

from accounts.models import User
from impact_assessments.models import AssessmentVersion
from impact_assessments.state import digest_of
from projects.models import Attachment, Project, ServiceArea
from reports.models import ActionPlan, EditionFile, Face, PlanEdition
from tests.reports.editions import make_edition
from tests.upgrades.databases import as_default, server_of_tests

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


def fill(admin: User) -> PlanEdition:
    """A project with an attachment and a frozen assessment, and an edition with two files."""
    area = ServiceArea.objects.create(name="Sivistyspalvelut")
    project = Project.objects.create(name="Verkko uusitaan", scope="it", service_area=area)
    row = Attachment(
        project=project, name="Tarjous.pdf", kind="application/pdf", size=len(PDF), added_by=admin
    )
    row.file.save("x", ContentFile(PDF))
    document = {"screening": "required", "sum": 1.5, "parts": {"b": [1, None], "a": "ä"}}
    AssessmentVersion.objects.create(
        project=project, by=admin, number=1, stage="preliminary", document=document,
        sha256=digest_of(document),
    )  # fmt: skip
    plan = ActionPlan.objects.create(title="Suunnitelma 2023", organisation="Kaupunki")
    plan.add_projects([project])
    edition = make_edition(plan)
    for face in Face:
        data = PDF + face.encode()
        file = EditionFile(
            edition=edition, face=face, kind="pdf", size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
        file.file.save(f"{edition.slug}/{face}.pdf", ContentFile(data), save=False)
        file.save()
    return edition


@contextlib.contextmanager
def empty_database(folder: Path, migrated: str = "") -> Iterator[str]:
    """Everything goes on in a database without rows, of the kind that tests are run on.

    Without tables too, where no database is named that has some.
    """
    if connection.vendor == "sqlite":
        path = migrated or str(folder / "empty.sqlite3")
        sqlite3.connect(path).close()
        with as_default(path):
            yield path
        return
    name = f"{connections['default'].settings_dict['NAME']}_empty"
    with psycopg.connect(**server_of_tests(), dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated or "template1"}"')
        try:
            with as_default(name):
                yield name
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def empty_installation(folder: Path, migrated: str = "") -> Iterator[Path]:
    """The same, with an empty folder of files."""
    media = folder / "empty media"
    with empty_database(folder, migrated), override_settings(MEDIA_ROOT=media):
        yield media


def backup(folder: Path) -> Path:
    said = io.StringIO()
    call_command("backup", str(folder), stdout=said)
    return Path(said.getvalue().strip())
