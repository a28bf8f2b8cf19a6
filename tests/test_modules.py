"""How modules hang together, looked at from outside."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

APPS = ("organisation", "accounts", "projects", "impact_assessments", "reports", "portfolio")


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
