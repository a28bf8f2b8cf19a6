"""The workbook of many projects: written, looked at with changes, imported, with the memory."""

import io
import random
import resource
import time

PROJECTS, CHILDREN = 5_000, 15_000


def bench_workbook(name: str, user) -> None:
    """Of new projects with their children, and then of the same with a change in every row."""
    from projects.sheets.imports import carry_out, keep, look
    from projects.sheets.workbook.book import write_workbook

    def step(text, work):
        begin, worked = time.perf_counter(), time.process_time()
        made = work()
        took, worked = time.perf_counter() - begin, time.process_time() - worked
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {text} {took:.1f} s, {worked:.1f} s of its processor, "
            f"most memory so far {most:.0f} MB",
            flush=True,
        )
        return made

    def brought(text, data):
        upload = keep("workbook", "bench.xlsx", "xlsx", data, user)
        step(f"preview of {text}", lambda: look(upload))
        upload.refresh_from_db()
        told = {key: upload.preview[key] for key in ("new", "changed", "problem_count")}
        assert not told["problem_count"], upload.preview["sheets"][0]["problems"][:3]
        print(f"  {told}", flush=True)
        step(f"import of {text}", lambda: carry_out(upload.pk))

    rows = f"{PROJECTS:,} projects with {CHILDREN:,} children"
    brought(f"{rows}, all new", _new_rows())
    target = io.BytesIO()
    step(f"workbook of {rows} written", lambda: write_workbook(target, user))
    brought("a change in every row", step("(changing the file)", lambda: _changed(target)))


def _new_rows() -> bytes:
    import openpyxl

    from projects.models import ServiceArea

    dice = random.Random(1)
    areas = ServiceArea.objects.order_by("pk").without_tree_fields()
    area = next(each.name for each in areas if areas.filter(name=each.name).count() == 1)
    book = openpyxl.Workbook(write_only=True)
    sheets = {
        "projects": ("name", "scope", "service area", "description", "notes"),
        "schedule phases": ("project", "phase", "start", "end"),
        "cost items": ("project", "kind", "at least (€)", "at most (€)", "period"),
        "risks": ("project", "what could happen", "probability", "impact"),
    }
    made = {title: book.create_sheet(title) for title in sheets}
    for title, heads in sheets.items():
        made[title].append(heads)
    for number in range(PROJECTS):
        called = f"Työkirjahanke {number}"
        words = " ".join(dice.choice(("palvelu", "järjestelmä", "tieto")) for _n in range(60))
        made["projects"].append((called, "service_area", area, words, f"Huomio {number}"))
    for place in range(CHILDREN):
        called = f"Työkirjahanke {place % PROJECTS}"
        if place < CHILDREN // 3:
            made["schedule phases"].append((called, "Kilpailutus", "2023", "Q3/2024"))
        elif place < 2 * CHILDREN // 3:
            made["cost items"].append((called, "one_off", place, place + 10, "total"))
        else:
            made["risks"].append((called, f"Viive {place}", 3, 4))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _changed(target: io.BytesIO) -> bytes:
    """The file with other notes of projects, and names and words of their children."""
    import openpyxl
    from django.utils.text import capfirst

    from projects.models import CostItem, Project, Risk, SchedulePhase
    from projects.sheets.workbook.sheets import SHEETS, title_of

    fields = {Project: "notes", SchedulePhase: "name", CostItem: "description", Risk: "cause"}
    read = openpyxl.load_workbook(target, read_only=True)
    book = openpyxl.Workbook(write_only=True)
    for resource_class in SHEETS.values():
        model, title = resource_class._meta.model, title_of(resource_class)[:31]
        if model not in fields:
            continue
        head = capfirst(str(model._meta.get_field(fields[model]).verbose_name))
        sheet, rows = book.create_sheet(title), read[title].iter_rows(values_only=True)
        heads = next(rows)
        sheet.append(heads)
        place = heads.index(head)
        for row in rows:
            sheet.append([f"{c or ''} muuttui" if n == place else c for n, c in enumerate(row)])
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()
