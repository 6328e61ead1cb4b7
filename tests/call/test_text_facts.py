"""What a text may name in braces: each fact by its name, in the words of both languages, from the call's own tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call import DefinitionError
from chalicelib.call.text_facts import facts_of
from chalicelib.call.wording import keyboard_text

SMALL = Path(__file__).parent / "small-call"
ZONE = ZoneInfo("Asia/Almaty")
Table = dict[str, Any]
# Figures are the same in every language.
FIGURES = {
    "rules_clause": "2", "appendix": "1", "missed_tasks": "4", "score_min": "0", "score_max": "10",
    "directions_count": "2", "districts_count": "1", "identifier_digits": "12", "day_end": "24.00",
    "experience_criterion": "2", "readiness_criterion": "3", "example_month_from": "2026-05",
    "example_month_to": "2026-12", "supplement_days": "3", "explanation_days": "5",
}  # fmt: skip
IN_WORDS = {
    "kk": {
        "timezone_name": "Астана уақыты (қаз.)", "operator": "Оператор (қаз.)", "rolls": "; rolls (қаз.)",
        "example_month_from_in_words": "мамыр 2026", "example_month_to_in_words": "желтоқсан 2026",
        "opens": "2026 жылғы 1 сәуір сағат 00.00", "opens_date": "2026 жылғы 1 сәуір",
        "closes": "2026 жылғы 25 сәуір сағат 18.00", "closes_date": "2026 жылғы 25 сәуір",
        "closes_until": "2026 жылғы 25 сәуір сағат 18.00-ге дейін", "at_closing": "18.00-де",
        "call_days": "2026 жылғы 1 сәуір мен 2026 жылғы 25 сәуір аралығында",
        "valid_until": "2026 жылғы 31 желтоқсан сағат 24.00-ге дейін",
        "supplement_limit": "3 күннен кешіктірмей", "supplement_within": "3 күн ішінде",
        "explanation_limit": "5 күннен кешіктірмей", "explanation_within": "5 күн ішінде",
    },
    "ru": {
        "timezone_name": "Астана уақыты (рус.)", "operator": "Оператор (рус.)", "rolls": "; rolls (рус.)",
        "example_month_from_in_words": "май 2026", "example_month_to_in_words": "декабрь 2026",
        "opens": "1 апреля 2026 года в 00.00", "opens_date": "1 апреля 2026 года",
        "closes": "25 апреля 2026 года в 18.00", "closes_date": "25 апреля 2026 года",
        "closes_until": "до 18.00 25 апреля 2026 года", "at_closing": "в 18.00",
        "call_days": "с 1 апреля 2026 года по 25 апреля 2026 года", "valid_until": "до 24.00 31 декабря 2026 года",
        "supplement_limit": "не позднее 3-х дней", "supplement_within": "в течение 3 дней",
        "explanation_limit": "не позднее 5-ти дней", "explanation_within": "в течение 5 дней",
    },
}  # fmt: skip


def small_table(**changed: object) -> Table:
    table = tomllib.loads((SMALL / "call.toml").read_text("utf-8"))
    return table | {"explanation_days": 5, "missed_tasks_for_exclusion": 4} | changed


def facts_of_small() -> Mapping[str, Mapping[str, str]]:
    return facts_of(small_table(), ZONE, ["kk", "ru"])


def facts(table: Table) -> Mapping[str, Mapping[str, str]]:
    """With the spaces and hyphens of a keyboard."""
    of_languages = facts_of(table, ZONE, ["kk", "ru"])
    return {
        language: {name: keyboard_text(words) for name, words in of_one.items()}
        for language, of_one in of_languages.items()
    }


def test_every_fact_of_a_call_has_its_name_and_its_words_in_both_languages() -> None:
    assert facts(small_table()) == {language: FIGURES | words for language, words in IN_WORDS.items()}


def test_instants_written_with_another_offset_are_told_in_the_calls_zone() -> None:
    table = small_table()
    for holder, key in ((table, "opens_at"), (table, "closes_at"), (table["consent"], "valid_until"),
                        (table["amendment"][1], "closes_at")):  # fmt: skip
        holder[key] = holder[key].astimezone(UTC)
    assert facts(table) == facts(small_table())


def test_the_closing_is_the_last_amendments_that_moves_it_and_at_midnight_it_belongs_to_the_day_before() -> None:
    rows = small_table()["amendment"]
    unmoved = {key: value for key, value in rows[1].items() if key != "closes_at"}
    assert facts(small_table(amendment=[rows[0], unmoved]))["ru"]["closes_date"] == "22 апреля 2026 года"
    midnight = small_table(amendment=[], closes_at=datetime(2026, 4, 21, tzinfo=ZONE))
    told = facts(midnight)["ru"]
    assert [told[name] for name in ("closes_date", "closes_until", "call_days", "at_closing")] == [
        "20 апреля 2026 года", "до 24.00 20 апреля 2026 года", "с 1 апреля 2026 года по 20 апреля 2026 года", "в 24.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [(1, "2026-02", "2026-09"), (4, "2026-05", "2026-12"), (5, "2026-06", "2027-01"), (11, "2026-12", "2027-07"),
     (12, "2027-01", "2027-08")],
)  # fmt: skip
def test_an_example_of_a_project_begins_the_month_after_the_opening_and_its_year_turns(
    month: int, first: str, last: str
) -> None:
    told = facts(small_table(opens_at=datetime(2026, month, 1, tzinfo=ZONE)))["kk"]
    assert (told["example_month_from"], told["example_month_to"]) == (first, last)


def test_what_a_call_does_without_is_no_fact_and_an_end_that_does_not_roll_says_nothing_of_it() -> None:
    absent = ["rules_clause", "appendix", "missed_tasks_for_exclusion", "score_min", "score_max", "direction",
              "district", "supplement_days", "explanation_days", "criterion", "amendment"]  # fmt: skip
    table = {key: value for key, value in small_table().items() if key not in absent}
    gone = {"rules_clause", "appendix", "missed_tasks", "score_min", "score_max", "directions_count", "districts_count",
            "experience_criterion", "readiness_criterion"}  # fmt: skip
    gone |= {f"{span}_{form}" for span in ("supplement", "explanation") for form in ("days", "limit", "within")}
    assert set(facts(table)["kk"]) == (set(FIGURES) | set(IN_WORDS["kk"])) - gone
    assert facts(table)["ru"]["closes_date"] == "20 апреля 2026 года"
    fixed = small_table(supplement_rolls_to_working_day=False)
    assert [facts(fixed)[language]["rolls"] for language in ("kk", "ru")] == ["", ""]
    without_key = {key: value for key, value in fixed.items() if not key.startswith("supplement_rolls")}
    assert facts(without_key)["kk"]["rolls"] == ""


def test_a_call_whose_ends_roll_says_so_in_both_languages() -> None:
    unsaid = {key: value for key, value in small_table().items() if key != "supplement_rolls"}
    with pytest.raises(DefinitionError) as error:
        facts(unsaid)
    assert (error.value.code, error.value.place) == ("missing", "call.supplement_rolls")
