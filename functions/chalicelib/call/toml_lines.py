"""On which line of a TOML file each value stands.

The text is one that `tomllib` has accepted, so this reads only far enough to tell values apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping

# Names of tables and, in an array, the place from 0: ("section", 0, "field", 2, "min").
Way = tuple[str | int, ...]
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_NAME = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+)")
_STRING = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"{3,5}|'''.*?'{3,5}|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'", re.DOTALL
)  # fmt: skip
_BARE = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> Mapping[Way, int]:
    """The line, from 1, of every table, key and element of an array."""
    return _Lines(text).lines


class _Lines:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.ends = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Way, int] = {}
        self.counts: dict[Way, int] = {}
        self._document()

    def _document(self) -> None:
        table: Way = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Way:
        line, is_row = self._line(), self.text.startswith("[[", self.at)
        self.at += 2 if is_row else 1
        *parents, name = self._names()
        self.at = self.text.index("]", self.at) + (2 if is_row else 1)
        way = (*self._into((), parents), name)
        if is_row:
            self.lines.setdefault(way, line)
            self.counts[way] = self.counts.get(way, 0) + 1
            way = (*way, self.counts[way] - 1)
        self.lines[way] = line
        return way

    def _into(self, way: Way, names: list[str]) -> Way:
        """The table of these names; of an array of tables its last row is meant."""
        for name in names:
            way = (*way, name)
            self.lines.setdefault(way, self._line())
            if way in self.counts:
                way = (*way, self.counts[way] - 1)
        return way

    def _pair(self, table: Way) -> None:
        line = self._line()
        *parents, name = self._names()
        way = (*self._into(table, parents), name)
        self.lines[way] = line
        self.at = self.text.index("=", self.at) + 1
        self._value(way)

    def _names(self) -> list[str]:
        names = []
        while True:
            self._skip(_SPACE)
            match = _NAME.match(self.text, self.at)
            assert match, "tomllib accepts no key that begins otherwise"
            names.append(next(part for part in match.groups() if part is not None))
            self.at = match.end()
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def _value(self, way: Way) -> None:
        self._skip(_BLANK)
        first = self.text[self.at]
        if first == "[":
            self._many("]", lambda place: self._element((*way, place)))
        elif first == "{":
            self._many("}", lambda place: self._pair(way))
        else:
            self._skip(_STRING if first in "\"'" else _BARE)

    def _many(self, end: str, read: Callable[[int], None]) -> None:
        self.at += 1
        index = 0
        while self.text[self._skip(_BLANK)] != end:
            if self.text[self.at] == ",":
                self.at += 1
            else:
                read(index)
                index += 1
        self.at += 1

    def _element(self, way: Way) -> None:
        self.lines[way] = self._line()
        self._value(way)

    def _skip(self, what: re.Pattern[str]) -> int:
        match = what.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _line(self) -> int:
        return bisect_right(self.ends, self.at - 1) + 1 if self.at else 1
