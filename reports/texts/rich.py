"""Texts of chapters: headings, lists, links and emphasis, written in a subset of Markdown.

Everything else stays text: HTML, images, code, links of other kinds than http, https and mailto.
Pages, PDF and HTML show `to_html`; other renderers walk `to_tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from projects.plain_texts import plain_text
from reports.texts.links import split_links

FORMATTING_HELP = _(
    "A line that begins with ### is a heading, with - or 1. a list. **bold**, *italic*, "
    "[a link](https://www.example.fi)."
)
SCHEMES = {"http", "https", "mailto"}
_LINK = re.compile(r"(?i)https?://[\w.-]+(?:[:/?#]|$)|mailto:[^\s@]+@[\w.-]+$")
DEEPEST = 6
_DASHES = re.compile(r"(?m)^([ \t]*)[–•][ \t]+")  # what word processors put before list items
_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "strong", "em", "br"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "li": {"value"}}


# Lists in lists have a depth that people still read; beyond, their marks are text.
_DEEP = re.compile(r"(?m)^[ \t]{16,}")
_MANY_MARKS = re.compile(r"(?m)^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+){6,}")
_MARK = re.compile(r"[-*+.)]")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return _LINK.match(url) is not None


def _parser() -> MarkdownIt:
    # Of lists in lists and marks in marks more than people read; a text of brackets is read anew
    # at each depth.
    return _Parser("zero", {"html": False, "breaks": True, "maxNesting": 30}).enable(
        ["heading", "list", "link", "autolink", "emphasis", "balance_pairs", "escape", "newline"]
    )


_PARSER = _parser()


def to_html(text: str, level: int = 3) -> SafeString:
    """Safe HTML; the highest heading of the text is an `<h{level}>`, and no level is skipped."""
    made = _PARSER.renderer.render(to_tokens(text, level), _PARSER.options, {})
    # The parser lets no HTML through; this holds whatever it does.
    cleaned = nh3.clean(
        made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    )
    return mark_safe(cleaned)


def to_tokens(text: str, level: int = 3) -> list[Token]:
    """The text as markdown-it tokens, with the headings' levels below `level - 1`."""
    plain = _DASHES.sub(r"\1- ", _DEEP.sub(" " * 16, plain_text(text).strip()))
    plain = _MANY_MARKS.sub(lambda marks: _MARK.sub(r"\\\g<0>", marks[0]), plain)
    tokens = list(_without_empty(_PARSER.parse(plain)))
    _levels(tokens, level)
    _numbers(tokens)
    for place, token in enumerate(tokens):
        if token.type == "list_item_open" and tokens[place + 1].type == "paragraph_open":
            # The first paragraph of an item stands beside the item's mark.
            tokens[place + 1].hidden = tokens[place + 3].hidden = True
        if token.children:
            token.children = list(_with_words(token.children))
    return tokens


def _without_empty(tokens: list[Token]) -> Iterator[Token]:
    """Without headings that say nothing: nobody could go to one."""
    skipped = 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and not tokens[place + 1].content.strip():
            skipped = 3
        if skipped:
            skipped -= 1
        else:
            yield token


def _levels(tokens: list[Token], level: int) -> None:
    heads = [t for t in tokens if t.type in ("heading_open", "heading_close")]
    ranks = sorted({t.tag for t in heads})
    last = level - 1
    for token in heads:
        if token.type == "heading_open":
            last = min(level + ranks.index(token.tag), last + 1, DEEPEST)
        token.tag = f"h{last}"


def _numbers(tokens: list[Token]) -> None:
    """An item has the number that was typed, where it is another than the one before and one."""
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            typed = [int(item.info) for item in items if item.info]
            if len(set(typed)) == 1 < len(typed):
                continue  # "1." before each item, as Markdown allows
            for item, number, before in zip(items[1:], typed[1:], typed, strict=False):
                if number != before + 1:
                    item.attrSet("value", str(number))


def _with_words(children: list[Token]) -> Iterator[Token]:
    """A link without words shows its address; an address in the text is a link."""
    in_link = False
    for place, token in enumerate(children):
        in_link = token.type == "link_open" or (in_link and token.type != "link_close")
        if token.type == "text" and not in_link:
            yield from _with_links(token)
        else:
            yield token
        following = children[place + 1 : place + 2]
        if token.type == "link_open" and following and following[0].type == "link_close":
            yield _text(str(token.attrGet("href")))


def _with_links(token: Token) -> Iterator[Token]:
    for words, address in split_links(token.content):
        if address:
            yield Token("link_open", "a", 1, attrs={"href": address})
        if words:
            yield _text(words)
        if address:
            yield Token("link_close", "a", -1)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
