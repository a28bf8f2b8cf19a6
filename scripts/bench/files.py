"""Timings of files: the plan as PDF, an assessment, and reading what others wrote."""

import dataclasses
import os
import statistics
import time
from functools import partial

from scripts.bench.processes import children, cpu, family, most
from scripts.bench.serving import Served, ask
from scripts.beside import PLANS

ROUNDS = 30
SIZES = [int(size) for size in os.environ.get("PLANS", "20,200").split(",")]


def timed(work) -> tuple[float, object]:
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1000, result


def many(document, count: int):
    """The plan with its projects so many times over that there are `count`."""
    copies = range(1, count // len(document.projects) + 1)
    return dataclasses.replace(
        document,
        projects=tuple(
            dataclasses.replace(project, number=f"{project.number}.{n}")
            for n in copies
            for project in document.projects
        ),
    )


def bench_drafts(plan) -> None:
    """A draft as PDF by a process that is started for it, and by one that is kept warm."""
    from reports.composing.from_portfolio import plan_document
    from reports.composing.imprints import plan_imprint
    from reports.rendering.apart import render_apart

    first = "by the first process"
    for count, state in [(SIZES[0], first), *((count, "by a warm process") for count in SIZES)]:
        document, imprint = many(plan_document(plan), count), plan_imprint(plan)
        watch = Watch()
        before, begin = cpu(family(os.getpid())), time.perf_counter()
        data = render_apart("pdf", document, imprint, watch)
        took, on_clock = cpu(family(os.getpid())) - before, time.perf_counter() - begin
        print(
            f"Draft PDF of {count} projects {state} ({len(data):,} bytes): {took:.1f} s of "
            f"CPU, {on_clock:.1f} s on the clock, process that rendered {watch.most:.0f} MB",
            flush=True,
        )


def bench_parts(plan, count: int = 200) -> None:
    """What of the time of a PDF goes where, in a process that has made one before."""
    from reports.composing.from_portfolio import plan_document
    from reports.composing.imprints import plan_imprint
    from reports.rendering.paper.pdf import render_pdf

    document, imprint = plan_document(plan), plan_imprint(plan)
    render_pdf(document, imprint)
    ends: dict[float, float] = {}

    def progress(fraction: float, _stage: str = "") -> None:
        ends[fraction] = time.process_time()

    begin = time.process_time()
    render_pdf(many(document, count), imprint, progress)
    stages = {
        "its page made": 0.1, "laid out": 0.6, "painted": 0.8, "mended": 0.85, "written": 0.95,
        "compressed": 1,
    }  # fmt: skip
    print(f"PDF of {count} projects, seconds of CPU:", end="")
    for stage, fraction in stages.items():
        print(f" {stage} {ends[fraction] - begin:.1f}", end="")
        begin = ends[fraction]
    print()


class Watch:
    """A progress that looks how much memory the processes take that this one has started."""

    most = 0.0

    def __call__(self, _fraction: float, _stage: str = "") -> None:
        started = (pid for child in children(os.getpid()) for pid in family(child))
        self.most = max([self.most, *map(most, started)])


def bench_kept_file(server: Served, name: str, address: str, cookie: str) -> None:
    """A file that is there already, over HTTP."""
    for _n in range(8):
        status, _data = ask(address, cookie)
        assert status == 200, (address, status)
    times = []
    taken = server.taken(
        lambda: times.extend(timed(partial(ask, address, cookie))[0] for _n in range(ROUNDS))
    )
    print(f"{name}: {taken / ROUNDS:.0f} ms of CPU; on the clock {statistics.median(times):.0f} ms")


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
    beside = PLANS / "naantali-2022-2023.txt"
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
