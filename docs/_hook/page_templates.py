"""Pages as templates: the call's dates, lists and limits printed in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import accessibility
import condition_texts
import share
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from results import latest_results

from chalicelib.call import Call, inflection, say, wording
from chalicelib.call.languages import LANGUAGE, other_language
from chalicelib.call.look import current_look
from chalicelib.call.words import term
from chalicelib.pages.phase_parts import when
from chalicelib.pages.rendering import KEY_KEPT_MS
from chalicelib.rules.window import LAST_DAY

THEME = Path(__file__).parent.parent / "_theme"


def filled_page(markdown: str, call: Call, language: str) -> str:
    """Raises jinja2.UndefinedError when a page names something the call does not have."""
    return environment_of(call, language).from_string(markdown).render()


def environment_of(call: Call, language: str) -> Environment:
    """One a call and language: compiling the parts anew for every page took a third of the build."""
    key = (id(call), language)
    if key not in _ENVIRONMENTS:
        _ENVIRONMENTS[key] = (new_environment(call, language), call)
    return _ENVIRONMENTS[key][0]


# The call is kept beside its environment, so that its id is not given to another meanwhile.
_ENVIRONMENTS: dict[tuple[int, str], tuple[Environment, Call]] = {}


def new_environment(call: Call, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEME), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        # Jinja's own `{#` would swallow the headings' anchors, `{#deadline}`.
        comment_start_string="<!--#", comment_end_string="#-->",
    )  # fmt: skip
    environment.globals.update(helpers(call, language))
    parts = environment.get_template("parts.html").make_module()
    environment.globals.update({name: value for name, value in vars(parts).items() if not name.startswith("_")})
    return environment


def helpers(call: Call, language: str) -> dict[str, object]:
    """What a page or a theme template may name."""
    zone = ZoneInfo(call.timezone)

    def local(say_it: Callable[[datetime, str], str]) -> Callable[[datetime], str]:
        return lambda when: say_it(when.astimezone(zone), language)

    return {
        "when": when, "last_day_ms": LAST_DAY // timedelta(milliseconds=1),
        "key_kept": wording.duration(KEY_KEPT_MS, language),
        "wcag": accessibility.criteria(), "wcag_standard": accessibility.standard(), "look": current_look(),
        "share": share.picture_of(language), "theme_colour": share.theme_colour(),
        "decided": latest_results(call) is not None,
        "every_language": LANGUAGE, "other_language": other_language(language),
        "addresses": lambda path: {code: f"{language_record.home}{path}" for code, language_record in LANGUAGE.items()},
        "call": call, "form": call.form, "language": language,
        "home": LANGUAGE[language].home,
        "say": partial(_say, language), "button": partial(_button, language), "number": wording.number,
        "term": partial(term, language),
        "day": local(wording.day), "moment": local(wording.moment), "until": local(wording.until),
        "zoned": lambda when: when.astimezone(zone).isoformat(), "clock": local(lambda when, _: wording.clock(when)),
        "span": partial(_span, call, language), "clause": partial(condition_texts.clause, call, language),
        "limits": partial(condition_texts.limits, call, language), "units": LANGUAGE[language].units,
        "last_day": local(lambda end, lang: wording.day(wording.last_day(end), lang)),
        "within_days": partial(inflection.within_days, language=language),
        "not_later_than": partial(inflection.days_not_later_than, language=language),
        "megabytes": lambda size: size // 1024**2, "months": LANGUAGE[language].months,
    }  # fmt: skip


def _say(language: str, key: str, in_language: str = "", **params: object) -> str:
    return say("site", key, in_language or language, **params)


def _button(language: str, key: str) -> str:
    """A button's own words, so that a page names it as the form does."""
    return say("page", key, language)


def _span(call: Call, language: str) -> str:
    """The days of the call as the announcement writes them: «2021 жылғы 10-30 қыркүйек аралығында»."""
    zone = ZoneInfo(call.timezone)
    first, last = call.opens_at.astimezone(zone), wording.last_day(call.closes_at.astimezone(zone))
    if first.year != last.year:
        return wording.between(first, last, language)
    months = LANGUAGE[language].months
    same = "one_month" if (first.year, first.month) == (last.year, last.month) else "two_months"
    return say("site", f"span.{same}", language, first=first.day, last=last.day, year=last.year,
               first_month=wording.first_month(first, language), last_month=months[last.month - 1])  # fmt: skip
