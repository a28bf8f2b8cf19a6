"""Finnish and Swedish are complete, and placeholders survive translation."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from portfolio.web.library_texts import TEXTS

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def messages(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                sources = message.id if isinstance(message.id, tuple) else (message.id,)
                targets = message.string if isinstance(message.string, tuple) else (message.string,)
                yield message, sources, targets


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_text_is_translated(language):
    missing = [m.id for m, _sources, targets in messages(language) if not all(targets) or m.fuzzy]
    assert missing == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_placeholders_are_those_of_the_source(language):
    """A text of a library may leave out a named one: what programs call a model or a field."""
    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]")
    for _message, sources, targets in messages(language):
        wanted = set(pattern.findall(sources[-1]))
        spare = {name for name in wanted if "(" in name and sources[0] in TEXTS}
        for target in targets:
            assert wanted - spare <= set(pattern.findall(target)) <= wanted, sources


def test_the_catalogues_hold_every_text_of_the_sources_and_no_other(tmp_path):
    """What `make messages` would write; a text that it would add has no translation yet."""
    copy = tmp_path / "copy"
    ours = shutil.ignore_patterns(".*", "var", "vendor", "__pycache__", "*.mo")
    shutil.copytree(LOCALE.parent, copy, ignore=ours)
    before = {language: ids(copy, language) for language in ("fi", "sv")}
    collect = (
        "from django.core.management import call_command as call; "
        "call('makemessages', locale=['fi', 'sv'], no_location=True, no_wrap=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", collect], cwd=copy, check=True)
    for language, known in before.items():
        assert ids(copy, language) == known


def ids(folder, language):
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return {(message.context, message.id) for message in read_po(file) if message.id}
