"""How projects wait for each other: chains, circles, and what comes too late. No database.

An edge is a pair of project numbers: the one that holds up, and the one that waits for it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Edge = tuple[int, int]


@dataclass(frozen=True)
class Times:
    """When a project runs, as far as it is known. Who is over holds nobody up any more."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    forecast: datetime.date | None = None
    is_over: bool = False


@dataclass(frozen=True)
class Late:
    """A project that should start before the one that it waits for ends."""

    blocker: int
    blocked: int
    end: datetime.date
    """When the blocker ends: by its forecast, else by its plan and what itself waits for."""
    start: datetime.date
    is_pushed: bool
    """Whether the end is later than planned because of what lies before it in the chain."""


def connected(edges: Iterable[Edge], project: int) -> frozenset[int]:
    """The project and all that hang together with it, whichever way."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    return frozenset(_reached(beside, project))


def chain(edges: Iterable[Edge], first: int, last: int) -> tuple[int, ...]:
    """The shortest way from the first to the last, both named; empty where there is none."""
    after = _after(edges)
    came_from: dict[int, int] = {}
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        if here == last:
            way = [last]
            while way[-1] != first:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for there in sorted(after[here]):
            if there != first and there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return ()


def circle(edges: Iterable[Edge], edge: Edge) -> tuple[int, ...]:
    """The circle that one more edge would close, from its blocker back to it; empty if none."""
    blocker, blocked = edge
    way = chain(edges, blocked, blocker)
    return (blocker, *way) if way else ()


def late_links(edges: Iterable[Edge], times: Mapping[int, Times]) -> list[Late]:
    """Where somebody waits for what ends after their start, in the order of the chain.

    A project that starts late ends as much later, and so holds up what comes after it, unless
    its own forecast says when it ends.
    """
    edges = [edge for edge in set(edges) if edge[0] in times and edge[1] in times]
    before: dict[int, list[int]] = defaultdict(list)
    for blocker, blocked in sorted(edges):
        before[blocked].append(blocker)
    ends: dict[int, tuple[datetime.date | None, bool]] = {}
    found = []
    for project in _in_order(edges):
        mine, delay = times[project], datetime.timedelta()
        for blocker in before[project]:
            end, is_pushed = ends.get(blocker, (None, False))
            if end is None or mine.start is None or end <= mine.start:
                continue
            if mine.is_over or times[blocker].is_over:
                continue
            delay = max(delay, end - mine.start)
            found.append(Late(blocker, project, end, mine.start, is_pushed))
        ends[project] = _end(mine, delay)
    return found


def through(links: Iterable[Late], project: int) -> list[Late]:
    """The links of the late chains that pass the project: those before it and those after it."""
    links = list(links)
    edges = [(link.blocker, link.blocked) for link in links]
    before = _reached(_after((b, a) for a, b in edges), project)
    after = _reached(_after(edges), project)
    return [link for link in links if link.blocked in before or link.blocker in after]


def _end(times: Times, delay: datetime.timedelta) -> tuple[datetime.date | None, bool]:
    if times.forecast or times.end is None:
        return times.forecast or times.end, False
    return times.end + delay, bool(delay)


def _after(edges: Iterable[Edge]) -> dict[int, set[int]]:
    after: dict[int, set[int]] = defaultdict(set)
    for blocker, blocked in edges:
        after[blocker].add(blocked)
    return after


def _reached(after: Mapping[int, set[int]], start: int) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        for there in after.get(waiting.pop(), ()):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def _in_order(edges: Iterable[Edge]) -> Iterator[int]:
    """Every project after those that it waits for. A circle, which a form refuses, comes last."""
    after = _after(edges)
    left = {project: 0 for edge in edges for project in edge}
    for _blocker, blocked in edges:
        left[blocked] += 1
    ready = sorted(project for project, count in left.items() if not count)
    waiting = deque(ready)
    while waiting:
        here = waiting.popleft()
        yield here
        del left[here]
        for there in sorted(after[here]):
            left[there] -= 1
            if not left[there]:
                waiting.append(there)
    yield from sorted(left)
