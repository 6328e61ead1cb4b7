"""What an option's text means: an instant, a day, a code of the call. A wrong one says how to write it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from chalicelib.call import Option, current_call

from .instants import LONGEST, Unclear, example_instant, read_day, read_instant


class BadValue(click.BadParameter):
    """`key` names a sentence in words/staff.toml; the option's name is added when it is told."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.params = key, params


class Exemplified(click.ParamType):
    """A type whose help shows a value that works when typed."""

    def example(self) -> str:
        raise NotImplementedError


class Instant(Exemplified):
    """ISO 8601 with an offset: without one nobody could tell which clock was meant."""

    name = "instant"

    def example(self) -> str:
        call = current_call()
        return example_instant(call.closes_at, ZoneInfo(call.timezone))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        call = current_call()
        try:
            return read_instant(value, ZoneInfo(call.timezone), call.closes_at)
        except Unclear as unclear:
            raise BadValue(f"value.{unclear.key}", value=value[:LONGEST], example=unclear.example) from None


class Day(Exemplified):
    name = "day"

    def example(self) -> str:
        return _closing_day().isoformat()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return read_day(value, _closing_day())
        except Unclear as unclear:
            raise BadValue("value.day", value=value[:LONGEST], example=unclear.example) from None


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


def _closing_day() -> date:
    call = current_call()
    return call.closes_at.astimezone(ZoneInfo(call.timezone)).date()


INSTANT, DAY = Instant(), Day()
