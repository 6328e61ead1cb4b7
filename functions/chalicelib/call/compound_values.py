"""What a definition's tables hold beyond plain values: moments, conditions and lists of options."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from .allowed_characters import CODE, alike
from .definition_error import DefinitionError
from .form_definition import Condition, Option, Test
from .strict_tables import LABEL, LARGEST, ROWS, SOME_INSTANT, STRING, TableReader

__all__ = ["LABEL", "LARGEST", "STRING", "DefinitionError", "DefinitionReader"]

# Years in which a call can lie: beyond them dates could not be computed with.
YEARS = (2000, 2100)
AGES = (1, 150)


class DefinitionReader(TableReader):
    """A table of a call or of its form."""

    def instant(self, key: str, optional: bool = False) -> Any:
        """A moment with the offset that the call's zone has at it."""
        if optional and key not in self.table:
            return None
        value = self.table.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            self.table.pop(key)
            self.refuse("date_for_time", key, value=value.isoformat())
            return SOME_INSTANT
        value = self.take(key, datetime)
        return value if value is SOME_INSTANT or self._is_of_the_zone(value, key) else SOME_INSTANT

    def _is_of_the_zone(self, value: datetime, key: str) -> bool:
        if value.tzinfo is None:
            self.refuse("naive_time", key, value=value.isoformat())
            return False
        if not YEARS[0] <= value.year < YEARS[1]:
            self.refuse("year_out_of_range", key, value=value.isoformat(), low=YEARS[0], high=YEARS[1])
            return False
        if self.zone and (proper := value.astimezone(self.zone)).utcoffset() != value.utcoffset():
            self.refuse("offset_not_of_zone", key, value=value.isoformat(), zone=self.zone.key,
                        proper=proper.isoformat())  # fmt: skip
            return False
        return True

    def condition(self, key: str) -> Condition:
        if key not in self.table:
            return ()
        given = self.table[key]
        table = self.take(key, dict)
        if given == {}:
            self.refuse("empty_condition", key)
        tests = [self._test(name, value, key) for name, value in table.items()]
        return tuple(test for test in tests if test)

    def _test(self, name: str, value: object, key: str) -> Test | None:
        if isinstance(value, list) and 0 < len(value) <= ROWS and all(isinstance(code, str) for code in value):
            return Test(name, codes=frozenset(value))
        if isinstance(value, dict) and len(value) == 1:
            ((measure, bound),) = value.items()
            if measure == "above" and type(bound) in (int, float) and abs(bound) <= LARGEST:
                return Test(name, above=bound)
            if measure == "younger_than" and type(bound) is int and AGES[0] <= bound <= AGES[1]:
                return Test(name, younger_than=bound)
        self.refuse("bad_condition", f"{key}.{name[:60]}", field=name[:60])
        return None

    def options(self, key: str) -> tuple[Option, ...]:
        rows = self.tables(key, least=1)
        options = tuple(
            Option(r.name("code", CODE), r.text("label", longest=LABEL), r.text("about", optional=True)) for r in rows
        )
        self.check_options(options, [f"{key}[{index}]" for index in range(len(rows))])
        return options

    def check_options(self, options: Sequence[Option], places: Sequence[str]) -> None:
        """No code and no label is there twice: nobody could tell which of them was chosen."""
        codes: set[str] = set()
        labels: set[tuple[str, str]] = set()
        for option, path in zip(options, places, strict=True):
            own = {(language, alike(words)) for language, words in option.label.items() if words}
            if option.code and option.code in codes:
                self.refuse("twin_code", f"{path}.code", code=option.code)
            elif same := sorted(own & labels):
                self.refuse("labels_alike", f"{path}.label", label=option.label[same[0][0]])
            codes.add(option.code)
            labels |= own
