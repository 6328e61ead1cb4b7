"""What an option's text means: an instant, a day, a code of the call. A wrong one says how to write it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from chalicelib.call import current_call
from chalicelib.call.roles import options_of_role
from chalicelib.rules.objection import MOST_LINE
from chalicelib.rules.text_normalisation import single_line

from .instants import LONGEST, Unclear, example_instant, read_day, read_instant


class BadValue(click.BadParameter):
    """`key` names a sentence in words/staff.toml; the option's name is added when it is told."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.params = key, params


class ExampledType(click.ParamType[Any]):
    """A type whose help shows a value that works when typed."""

    def example(self) -> str:
        raise NotImplementedError


class Instant(ExampledType):
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


class Day(ExampledType):
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


class CodeType(click.ParamType[str]):
    """A code of the question with a role; the call is read when a value is, not when help is."""

    name = "code"

    def __init__(self, role: str) -> None:
        self.role = role

    def is_asked(self) -> bool:
        """Whether the form has that question: an option by it is not offered otherwise."""
        return current_call().form.role(self.role) is not None

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        call = current_call()
        if call.form.role(self.role) is None:
            raise BadValue("value.no_role", role=self.role)
        codes = [option.code for option in options_of_role(call, self.role)]
        if value not in codes:
            raise BadValue("value.code", value=value, codes=", ".join(codes))
        return str(value)


class FormatOfInterview(CodeType):
    """A code of the question about it; any words where the form does not ask."""

    def __init__(self) -> None:
        super().__init__("interview_format")

    def is_asked(self) -> bool:
        return True

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if super().is_asked():
            return super().convert(value, param, ctx)
        if len(value) > MOST_LINE:
            raise BadValue("value.too_long", length=len(value), limit=MOST_LINE)
        return single_line(value)


def role_names(role: str) -> tuple[str, ...]:
    """The option of a role by the role's name, and by the id of the question that plays it in the call in use."""
    field = current_call().form.role(role)
    by_id = f"--{field.id.replace('_', '-')}" if field else ""
    return tuple(dict.fromkeys(name for name in (f"--{role}", by_id) if name))


def _closing_day() -> date:
    call = current_call()
    return call.closes_at.astimezone(ZoneInfo(call.timezone)).date()


INSTANT, DAY = Instant(), Day()
