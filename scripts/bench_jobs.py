"""Timings of a plan's files: drafts while one waits, and big plans by a worker, with its memory."""

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

BIG = 200  # projects
ROW = 10  # jobs one after the other


def bench_background(name: str, plan) -> None:
    """Renders ten plans of 200 projects in a worker: how long, and how much memory."""
    from reports.from_plan import plan_document, plan_imprint
    from reports.interchange import as_dict
    from reports.jobs import enqueue
    from reports.models import Job
    from reports.rendering.apart import imprint_dict

    document = plan_document(plan)
    times = BIG // len(document.projects)
    many = dataclasses.replace(
        document,
        projects=tuple(
            dataclasses.replace(project, number=f"{project.number}.{n}")
            for n in range(1, times + 1)
            for project in document.projects
        ),
    )
    asked = {"document": as_dict(many), "imprint": imprint_dict(plan_imprint(plan)), "kind": "pdf"}
    command = [sys.executable, "manage.py", "work", "--verbosity", "0"]
    worker = subprocess.Popen(command)
    after, child = [], 0.0
    try:
        for number in range(ROW):
            begin = time.perf_counter()
            job = enqueue("render", f"bench {number}", asked, None)
            while job.is_active:
                child = max([child, *(most(pid) for pid in children(worker.pid))])
                time.sleep(0.1)
                job = Job.objects.defer("parameters").get(pk=job.pk)
            assert job.state == Job.State.DONE, job.error_text
            after.append(memory(worker.pid, "VmRSS"))
            if number == 0:
                took = time.perf_counter() - begin
                print(
                    f"{name}: PDF of {BIG} projects by the worker ({job.size:,} bytes): "
                    f"{took:.1f} s with waiting for its turn"
                )
    finally:
        worker.terminate()
        worker.wait()
    print(
        f"{name}: largest process that rendered {child:.0f} MB; the worker itself "
        f"{after[0]:.1f} MB after 1 job, {after[-1]:.1f} MB after {ROW}"
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
