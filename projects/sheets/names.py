"""Names in the cells of a spreadsheet: what is written for a row is read back as that row.

An area is written by its name, by its path (`Hallinto › Yksikkö 2`) where another has the same
name, and from the top (`› Yksikkö 2`) where only that tells them apart. A name with a separator
in it is put into quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

BELOW, AND, QUOTE = "›", ";", '"'


class UnknownName(ValueError):
    """Nothing is called so. `name` is what was looked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AmbiguousName(ValueError):
    """More than one is called so. `choices` are the texts that tell them apart."""

    def __init__(self, name: str, choices: list[str]) -> None:
        super().__init__(name)
        self.name, self.choices = name, choices


def quoted(name: str, separator: str) -> str:
    """The name as it stands in a cell between separators."""
    if name and name == name.strip() and separator not in name and QUOTE not in name:
        return name
    return f"{QUOTE}{name.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def split_quoted(text: str, separator: str) -> list[str]:
    """The names between the separators, as `quoted` wrote them."""
    names, start, inside = [], 0, False
    for place, letter in enumerate(text):
        if letter == QUOTE:
            inside = not inside
        elif letter == separator and not inside:
            names.append(text[start:place])
            start = place + 1
    return [_plain(name.strip()) for name in (*names, text[start:])]


def _plain(text: str) -> str:
    if len(text) > 1 and text.startswith(QUOTE) and text.endswith(QUOTE):
        return text[1:-1].replace(QUOTE * 2, QUOTE)
    return text


def joined(names: Iterable[str]) -> str:
    return f"{AND} ".join(quoted(name, AND) for name in names)


def names_in(text: str, known: Mapping[str, object]) -> list[str]:
    """The known names in a cell. Raises `UnknownName`.

    A name with a semicolon in it is found without quotation marks too, if only it is known.
    """
    found = [name for name in split_quoted(text, AND) if name]
    if all(name in known for name in found):
        return list(dict.fromkeys(found))
    pieces, found = text.split(AND), []
    while pieces:
        for end in range(len(pieces), 0, -1):
            name = AND.join(pieces[:end]).strip()
            if name in known:
                found.append(name)
                break
        else:
            end = 1
            if name:
                raise UnknownName(_plain(name))
        pieces = pieces[end:]
    return list(dict.fromkeys(found))


class AreaNames:
    """The areas of a tree by what people write for them."""

    def __init__(self, areas: Iterable[tuple[int, str, int | None]]) -> None:
        """`areas`: number, name, and the number of the one above."""
        rows = {key: (name, above) for key, name, above in areas}
        self._paths = {key: self._path(key, rows) for key in rows}
        self._whole = {path: key for key, path in self._paths.items()}
        self._ends: dict[tuple[str, ...], set[int]] = {}
        for key, path in self._paths.items():
            for length in range(1, len(path) + 1):
                self._ends.setdefault(path[-length:], set()).add(key)

    def key_of(self, text: str) -> int:
        """The area that the text means. Raises `UnknownName`, `AmbiguousName`."""
        text = text.strip()
        path = tuple(split_quoted(text, BELOW))
        if path[0] == "" and len(path) > 1 and path[1:] in self._whole:
            return self._whole[path[1:]]
        found = self._ends.get(path) or self._ends.get((text,)) or set()
        if not found:
            raise UnknownName(text)
        if len(found) > 1:
            raise AmbiguousName(text, sorted(self.text_of(key) for key in found))
        return next(iter(found))

    def text_of(self, key: int) -> str:
        """The shortest text that means this area and no other."""
        path = self._paths[key]
        for length in range(1, len(path) + 1):
            if self._ends[path[-length:]] == {key}:
                return self._written(path[-length:])
        return f"{BELOW} {self._written(path)}"

    def texts(self) -> list[str]:
        """What means each of the areas."""
        return [self.text_of(key) for key in self._paths]

    def _written(self, path: tuple[str, ...]) -> str:
        return f" {BELOW} ".join(quoted(name, BELOW) for name in path)

    def _path(self, key: int, rows: dict[int, tuple[str, int | None]]) -> tuple[str, ...]:
        names: list[str] = []
        above: int | None = key
        while above is not None and len(names) <= len(rows):
            name, above = rows[above]
            names.insert(0, name)
        return tuple(names)
