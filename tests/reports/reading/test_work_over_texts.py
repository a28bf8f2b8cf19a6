"""Work over texts grows with the text, not with its square, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from projects.fields import fold, sort_key
from projects.models.talk import mentions
from projects.plain_texts import one_line, plain_text
from projects.searching.index import words_of
from reports.comparison.word_differences import word_differences
from reports.leaks import find as leaks
from reports.preflight.told_figures import says_that_it_costs_nothing, sums_apart
from reports.reading.meaning.schedules import read_schedule
from reports.reading.meaning.sums import read_sums
from reports.rendering.paper.long_words import with_breaks
from reports.texts.links import split_links
from reports.texts.plain import blocks
from reports.texts.rich import to_html

SHAPES = {
    "one word": "a", "words": "sana kissa ", "lines": "a\n", "blocks": "a\n\n", "digits": "1234567890",
    "numbers": "12 345 ", "sums": "10 000 €, ", "dates": "1.1.2023-", "brackets": "(", "items": "- a\n",
    "spaces": " ", "marks": "**a *b ", "links": "[a](", "addresses": "https://a.fi/", "signs": "<&@",
    "sentences": "Aaa bbb ccc ddd eee. ",
}  # fmt: skip
WORK = {
    "differences": lambda text: word_differences(text, text.replace("a", "b").replace("1", "2")),
    "sums": read_sums, "schedule": read_schedule, "sums apart": lambda text: sums_apart(text, []),
    "costs nothing": says_that_it_costs_nothing,
    "links": lambda text: list(split_links(text)), "blocks": lambda text: list(blocks(text)),
    "one line": one_line, "plain": plain_text, "rich": to_html, "mentions": mentions, "fold": fold, "sort": sort_key,
    "words": words_of, "tags": leaks._without_tags, "sentences": leaks.BREAK.split,
    "breaks": with_breaks,
}  # fmt: skip
SIZE = 1_500
TIMES = 6  # as long is the second text; a cost of the square grows by 36
NOISE = 0.01  # seconds of the processor that say nothing


def cost(work, text):
    """Seconds of the processor, the least of a few times: other processes do not count."""
    least = float("inf")
    for _again in range(3):
        begin = time.process_time()
        work(text)
        least = min(least, time.process_time() - begin)
        if least < NOISE:
            break
    return least


@pytest.mark.parametrize("name", WORK)
def test_the_cost_does_not_grow_with_the_square(name):
    for shape in SHAPES.values():
        short, long = (f"x{(shape * size)[:size]}x" for size in (SIZE, TIMES * SIZE))
        few, many = cost(WORK[name], short), cost(WORK[name], long)
        assert many < 3 * TIMES * max(few, NOISE / TIMES), shape
