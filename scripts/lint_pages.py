"""Bounds on templates and style sheets, so that a change of one thing is a change of one line.

Prints each line that is over them and exits with 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120
TEMPLATES = {".html", ".svg", ".txt"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|/\*.*?\*/")


def long_lines() -> Iterator[str]:
    """Lines of templates that are over the bound."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in TEMPLATES:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if len(line) > LONGEST:
                    yield f"{path.relative_to(ROOT)}:{number}: {len(line)} characters"


def crowded_lines() -> Iterator[str]:
    """Lines of style sheets with two declarations, or with two rules."""
    for path in sorted((ROOT / "static" / "salkku").rglob("*.css")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            bare = _QUOTED.sub("", line)
            if bare.count(";") > 1 or bare.count("{") > 1 or bare.count("}") > 1:
                yield f"{path.relative_to(ROOT)}:{number}: more than one declaration or rule"


def main() -> None:
    lines, crowded = list(long_lines()), list(crowded_lines())
    print(*lines, *crowded, sep="\n", end="\n" * bool(lines or crowded))
    print(f"Template lines over {LONGEST} characters: {len(lines)}")
    print(f"Lines of style sheets with two rules: {len(crowded)}")
    sys.exit(bool(lines or crowded))


if __name__ == "__main__":
    main()
