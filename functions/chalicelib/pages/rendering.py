"""Renders a template in a language as HTML. Every value is escaped; an undefined name raises UndefinedError."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..call import Call, say
from ..call.inflection import days_not_later_than
from ..call.languages import LANGUAGE, other_language
from ..call.look import current_look
from ..call.wording import day, duration, moment, until
from . import display_values

# How long the key of a receipt stays in the browser; others use the device too, and a lost key is replaced by mail.
KEY_KEPT_MS = 6 * 3600 * 1000


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
                       trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)  # fmt: skip


def render(template: str, call: Call, language: str, **context: object) -> str:
    """`t` in a template says a word of words/page.toml in the reader's language."""
    return _templates().get_template(template).render(
        emblem=Markup(current_look().emblem), call=call, language=language, home=LANGUAGE[language].home,
        t=_sayer(language), my_link=partial(my_link, LANGUAGE[language].home),
        other_language=(other := other_language(language)), other_home=LANGUAGE[other].home,
        when=partial(instant, call, language), minute=partial(minute, call, language),
        brand=say("site", "brand", language), brand_about=say("site", "brand_about", language),
        key_kept_ms=KEY_KEPT_MS, key_kept=duration(KEY_KEPT_MS, language),
        supplement_limit=days_not_later_than(call.supplement_days, language), **context,
    )  # fmt: skip


def my_link(home: str, number: object, key: object) -> str:
    """Where an application is opened; its key stands behind `#`, which no browser sends on."""
    return f"{home}my/#{number}.{key}" if key else f"{home}my/"


def instant(call: Call, language: str, iso: object) -> str:
    """An ISO instant in words of the call's zone, a date as a date; what is neither is shown as it came.

    With every digit, as proof needs it: beside a hash. Elsewhere `minute` is enough.
    """
    return _instant(call, language, iso, lambda local: f"{moment(local, language)} ({call.timezone_name[language]})")


def minute(call: Call, language: str, iso: object) -> str:
    """The same to the minute and without the zone, for lists whose heading names it."""
    return _instant(call, language, iso, lambda local: moment(local.replace(second=0, microsecond=0), language))


def _instant(call: Call, language: str, iso: object, write: Callable[[datetime], str]) -> str:
    text = display_values.text(iso)
    try:
        if len(text) == len("2021-09-30"):
            return day(date.fromisoformat(text), language)
        return write(datetime.fromisoformat(text).astimezone(ZoneInfo(call.timezone)))
    except ValueError:
        return text


def deadline(call: Call, language: str, iso: object) -> str:
    """An exclusive end in words; midnight is written as 24.00 of the day before."""
    end = datetime.fromisoformat(display_values.text(iso)).astimezone(ZoneInfo(call.timezone))
    return f"{until(end, language)} ({call.timezone_name[language]})"


def closing(call: Call, language: str) -> str:
    return deadline(call, language, call.closes_at.isoformat())


def _sayer(language: str) -> Callable[..., str]:
    return lambda key, **params: say("page", key, language, **params)
