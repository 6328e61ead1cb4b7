"""What an option's text means: an instant, a day, a code of the call. A wrong one says how to write it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from chalicelib.call import Option, current_call


class BadValue(click.BadParameter):
    """`key` names a sentence in words/staff.toml; the option's name is added when it is told."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.params = key, params


class Instant(click.ParamType):
    """ISO 8601 with an offset: without one nobody could tell which clock was meant."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            raise BadValue("value.instant", value=value) from None
        if found.utcoffset() is None:
            raise BadValue("value.no_offset", value=value)
        return found


class Day(click.ParamType):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            raise BadValue("value.day", value=value) from None


class CodeOf(click.ParamType):
    """A code of one of the call's lists; the lists are read when a value is, not when help is."""

    name = "code"

    def __init__(self, field: str) -> None:
        self.field = field

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        options: tuple[Option, ...] = current_call().form.by_id[self.field].options
        if value not in {option.code for option in options}:
            raise BadValue("value.code", value=value, codes=", ".join(option.code for option in options))
        return str(value)


INSTANT, DAY = Instant(), Day()
