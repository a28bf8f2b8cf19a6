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
_PUT_IN = re.compile(r"{%\s*include\s+\"(?P<name>[^\"]+)\"(?P<inputs>[^%]*)\sonly\s*%}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|/\*.*?\*/")


def long_lines() -> Iterator[str]:
    """Lines of templates that are over the bound."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in TEMPLATES:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if len(line) > LONGEST:
                    yield f"{path.relative_to(ROOT)}:{number}: {len(line)} characters"


def lost_tokens() -> Iterator[str]:
    """Forms that are put into a page without the token that a browser has to send with them."""
    pages = {path: path.read_text() for path in sorted((ROOT / "templates").rglob("*.html"))}
    forms = {
        path.relative_to(ROOT / "templates").as_posix()
        for path, text in pages.items()
        if "{% csrf_token %}" in text
    }
    for path, text in pages.items():
        for put_in in _PUT_IN.finditer(text):
            if put_in["name"] in forms and "csrf_token=" not in put_in["inputs"]:
                yield f"{path.relative_to(ROOT)}: {put_in['name']} without csrf_token"


def crowded_lines() -> Iterator[str]:
    """Lines of style sheets with two declarations, or with two rules."""
    for path in sorted((ROOT / "static" / "salkku").rglob("*.css")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            bare = _QUOTED.sub("", line)
            if bare.count(";") > 1 or bare.count("{") > 1 or bare.count("}") > 1:
                yield f"{path.relative_to(ROOT)}:{number}: more than one declaration or rule"


def main() -> None:
    lines, crowded, lost = list(long_lines()), list(crowded_lines()), list(lost_tokens())
    print(*lines, *crowded, *lost, sep="\n", end="\n" * bool(lines or crowded or lost))
    print(f"Template lines over {LONGEST} characters: {len(lines)}")
    print(f"Lines of style sheets with two rules: {len(crowded)}")
    print(f"Forms that are put in without their token: {len(lost)}")
    sys.exit(bool(lines or crowded or lost))


if __name__ == "__main__":
    main()
