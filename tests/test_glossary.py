"""The words of the code in docs/glossary.md are defined where it says."""

import re

import pytest
from django.conf import settings

NAMED = re.compile(r"`((?:\w+/)+\w+\.py)(?:: (\w+))?`")


def _named():
    text = (settings.BASE_DIR / "docs" / "glossary.md").read_text("utf-8")
    return NAMED.findall(text.partition("## Words of the code")[2])


def test_the_glossary_names_places():
    assert len(_named()) > 30


@pytest.mark.parametrize(("path", "name"), _named())
def test_a_word_of_the_code_is_defined_where_the_glossary_says(path, name):
    source = (settings.BASE_DIR / path).read_text("utf-8")
    assert re.search(rf"^(class |def )?{name}\b", source, re.M)
