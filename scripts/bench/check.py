"""Fail where a page takes more queries or processor time than it did: half as much again.

Time is told in times a loop of plain Python that is measured by turns with the pages, so that the
figures in the repository hold on other machines. `UPDATE=1` writes them anew.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.bench.figures import worse
from scripts.bench.making import Portfolio, demonstration, grown_to
from scripts.bench.measuring import address, client_of, key, queries, read, saving
from scripts.bench.pages import PAGES
from scripts.bench.processes import collect_static, environment

KNOWN = Path(__file__).with_name("figures.json")
SIZE = 1_000
ROUNDS = 5


def main() -> None:
    if len(sys.argv) > 1:
        sys.exit(check())
    with tempfile.TemporaryDirectory(prefix="salkku-bench-") as folder:
        its = environment(f"sqlite:///{folder}/bench.sqlite3", folder)
        collect_static(its)
        command = [sys.executable, "-m", "scripts.bench.check", "here"]
        sys.exit(subprocess.run(command, env=its).returncode)


def check() -> int:
    import django

    django.setup()
    portfolio = grown_to(SIZE, demonstration().pk)
    now = taken(portfolio)
    if os.environ.get("UPDATE"):
        KNOWN.write_text(json.dumps(now, indent=2) + "\n")
        print(f"Kept what {len(now)} pages take.")
        return 0
    found = worse(json.loads(KNOWN.read_text()), now)
    print(*found, sep="\n", end="\n" * bool(found))
    print(f"{len(now)} pages, {len(found)} that take half as much again as they did.")
    return bool(found)


def taken(portfolio: Portfolio) -> dict[str, dict[str, float]]:
    """Queries of each page, and the least time that it took, in times the loop's least."""
    touch = saving(portfolio.project)
    wanted: dict[str, tuple[str, str, Callable[[], None] | None]] = {}
    for page in PAGES:
        wanted[page.name] = (address(page, portfolio), key(page, portfolio), None)
        if page.hangs_on_saves:
            wanted[f"{page.name}, after a save"] = (
                address(page, portfolio),
                portfolio.cookie,
                touch,
            )
    found = {
        name: {"queries": queries(path, its, before)}
        for name, (path, its, before) in wanted.items()
    }
    least: dict[str, float] = {}
    for name, (path, its, before) in wanted.items():
        loops, times, client = [], [], client_of(its)
        read(client, path)
        for _n in range(ROUNDS):
            loops.append(cpu_of(loop))
            if before:
                before()
            times.append(cpu_of(lambda path=path, client=client: read(client, path)))
        least[name] = min(times) / min(loops)
    return {name: figures | {"cpu": round(least[name], 3)} for name, figures in found.items()}


def cpu_of(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def loop() -> int:
    """Some thirty milliseconds of what pages do: names, sums and texts in dictionaries."""
    found: dict[str, int] = {}
    for number in range(60_000):
        name = f"{number % 1000}"
        found[name] = found.get(name, 0) + len(name)
    return sum(found.values())


if __name__ == "__main__":
    main()
