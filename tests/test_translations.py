"""Finnish and Swedish are complete, and placeholders survive translation."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

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
    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]")
    for _message, sources, targets in messages(language):
        wanted = set(pattern.findall(sources[-1]))
        assert all(set(pattern.findall(target)) == wanted for target in targets), sources
