"""Every address of the site, found by walking the URL configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its name (`admin:index`, `project`) and its pattern (`projects/<int:pk>/`)."""

    name: str
    pattern: str

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.pattern))


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list, namespace: str, above: str) -> Iterator[Route]:
    for each in patterns:
        pattern = above + str(each.pattern)
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, inside, pattern)
        elif isinstance(each, URLPattern):
            yield Route(f"{namespace}{each.name or ''}", pattern)
