"""What libraries say is said in Finnish and Swedish, by their catalogues or by ours."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from portfolio.web.library_texts import TEXTS

# A package, and the parts of it that write for nobody here: other databases, commands, tests, and
# pages that are not in the URL configuration.
LIBRARIES = {
    "django.forms": "",
    "django.db": r"backends/|migrations/",
    "django.core": r"management/|checks/|mail/|serializers/",
    "django.utils": r"dates\.py",
    "django.template": "",
    "django.contrib.admin": "",
    "django.contrib.auth": r"management/",
    "allauth": r"socialaccount/providers/|headless/|idp/|/tests/|usersessions/tests",
    "import_export": "",
    "simple_history": r"management/",
    "django_filters": r"rest_framework/|conf\.py",
    "tree_queries": r"admin\.py",
    "rest_framework": r"^(?!(exceptions|fields|relations|serializers|validators)\.py$)",
}
KEYWORDS = {
    name + lazy: where
    for name, where in DEFAULT_KEYWORDS.items()
    for lazy in ("", "_lazy", "_noop")
    if name[0] != "d"
}
# Read by nobody: columns of tables that have no page, and what is said to who writes programs.
UNREAD = {
    "MFA", "WebAuthn", "uid", "token", "extra data", "salt", "hash", "version",
    "Form is not validated, call `is_valid` first",
    "call to force_str() on instance failed: %s",
    "use_natural_foreign_keys and key_is_id cannot both be True",
    "Export %(len)s selected item.",  # of the page that ours replaces
    "addedname", "changedname", "deletedname",  # what Babel makes of an f-string
}  # fmt: skip
UNREAD_PARTS = ("'import_id_fields'", "{} new, {} updated", "%(exc_name)s encountered")
SAME = re.compile(r"[\W\d_]*|IPv[46]|URL|Text|%s [kKMGTP]B|(%\(\w+\)s\W*)+")


def test_every_text_of_a_library_is_translated():
    missing = [
        (language, package, text)
        for package, apart in LIBRARIES.items()
        for context, text in texts_of(package, apart)
        for language in ("fi", "sv")
        if not SAME.fullmatch(text) and not is_unread(text) and not said(language, context, text)
    ]
    assert missing == []


def test_every_text_that_is_said_in_our_own_words_is_a_library_s():
    known = {text for package, apart in LIBRARIES.items() for _c, text in texts_of(package, apart)}
    assert {text for text in TEXTS if isinstance(text, str)} <= known


def is_unread(text: str) -> bool:
    return text in UNREAD or any(part in text for part in UNREAD_PARTS)


def said(language: str, context: str | None, text: str) -> bool:
    """Whether the catalogues of the language itself have the text; Swedish falls on Finnish."""
    known: Any = trans_real.translation(language)._catalog
    key = f"{context}\x04{text}" if context else text
    return bool(known.get(key) or known.get((key, 0)) or known.get((key, 1)))


@cache
def texts_of(package: str, apart: str) -> frozenset[tuple[str | None, str]]:
    """Every text of a package with its context, of plural ones the singular."""
    spec: Any = find_spec(package)
    folder = Path(spec.submodule_search_locations[0])
    return frozenset(
        found
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".html", ".txt")
        and not (apart and re.search(apart, path.relative_to(folder).as_posix()))
        for found in texts_in(path)
    )


def texts_in(path: Path) -> Iterator[tuple[str | None, str]]:
    source = path.read_text(encoding="utf-8")
    if not re.search(r"gettext|translat|trans ", source):
        return
    code = source if path.suffix == ".py" else " ".join(templatize(source).split("\n"))
    for _line, found, _comments, context in extract(
        "python", io.BytesIO(code.encode()), keywords=KEYWORDS
    ):
        yield context, found[0] if isinstance(found, tuple) else found


@pytest.mark.parametrize(("language", "said"), [("fi", "219,1\xa0kt"), ("sv", "219,1\xa0kB")])
def test_sizes_of_files_have_the_units_of_the_language(language, said):
    with translation.override(language):
        assert filesizeformat(224_348) == said
