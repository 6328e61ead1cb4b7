"""What a text of the call or of its form may name in braces: the call's own dates, numbers and names, in words.

A fact has the same name in every language and its own words in each; a text that reads right with any number needs no
ending after a brace, so endings belong to the fact («3 күннен кешіктірмей», «не позднее 3-х дней»).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from . import inflection, wording
from .compound_values import DefinitionReader
from .field_kinds import DIGITS_OF_AN_IDENTIFIER

Facts = Mapping[str, Mapping[str, str]]
# An example of a project's first and last month: how many months after the month of the opening.
_EXAMPLE_MONTHS = {"example_month_from": 1, "example_month_to": 8}


def facts_of(call_table: Mapping[str, object], zone: ZoneInfo, languages: list[str]) -> Facts:
    """Per language, the words of every fact by its name. Raises DefinitionError for one that is missing."""
    reader = DefinitionReader(call_table, "call", languages)
    consent = reader.table_at("consent")
    opens, valid = reader.instant("opens_at").astimezone(zone), consent.instant("valid_until").astimezone(zone)
    names = {"timezone_name": reader.text("timezone_name"), "operator": consent.text("operator")}
    dates = _dates(opens, _closes(reader).astimezone(zone), valid)
    numbers = _numbers(reader) | {name: _month_after(opens, months) for name, months in _EXAMPLE_MONTHS.items()}
    days = {
        key: reader.take(f"{key}_days", int) for key in ("supplement", "explanation") if f"{key}_days" in call_table
    }
    rolls = reader.text("supplement_rolls") if reader.take("supplement_rolls_to_working_day", bool, False) else None
    return {
        language: numbers
        | {name: text[language] for name, text in names.items()}
        | {name: words(language) for name, words in dates.items()}
        | _days(days, language)
        | {"rolls": rolls[language] if rolls else ""}
        for language in languages
    }


def _closes(r: DefinitionReader) -> datetime:
    """The closing in force; whether the amendments may move it so, the loader asks."""
    closes: datetime = r.instant("closes_at")
    for amendment in r.tables("amendment", []):
        closes = amendment.instant("closes_at", optional=True) or closes
    return closes


def _numbers(r: DefinitionReader) -> dict[str, str]:
    """Facts that are the same figure in every language."""
    criteria = {f"{c['rule']}_criterion": str(c.get("number")) for c in r.take("criterion", list, []) if "rule" in c}
    numbers = {name: str(r.take(key, int)) for name, key in _FIGURES.items() if key in r.table}
    counts = {f"{key}s_count": str(len(r.take(key, list))) for key in ("direction", "district") if key in r.table}
    fixed = {"identifier_digits": str(DIGITS_OF_AN_IDENTIFIER), "day_end": wording.DAY_END}
    return numbers | counts | fixed | criteria


# Of what a call may do without there is no fact.
_FIGURES = {
    "rules_clause": "rules_clause", "appendix": "appendix", "missed_tasks": "missed_tasks_for_exclusion",
    "score_min": "score_min", "score_max": "score_max",
}  # fmt: skip


def _month_after(opens: datetime, months: int) -> str:
    years, month = divmod(opens.month - 1 + months, 12)
    return f"{opens.year + years}-{month + 1:02d}"


def _dates(opens: datetime, closes: datetime, valid: datetime) -> dict[str, Callable[[str], str]]:
    """Each fact as a function of the language; the instants are in the call's zone."""
    last = wording.last_day(closes)
    months: dict[str, Callable[[str], str]] = {
        f"{name}_in_words": partial(wording.lone_month, _month_after(opens, months))
        for name, months in _EXAMPLE_MONTHS.items()
    }
    return months | {
        "opens": partial(wording.moment, opens), "opens_date": partial(wording.day, opens),
        "closes": partial(wording.moment, closes), "closes_date": partial(wording.day, last),
        "closes_until": partial(wording.until, closes), "at_closing": partial(wording.at_end, closes),
        "call_days": partial(wording.between, opens, last), "valid_until": partial(wording.until, valid),
    }  # fmt: skip


def _days(counts: Mapping[str, int], language: str) -> dict[str, str]:
    """For «supplement» and «explanation»: the number, the limit and the span, each as a whole phrase."""
    words: dict[str, str] = {}
    for name, count in counts.items():
        words |= {
            f"{name}_days": str(count),
            f"{name}_limit": inflection.days_not_later_than(count, language),
            f"{name}_within": inflection.within_days(count, language),
        }
    return words
