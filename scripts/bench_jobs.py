"""Timings of publishing, and of big plans by a worker, with the memory that it takes."""

import dataclasses
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

BIG = 200  # projects
ROW = 10  # jobs one after the other


def bench_publishing(name: str, plan, user) -> str:
    """Publishes the plan; the address of its public PDF."""
    from django.urls import reverse

    from projects.clock import today
    from reports.editions.approval import approve, send_for_approval
    from reports.editions.publishing import publish

    send_for_approval(plan.pk, user)
    approve(plan.pk, user, body="Kaupunginhallitus", decided_on=today())
    watch, begin = Watch(), time.perf_counter()
    edition = publish(plan.pk, user, is_public=True, progress=watch)
    print(
        f"{name}: an edition of {edition.entries.count()} projects with its "
        f"{edition.files.count()} files published in {time.perf_counter() - begin:.1f} s, "
        f"process that rendered {watch.most:.0f} MB"
    )
    return reverse("public-pdf", args=[edition.slug])


class Watch:
    """A progress that looks how much memory the processes take that this one has started."""

    most = 0.0

    def __call__(self, _fraction: float, _stage: str = "") -> None:
        self.most = max([self.most, *(most(pid) for pid in children(os.getpid()))])


def bench_background(name: str, plan) -> None:
    """Files of 200 projects: all of an edition, and ten PDFs one after the other by a worker."""
    from reports.composing.from_portfolio import plan_document
    from reports.composing.imprints import plan_imprint
    from reports.document.interchange import as_dict
    from reports.jobs import enqueue
    from reports.models import Job
    from reports.rendering import PLAN_FILE_KINDS
    from reports.rendering.apart import Wanted, imprint_dict, render_all_apart

    document = plan_document(plan)
    copies = BIG // len(document.projects)
    many = dataclasses.replace(
        document,
        projects=tuple(
            dataclasses.replace(project, number=f"{project.number}.{n}")
            for n in range(1, copies + 1)
            for project in document.projects
        ),
    )
    imprint, faces = plan_imprint(plan), (many, dataclasses.replace(many))
    watch, begin = Watch(), time.perf_counter()
    made = render_all_apart(
        [Wanted(k, face, imprint) for face in faces for k in PLAN_FILE_KINDS], watch
    )
    print(
        f"{len(made)} files of {BIG} projects ({sum(map(len, made)):,} bytes), as for an edition: "
        f"{time.perf_counter() - begin:.1f} s, process that rendered {watch.most:.0f} MB"
    )
    asked = {"document": as_dict(many), "imprint": imprint_dict(imprint), "kind": "pdf"}
    command = [sys.executable, "manage.py", "work", "--verbosity", "0"]
    worker = subprocess.Popen(command)
    after, times, child = [], [], 0.0
    try:
        for number in range(ROW):
            begin = time.perf_counter()
            job = enqueue("render", f"bench {number}", asked, None)
            while job.is_active:
                child = max([child, *(most(pid) for pid in children(worker.pid))])
                time.sleep(0.1)
                job = Job.objects.defer("parameters").get(pk=job.pk)
            assert job.state == Job.State.DONE, job.error_text
            times.append(time.perf_counter() - begin)
            after.append(memory(worker.pid, "VmRSS"))
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    print(
        f"{name}: PDF of {BIG} projects ({job.size:,} bytes) by the worker, {ROW} one after the "
        f"other: median {statistics.median(times):.1f} s with waiting for its turn, longest "
        f"{max(times):.1f} s; largest process that rendered {child:.0f} MB; the worker itself "
        f"{after[0]:.1f} MB after 1, {after[-1]:.1f} MB after {ROW}"
    )


def children(pid: int) -> list[int]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:  # it has ended meanwhile
                continue
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry))
    return found


def most(pid: int) -> float:
    """The most memory that the process has held so far, in MB."""
    try:
        return memory(pid, "VmHWM")
    except OSError:
        return 0.0


def memory(pid: int, what: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0
