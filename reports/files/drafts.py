"""The files of a plan as it stands: made once for each content, whoever asks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse

from accounts.models import User
from reports.composing.imprints import plan_imprint
from reports.document.interchange import as_dict
from reports.document.plan import Imprint, PlanDocument
from reports.editions.submission import standing_document
from reports.files.stamp import plan_stamp
from reports.files.stored import is_there
from reports.jobs import enqueue, perform
from reports.models import ActionPlan, Job
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.apart import QUICK, branding, imprint_dict
from reports.rendering.size import WAITED_FOR, size_of
from reports.rendering.version import render_version

HANDED_OUT = ("pdf", "docx")  # kinds of files of a part of a plan, and of a project
KEPT = 24 * 60 * 60  # seconds; the imprint is of the day


@dataclass(frozen=True)
class DraftFile:
    """One kind of file of a plan, as one reader may see it."""

    plan: ActionPlan
    reader: User
    kind: str

    def stored(self) -> Job | None:
        """The job that made it already, if its file is there. A constant number of queries."""
        stamp = "draft:" + plan_stamp(self.plan, self.reader)
        digest = caches["figures"].get(stamp)
        if digest is None:
            digest = _digest(*self._content())
            caches["figures"].set(stamp, digest, KEPT)
        done = Job.objects.finished("render", self._key(digest)).first()
        if done is not None and not is_there(done.result):
            done.delete()
            return None
        return done

    def ask(self) -> Job:
        """Makes it while the reader waits; what is long is left to the worker."""
        document, imprint = self._content()
        return HandedOut(
            document,
            imprint,
            self.reader,
            self.kind,
            self.plan.title,
            reverse("plan", args=[self.plan.pk]),
        ).ask()

    def _content(self) -> tuple[PlanDocument, Imprint]:
        return standing_document(self.plan, self.reader), plan_imprint(self.plan)

    def _key(self, digest: str) -> str:
        return f"{digest}.{self.kind}"


@dataclass(frozen=True)
class HandedOut:
    """A file of a document that is at hand: a plan, or a part of one."""

    document: PlanDocument
    imprint: Imprint
    reader: User | None  # nobody in particular: a resident
    kind: str
    title: str
    came_from: str

    def made(self) -> Job:
        """The job that made it already, or that makes it."""
        return self.stored() or self.ask()

    def stored(self) -> Job | None:
        done = Job.objects.finished("render", self._key()).first()
        return done if done is not None and is_there(done.result) else None

    def ask(self) -> Job:
        """Makes it while the reader waits; what is long is left to the worker."""
        is_short = len(self.document.projects) <= settings.PLAN_WAIT_PROJECTS and (
            self.kind in QUICK or size_of(self.document) <= WAITED_FOR
        )
        ask = perform if is_short else enqueue
        return ask(
            "render",
            self._key(),
            {
                "document": as_dict(self.document),
                "imprint": imprint_dict(self.imprint),
                "kind": self.kind,
            },
            self.reader,
            title=f"{self.title} ({PLAN_FILE_KINDS[self.kind].label})",
            came_from=self.came_from,
        )

    def _key(self) -> str:
        return f"{_digest(self.document, self.imprint)}.{self.kind}"


def _digest(document: PlanDocument, imprint: Imprint) -> str:
    """Of everything that shows in the file, and of the program that writes it."""
    content = (as_dict(document), imprint_dict(imprint), branding(), render_version())
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
