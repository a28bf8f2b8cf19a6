"""Timings of publishing, and of big plans by a worker, with the memory that it takes."""

import dataclasses
import statistics
import subprocess
import sys
import time

from scripts.bench.files import Watch
from scripts.bench.files import many as times_over
from scripts.bench.processes import children, memory, most

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
    many = times_over(document, BIG)
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
