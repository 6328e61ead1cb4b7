"""Reading a definition strictly: each way of being wrong is its own refusal, with the place it stands in.

A reader tells each refusal to `refuse` and goes on with an empty value, so that one reading finds all of them; by
default the first is raised.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NoReturn, Self
from zoneinfo import ZoneInfo

from .allowed_characters import Spelling, forbidden_sign, foreign_letter, misspelt
from .asked_table import AskedTable
from .definition_error import DefinitionError, text_of, unknown_key

Refuse = Callable[[DefinitionError], object]

# Most code points of a label, of a text, and of a string that is no text; most rows of a list.
LABEL, TEXT, STRING, ROWS = 300, 5000, 500, 1000
# Any number of a definition: beyond this a double no longer holds every digit (RFC 8785).
LARGEST = 10**15
# What stands for a moment that was refused.
SOME_INSTANT = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _raise(error: DefinitionError) -> NoReturn:
    raise error


class TableReader:
    """One table of a definition. Every key must be asked for; what is left over at `refuse_rest` is refused."""

    def __init__(
        self, table: object, place: str, languages: Sequence[str], refuse: Refuse = _raise, zone: ZoneInfo | None = None
    ) -> None:
        self.place, self.languages, self.zone, self._refuse = place, languages, zone, refuse
        self._parts: list[Self] = []
        if not isinstance(table, Mapping):
            self.refuse("not_a_table", "")
            # Whatever such a thing lacks is no second mistake.
            table, self._refuse = {}, _nothing
        self.table = AskedTable(table)
        self.given = frozenset(self.table)

    def refuse(self, code: str, key: str, /, **params: object) -> None:
        """`key` is what follows this table's place, or nothing."""
        joint = "." if key else ""
        self._refuse(DefinitionError(code, f"{self.place}{joint}{key}", **params))

    def take(self, key: str, kind: type, default: object = ...) -> Any:
        if key not in self.table:
            if default is ...:
                self.refuse("missing", key)
                return _empty(kind)
            return default
        value = self.table.pop(key)
        return value if self._fits(value, kind, key) else _empty(kind)

    def _fits(self, value: object, kind: type[Any], key: str) -> bool:
        # bool is an int to Python, and a datetime a date; a definition that writes one for the other is a mistake.
        odd = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if odd or not isinstance(value, kind):
            self.refuse("wrong_type", key, expected=kind.__name__)
            return False
        if kind is int and abs(value) > LARGEST:
            self.refuse("number_out_of_range", key, value=f"{value:.3g}" if abs(value) < 1e300 else "∞",
                        low=-LARGEST, high=LARGEST)  # fmt: skip
            return False
        if kind in (list, dict) and len(value) > ROWS:
            self.refuse("too_many_rows", key, count=len(value), most=ROWS)
            return False
        return kind is not str or self._is_clean(value, key, STRING)

    def _is_clean(self, text: str, key: str, longest: int) -> bool:
        if len(text) > longest:
            self.refuse("text_too_long", key, length=len(text), most=longest)
            return False
        if sign := forbidden_sign(text):
            self.refuse("forbidden_sign", key, sign=sign)
        return not sign

    def whole(self, key: str, low: int, high: int, default: object = ...) -> Any:
        """A whole number within inclusive bounds."""
        if key not in self.table:
            return self.take(key, int, default)
        value = self.table.pop(key)
        if not self._fits(value, int, key):
            return low
        if not low <= value <= high:
            self.refuse("number_out_of_range", key, value=value, low=low, high=high)
            return low
        return value

    def limit(self, key: str, whole: bool = True) -> Any:
        """A number that an answer is measured by, or None. One that need not be whole may be a decimal."""
        value = self.table.get(key)
        if whole or type(value) is int or key not in self.table:
            limit = self.take(key, int, None)
            # What was no number is refused once, and is no limit that could be too low.
            return limit if type(value) is int and limit == value else None
        self.table.pop(key)
        if not isinstance(value, float):
            self.refuse("wrong_type", key, expected="float")
            return None
        if not math.isfinite(value) or abs(value) > LARGEST:
            self.refuse("limit_out_of_range", key, value=value, low=-LARGEST, high=LARGEST)
            return None
        return int(value) if value.is_integer() else value

    def name(self, key: str, spelling: Spelling, default: object = ...) -> str:
        """A name written as `spelling` has it."""
        value = self.table.get(key)
        name: str = self.take(key, str, default)
        if isinstance(value, str) and name == value and misspelt(name, spelling):
            self._refuse_spelling(name, key, spelling)
        return name

    def _refuse_spelling(self, name: str, key: str, spelling: Spelling) -> None:
        if letter := foreign_letter(name):
            self.refuse("foreign_letter", key, name=name[:60], letter=letter, at=name.index(letter) + 1)
        else:
            self.refuse(spelling.code, key, name=name[:60], most=spelling.most)

    def text(self, key: str, optional: bool = False, longest: int = TEXT) -> Any:
        """A text with words in every language of the call, without signs that act or hide, and not endless."""
        if optional and key not in self.table:
            return None
        blank = dict.fromkeys(self.languages, "")
        if key not in self.table:
            self.refuse("missing", key)
            return blank
        path = f"{self.place}.{key}"
        try:
            text = text_of(self.table.pop(key), path, self.languages)
        except DefinitionError as error:
            self._refuse(error)
            return blank
        for language in self.languages:
            self._is_clean(text[language], f"{key}.{language}", longest)
        return text

    def tables(self, key: str, default: object = ..., least: int = 0, most: int = ROWS) -> list[Self]:
        is_list = isinstance(self.table.get(key), list)
        rows = self.take(key, list, default)
        if is_list and len(rows) > most:
            self.refuse("too_many_rows", key, count=len(rows), most=most)
            rows = []
        elif is_list and len(rows) < least:
            self.refuse("too_few_rows", key, count=len(rows), least=least)
        return [self.part(row, f"{key}[{index}]") for index, row in enumerate(rows)]

    def table_at(self, key: str, optional: bool = False) -> Self:
        """The table below `key`. Of one that is absent no key is missed any more: the table itself is."""
        if key in self.table:
            return self.part(self.table.pop(key), key)
        if not optional:
            self.refuse("missing", key)
        return self.part({}, key, _nothing)

    def part(self, table: object, place: str, refuse: Refuse | None = None) -> Self:
        """A reader of what lies below; what it leaves over is refused with what this one does."""
        part = type(self)(table, f"{self.place}.{place}", self.languages, refuse or self._refuse, self.zone)
        self._parts.append(part)
        return part

    def values(self, key: str, kind: type, default: object = ..., least: int = 0) -> list[Any]:
        """A list of numbers, days or names, each once; what is of another kind is refused at its place."""
        is_list = isinstance(self.table.get(key), list)
        rows = self.take(key, list, default)
        if is_list and len(rows) < least:
            self.refuse("too_few_rows", key, count=len(rows), least=least)
        fit = [row for index, row in enumerate(rows) if self._fits(row, kind, f"{key}[{index}]")]
        for index, row in enumerate(fit):
            if row in fit[:index] and len(fit) == len(rows):
                self.refuse("twin_code", f"{key}[{index}]", code=row)
        return fit

    def refuse_rest(self) -> None:
        """Whatever nobody asked for, here and in every table below, is a mistake."""
        for key in sorted(self.table):
            self._refuse(unknown_key(self.place, key, self.table.asked))
        for part in self._parts:
            part.refuse_rest()


def _nothing(error: DefinitionError) -> None:
    """What follows from a mistake that was refused already."""


def _empty(kind: type) -> object:
    return SOME_INSTANT if kind is datetime else SOME_INSTANT.date() if kind is date else kind()
