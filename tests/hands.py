"""What a person does in a browser, counted, and how long it takes them."""

from __future__ import annotations


class Hands:
    """What a person does on pages, counted: clicks, fields, words that are typed, pages read."""

    def __init__(self, page):
        self.page, self.clicks, self.fields, self.words, self.pages = page, 0, 0, 0, 0
        page.on("domcontentloaded", self._read)

    def _read(self, _page):
        self.pages += 1

    def click(self, selector):
        self.clicks += 1
        self.page.click(selector)

    def choose(self, name, value):
        """A chip or a box, which is one click."""
        self.click(f"label:has(input[name={name}][value='{value}'])")

    def pick(self, name, value):
        """A choice of a list: a click that opens it and one that takes."""
        self.clicks += 2
        self.page.select_option(f"[name={name}]", value)

    def type(self, name, text):
        self.fields += 1
        self.words += len(text.split())
        self.page.fill(f"[name={name}]", text)

    @property
    def seconds(self):
        """Slowly: three seconds a click and a field, 30 words a minute, 15 seconds a page."""
        return 3 * (self.clicks + self.fields) + 2 * self.words + 15 * self.pages
