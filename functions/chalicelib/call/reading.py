"""Reading a definition strictly: each way of being wrong is its own refusal, with the place it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .form_definition import Condition, Option, Test, Text


class DefinitionError(ValueError):
    """A call that cannot be used. `code` names a sentence in words/definition.toml; `place` says where."""

    def __init__(self, code: str, place: str, /, **params: object) -> None:
        super().__init__(f"{code} at {place}: {params}")
        self.code, self.place, self.params = code, place, params


class Reader:
    """One table of a definition. Every key must be asked for; what is left over at `done` is refused."""

    def __init__(self, table: Mapping[str, Any], place: str, languages: Sequence[str]) -> None:
        if not isinstance(table, Mapping):
            raise DefinitionError("not_a_table", place)
        self.table, self.place, self.languages = dict(table), place, languages

    def take(self, key: str, kind: type, default: Any = ...) -> Any:
        if key not in self.table:
            if default is ...:
                raise DefinitionError("missing", f"{self.place}.{key}")
            return default
        value = self.table.pop(key)
        # bool is an int to Python; a definition that says `true` for a number is a mistake.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise DefinitionError("wrong_type", f"{self.place}.{key}", expected=kind.__name__)
        return value

    def text(self, key: str, optional: bool = False) -> Any:
        if optional and key not in self.table:
            return None
        return text_of(self.take(key, dict), f"{self.place}.{key}", self.languages)

    def instant(self, key: str, optional: bool = False) -> Any:
        if optional and key not in self.table:
            return None
        value = self.take(key, datetime)
        if value.tzinfo is None:
            raise DefinitionError("naive_time", f"{self.place}.{key}", value=value.isoformat())
        return value

    def tables(self, key: str, default: Any = ...) -> list[Reader]:
        rows = self.take(key, list, default)
        return [Reader(row, f"{self.place}.{key}[{i}]", self.languages) for i, row in enumerate(rows)]

    def table_at(self, key: str) -> Reader:
        return Reader(self.take(key, dict), f"{self.place}.{key}", self.languages)

    def condition(self, key: str) -> Condition:
        table = self.take(key, dict, {})
        return tuple(_test(name, value, f"{self.place}.{key}") for name, value in table.items())

    def options(self, key: str) -> tuple[Option, ...]:
        return unique(
            tuple(
                Option(r.take("code", str), r.text("label"), r.text("about", optional=True)) for r in self.tables(key)
            ),
            f"{self.place}.{key}",
        )

    def done(self) -> None:
        if self.table:
            raise DefinitionError("unknown_key", self.place, key=sorted(self.table)[0])


def text_of(value: object, place: str, languages: Sequence[str]) -> Text:
    """A text with words in every language of the call, and in no other."""
    if not isinstance(value, Mapping):
        raise DefinitionError("not_a_text", place)
    for language in languages:
        if not isinstance(value.get(language), str) or not value[language].strip():
            raise DefinitionError("one_language", place, language=language)
    if extra := set(value) - set(languages):
        raise DefinitionError("unknown_key", place, key=sorted(extra)[0])
    return dict(value)


def unique(options: tuple[Option, ...], place: str) -> tuple[Option, ...]:
    codes = [option.code for option in options]
    for code in codes:
        if codes.count(code) > 1:
            raise DefinitionError("twin_code", place, code=code)
    return options


def _test(name: str, value: object, place: str) -> Test:
    if isinstance(value, list) and value and all(isinstance(code, str) for code in value):
        return Test(name, codes=frozenset(value))
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"above", "younger_than"}:
        bound = next(iter(value.values()))
        if isinstance(bound, int) and not isinstance(bound, bool):
            return Test(name, **value)
    raise DefinitionError("bad_condition", f"{place}.{name}")
