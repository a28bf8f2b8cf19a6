"""How modules hang together, looked at from outside."""

import re
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest
from django.conf import settings

APPS = (
    "organisation",
    "accounts",
    "projects",
    "impact_assessments",
    "reports",
    "portfolio",
    "api",
    "operations",
)


def test_no_modules_import_each_other_in_a_circle():
    graph = grimp.build_graph(*APPS, cache_dir=None)
    imports = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if ".migrations" not in module
    }
    assert len(imports) > 100
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_files_are_named_in_one_place():
    """A name that somebody typed goes into a header by RFC 6266, or not at all."""
    naming = [
        path
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "content-disposition" in path.read_text().lower()
    ]
    assert naming == [settings.BASE_DIR / "organisation" / "file_answers.py"]


def test_no_module_sets_what_django_keeps_for_itself():
    """Related rows are given by assignment and by `Prefetch`, as Django documents it."""
    private = re.compile(
        r"(_prefetched_objects_cache|fields_cache|_result_cache|_prefetch_done|_mutable)\b"
    )
    # What a related manager answers can be said by no public means, and is said in one module.
    allowed = {"projects/known_rows.py"}
    naming = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts and private.search(path.read_text())
    }
    assert naming == allowed
