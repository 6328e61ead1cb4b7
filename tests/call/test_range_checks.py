"""Where each bound of a definition falls, from both sides, and what its refusal says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call, range_checks
from chalicelib.call.compound_values import DefinitionReader
from chalicelib.call.definition import Amendment
from chalicelib.call.definition_error import DefinitionError, text_of
from chalicelib.call.fingerprint import fingerprint
from chalicelib.call.form_consistency import placed_fields
from chalicelib.call.form_definition import Test as Clause
from tests.building import CLOSES, MS, OPEN

WORDS = {"kk": "сөз", "ru": "слово"}


Refusal = tuple[str, str, dict[str, object]]


def refusal(act: Callable[[], object]) -> Refusal | None:
    try:
        act()
    except DefinitionError as error:
        return told(error)
    return None


def refusals(faults: Iterable[DefinitionError]) -> list[Refusal]:
    return [told(fault) for fault in faults]


def told(error: DefinitionError) -> Refusal:
    return error.code, error.place, error.params


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("rules_clause", 1, 999), ("appendix", 1, 99), ("supplement_days", 0, 365), ("explanation_days", 0, 365),
        ("missed_tasks_for_exclusion", 1, 100), ("score_min", 0, 1000), ("score_max", 1, 1000),
    ],
)  # fmt: skip
def test_a_number_may_be_either_of_its_bounds_and_no_further(key: str, low: int, high: int) -> None:
    assert range_checks.BOUNDS[key] == (low, high)
    refused = {value: refusal(lambda value=value: reader(a=value).whole("a", low, high))  # type: ignore[misc]
               for value in (low - 1, low, high, high + 1)}  # fmt: skip
    assert refused == {low: None, high: None} | {
        value: ("number_out_of_range", "call.a", {"value": value, "low": low, "high": high})
        for value in (low - 1, high + 1)
    }


@pytest.mark.parametrize(
    ("low", "high", "code"), [(0, 1, None), (5, 5, "scores_in_disorder"), (6, 5, "scores_in_disorder")]
)
def test_the_lowest_score_is_below_the_highest(low: int, high: int, code: str | None) -> None:
    expected = [(code, "call.score_min", {"low": low, "high": high})] if code else []
    assert refusals(range_checks.score_faults(low, high)) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([2160, 1], []), ([], []), ([1], []),
        ([2161], [("number_out_of_range", "call.key[0]", {"value": 2161, "low": 1, "high": 2160})]),
        ([24, 0], [("number_out_of_range", "call.key[1]", {"value": 0, "low": 1, "high": 2160})]),
        ([24, 24], [("hours_in_disorder", "call.key[1]", {"value": 24, "before": 24})]),
        ([48, 3, 4], [("hours_in_disorder", "call.key[2]", {"value": 4, "before": 3})]),
    ],
)  # fmt: skip
def test_hours_run_from_ninety_days_down_to_one(hours: list[int], expected: list[Refusal]) -> None:
    assert refusals(range_checks.hour_faults("key", hours)) == expected


@pytest.mark.parametrize("hour", [True, 24.0, "x"])
def test_an_hour_is_a_whole_number(hour: Any) -> None:
    assert refusal(lambda: reader(a=[48, hour]).values("a", int)) == ("wrong_type", "call.a[1]", {"expected": "int"})


def test_criteria_are_numbered_by_their_place() -> None:
    assert refusals(range_checks.criterion_faults([1, 2, 3])) == []
    assert refusals(range_checks.criterion_faults([1, 3])) == [
        ("criteria_in_disorder", "call.criterion[1].number", {"value": 3, "place_in_list": 2})
    ]


def test_a_question_feeds_the_criteria_there_are(call: Call) -> None:
    fed = max(number for field in call.form for number in field.criteria)
    assert refusals(range_checks.fed_criterion_faults(call.form, fed)) == []
    (code, place, params), *_ = refusals(range_checks.fed_criterion_faults(call.form, fed - 1))
    first = next((field, place) for field, place in placed_fields(call.form) if fed in field.criteria)
    at = first[0].criteria.index(fed)
    assert (code, place, params) == (
        "unknown_criterion", f"{first[1]}.criteria[{at}]", {"number": fed, "count": fed - 1}
    )  # fmt: skip


def faults_of(*amendments: Amendment, opens: Any = OPEN) -> list[Refusal]:
    return refusals(range_checks.amendment_faults(amendments, opens, CLOSES))


def amendment(at: Any, closes_at: Any = None) -> Amendment:
    return Amendment(at, WORDS, WORDS, closes_at)


def test_a_call_closes_after_it_opens() -> None:
    assert faults_of(opens=CLOSES - MS) == []
    for opens in (CLOSES, CLOSES + MS):
        assert faults_of(opens=opens) == [("closes_before_opens", "call.closes_at", {})]


def test_the_last_amendment_that_moves_the_closing_says_when_it_is() -> None:
    day = timedelta(days=1)
    assert range_checks.closing((), CLOSES) == CLOSES
    assert range_checks.closing((amendment(OPEN, CLOSES + day), amendment(OPEN + MS)), CLOSES) == CLOSES + day
    moved_twice = (amendment(OPEN, CLOSES + day), amendment(OPEN + MS, CLOSES + 2 * day))
    assert range_checks.closing(moved_twice, CLOSES) == CLOSES + 2 * day


def test_an_amendment_comes_before_the_closing_it_moves_and_lengthens_by_however_little() -> None:
    before = CLOSES - MS
    assert faults_of(amendment(before, CLOSES + MS)) == []
    assert faults_of(amendment(OPEN)) == []
    assert faults_of(amendment(CLOSES, CLOSES + MS)) == [
        ("amendment_too_late", "call.amendment[0].at", {"value": CLOSES.isoformat(), "closes": CLOSES.isoformat()})
    ]
    assert faults_of(amendment(before, CLOSES)) == [
        ("amendment_shortens", "call.amendment[0].closes_at",
         {"value": CLOSES.isoformat(), "closes": CLOSES.isoformat()}),
    ]  # fmt: skip


def test_an_amendment_is_not_made_before_the_opening() -> None:
    assert faults_of(amendment(OPEN - MS)) == [
        ("amendment_too_early", "call.amendment[0].at",
         {"value": (OPEN - MS).isoformat(), "opens": OPEN.isoformat()}),
    ]  # fmt: skip


def test_amendments_stand_in_order_and_each_moves_the_closing_before_it() -> None:
    day = timedelta(days=1)
    first = amendment(OPEN, CLOSES + day)
    assert faults_of(first, amendment(OPEN + MS, CLOSES + 2 * day)) == []
    assert faults_of(first, amendment(CLOSES, CLOSES + 2 * day)) == []
    assert faults_of(first, amendment(OPEN + MS)) == []
    # One that moves nothing leaves the closing where it was.
    assert faults_of(first, amendment(OPEN + MS), amendment(OPEN + 2 * MS, CLOSES + 2 * day)) == []
    assert [code for code, _, _ in faults_of(first, amendment(OPEN + MS), amendment(OPEN + 2 * MS, CLOSES + day))] == [
        "amendment_shortens"
    ]
    assert faults_of(first, amendment(OPEN, CLOSES + 2 * day)) == [
        ("amendments_in_disorder", "call.amendment[1].at", {"value": OPEN.isoformat()})
    ]
    assert faults_of(first, amendment(OPEN + MS, CLOSES + day)) == [
        ("amendment_shortens", "call.amendment[1].closes_at",
         {"value": (CLOSES + day).isoformat(), "closes": (CLOSES + day).isoformat()}),
    ]  # fmt: skip


# Reading


def reader(**table: Any) -> DefinitionReader:
    return DefinitionReader(table, "call", ["kk", "ru"])


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda: DefinitionReader([], "call", []), ("not_a_table", "call", {})),  # type: ignore[arg-type]
        (lambda: reader().take("a", int), ("missing", "call.a", {})),
        (lambda: reader(a="1").take("a", int), ("wrong_type", "call.a", {"expected": "int"})),
        (lambda: reader(a=True).take("a", int), ("wrong_type", "call.a", {"expected": "int"})),
        (lambda: reader(a=OPEN.replace(tzinfo=None)).instant("a"),
         ("naive_time", "call.a", {"value": "2021-09-15T04:00:00"})),
        (lambda: reader(a=[{}]).tables("a")[0].take("b", str), ("missing", "call.a[0].b", {})),
        (lambda: reader(a={}).table_at("a").take("b", str), ("missing", "call.a.b", {})),
        (lambda: reader(b=1, a=1).refuse_rest(), ("unknown_key", "call", {"key": "a"})),
        (lambda: reader(a="x").text("a"), ("not_a_text", "call.a", {})),
        (lambda: text_of("x", "p", ["kk"]), ("not_a_text", "p", {})),
        (lambda: text_of({"kk": "x", "ru": " "}, "p", ["kk", "ru"]), ("one_language", "p", {"language": "ru"})),
        (lambda: text_of(WORDS | {"en": "word", "de": "Wort"}, "p", ["kk", "ru"]), ("unknown_key", "p", {"key": "de"})),
        (lambda: reader(a=[{"code": "x", "label": WORDS}] * 2).options("a"),
         ("twin_code", "call.a[1].code", {"code": "x"})),
    ],
)  # fmt: skip
def test_each_way_of_being_wrong_names_its_place(act: Callable[[], object], expected: Any) -> None:
    assert refusal(act) == expected


def test_what_may_be_left_out_may_be_left_out() -> None:
    assert (reader().take("a", int, 7), reader().text("a", optional=True), reader().instant("a", optional=True)) == (
        7, None, None,
    )  # fmt: skip
    assert (reader().tables("a", []), reader().condition("a"), reader().refuse_rest()) == ([], (), None)


@pytest.mark.parametrize(
    ("sent", "clause"),
    [
        (["idea", "pilot"], Clause("q", frozenset(["idea", "pilot"]))), ({"above": 0}, Clause("q", above=0)),
        ({"younger_than": 18}, Clause("q", younger_than=18)), ([], None), (["idea", 1], None), ("idea", None),
        ({"above": "0"}, None), ({"above": True}, None), ({"below": 1}, None), ({}, None),
        ({"above": 0, "younger_than": 18}, None), ({"above": 0.5}, Clause("q", above=0.5)), ({"younger_than": 0}, None),
    ],
)  # fmt: skip
def test_a_condition_is_a_list_of_codes_or_one_bound(sent: Any, clause: Any) -> None:
    expected = None if clause else ("bad_condition", "call.when.q", {"field": "q"})
    assert refusal(lambda: reader(when={"q": sent}).condition("when")) == expected
    if clause:
        assert reader(when={"q": sent}).condition("when") == (clause,)


def test_a_fingerprint_is_sixteen_signs_of_the_structure_and_never_computed_otherwise(call: Call) -> None:
    """Computed otherwise, every call with a kept form would be refused."""
    assert fingerprint(call.form) == call.form.fingerprint
    assert len(call.form.fingerprint) == 16


def test_an_option_keeps_what_is_said_about_it() -> None:
    about = {"kk": "туралы", "ru": "о нём"}
    (option,) = reader(a=[{"code": "x", "label": WORDS, "about": about}]).options("a")
    assert (option.code, option.label, option.about) == ("x", WORDS, about)
