"""What must hold between the parts of a call: its dates, scores, reminders, rules, criteria, and each of its forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.call.call_consistency import filled_faults, sense_faults, text_faults
from chalicelib.call.definition import STANDS_FOR
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.optional_parts import FOLLOWS, KEYS_OF_RULE, NEEDED_RULES, part_faults
from tests.call.small_form import Refusal, form_with, form_with_column, refusals, small_call
from tests.call.test_text_facts import facts_of_small, small_table

SECOND = timedelta(seconds=1)


def faults_of(call: Call) -> list[Refusal]:
    return refusals(sense_faults(call, [call.form], ["form"]))


def small(**changes: Any) -> Call:
    return replace(small_call(), **changes)


def test_a_sound_call_has_no_faults() -> None:
    assert faults_of(small()) == []


def test_a_consent_lasts_until_the_closing_in_force() -> None:
    closes, consent = small().closes_at, small().consent
    assert faults_of(small(consent=consent._replace(valid_until=closes))) == []
    early = closes - SECOND
    assert faults_of(small(consent=consent._replace(valid_until=early))) == [
        ("consent_expires_early", "call.consent.valid_until",
         {"value": early.isoformat(), "closes": closes.isoformat()}),
    ]  # fmt: skip


def test_a_closing_comes_after_the_opening_and_amendments_are_asked() -> None:
    opens = small().announced_closes_at
    assert faults_of(small(opens_at=opens)) == [("closes_before_opens", "call.closes_at", {})]
    twice = (small().amendments[0],) * 2
    assert [(code, place) for code, place, _ in faults_of(small(amendments=twice))] == [
        ("amendments_in_disorder", "call.amendment[1].at")
    ]


def test_scores_are_asked_only_where_there_are_criteria() -> None:
    reversed_scores = small(score_min=10, score_max=0)
    assert faults_of(reversed_scores) == [("scores_in_disorder", "call.score_min", {"low": 10, "high": 0})]
    fed = form_with("summary", criteria=())
    assert faults_of(replace(reversed_scores, criteria=(), form=fed)) == []


@pytest.mark.parametrize("key", ["draft_reminder_hours", "window_reminder_hours"])
def test_reminders_of_either_sort_are_in_order(key: str) -> None:
    assert faults_of(small(**{key: (3, 24)})) == [("hours_in_disorder", f"call.{key}[1]", {"value": 24, "before": 3})]


def test_no_rule_is_there_twice_and_criteria_are_numbered_by_their_places() -> None:
    rules = small().rules
    assert faults_of(small(rules=(*rules, rules[2]))) == [
        ("twin_code", f"call.rule[{len(rules)}].id", {"code": rules[2].id})
    ]
    first, second, third = small().criteria
    assert faults_of(small(criteria=(first, third._replace(number=3), second))) == [
        ("criteria_in_disorder", "call.criterion[1].number", {"value": 3, "place_in_list": 2}),
        ("criteria_in_disorder", "call.criterion[2].number", {"value": 2, "place_in_list": 3}),
    ]


def test_a_criterion_applies_by_an_answer_that_there_is_and_never_by_an_age() -> None:
    first, *others = small().criteria
    mood, age = Clause("mood", frozenset(["good"])), Clause("iin", younger_than=18)
    for clause, code in ((mood, "unknown_field"), (age, "age_of_documents_only")):
        fault = (code, f"call.criterion[0].applies_when.{clause.field}", {"field": clause.field})
        assert faults_of(small(criteria=(first._replace(applies_when=(clause,)), *others))) == [fault]


def test_each_version_of_a_form_is_asked_for_twins_criteria_and_roles_in_its_own_file() -> None:
    kept = form_with("surname", id="language", role="mascot", criteria=(9,))
    told = refusals(sense_faults(small(), [small().form, kept], ["form", "forms/1"]))
    assert [(code, place.removeprefix("forms/1.section[0].field[1].")) for code, place, _ in told] == [
        ("twin_code", "id"), ("unknown_criterion", "criteria[0]"), ("unknown_role", "role"),
        ("role_missing", "forms/1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "is_one"),
    [("2026-01", True), ("2099-12", True), ("2000-10", True), ("1999-12", False), ("2100-01", False),
     ("2026-13", False), ("2026-00", False), ("2026-1", False), ("2026-011", False), ("сәуір", False)],
)  # fmt: skip
def test_an_example_of_a_month_is_one_of_this_century(month: str, is_one: bool) -> None:
    form = form_with("starts", example={"kk": "2026-01", "ru": month})
    place = "forms/1.section[1].field[5].example.ru"
    fault: Refusal = ("bad_example", place, {"example": month})
    assert refusals(filled_faults([form], ["forms/1"])) == ([] if is_one else [fault])


def test_of_an_example_that_is_none_in_either_language_the_first_is_told_and_no_more_than_sixty_letters() -> None:
    form = form_with_column("item", example={"kk": "а" * 61, "ru": "б"})
    place = "form.section[1].field[10].column[0].example.kk"
    assert refusals(filled_faults([form], ["form"])) == [("bad_example", place, {"example": "а" * 60})]


def test_a_number_typed_into_a_rule_is_not_told_again_as_facts_that_are_unequal() -> None:
    table = small_table()
    table["rule"][0]["text"] = {"kk": "Қабылдау {closes_until}.", "ru": "Приём до 25 числа."}
    table["rule"][1]["text"] = {"kk": "Соңғы күн {closes_date}.", "ru": "Последний день."}
    form = {"title": {"kk": "Өтінім {appendix}", "ru": "Заявка"}}
    told = refusals(text_faults(table, {"form": form}, facts_of_small()))
    assert [(code, place) for code, place, _ in told] == [
        ("digit_in_rule", "call.rule[0].text.ru"), ("unequal_facts", "call.rule[1].text"),
        ("unequal_facts", "form.title"),
    ]  # fmt: skip


# Parts that a call may do without


def part_faults_without(*absent: str, without_rules: tuple[str, ...] = ()) -> list[Refusal]:
    table = {key: value for key, value in small_table().items() if key not in absent}
    table["rule"] = [row for row in table["rule"] if row["id"] not in without_rules]
    return refusals(part_faults(table))


def test_a_whole_call_has_every_part() -> None:
    assert part_faults_without() == []


@pytest.mark.parametrize(("rule", "key"), [(rule, key) for rule, keys in KEYS_OF_RULE.items() for key in keys])
def test_a_rule_needs_each_of_its_keys(rule: str, key: str) -> None:
    assert part_faults_without(key) == [("missing", f"call.{key}", {})]


@pytest.mark.parametrize("rule", KEYS_OF_RULE)
def test_a_key_needs_its_rule(rule: str) -> None:
    keys = KEYS_OF_RULE[rule]
    told = part_faults_without(without_rules=(rule,))
    assert told == [("key_without_rule", f"call.{keys[0]}", {"keys": ", ".join(keys), "rule": rule})]
    assert part_faults_without(*keys, without_rules=(rule,)) == []


def test_of_the_keys_of_an_absent_rule_those_that_are_there_are_told() -> None:
    assert part_faults_without("supplement_days", without_rules=("supplement",)) == [
        ("key_without_rule", "call.window_reminder_hours", {"keys": "window_reminder_hours", "rule": "supplement"})
    ]


def test_which_keys_and_rules_belong_together_is_what_the_call_says() -> None:
    assert KEYS_OF_RULE == {
        "supplement": ("supplement_days", "window_reminder_hours"),
        "exclusion": ("explanation_days", "missed_tasks_for_exclusion"),
        "region": ("district",), "direction": ("direction",),
    }  # fmt: skip
    assert FOLLOWS == {"supplement": "interview"}
    assert set(NEEDED_RULES) == {"window", "deadline", "language", "applicant", "complete", "admission"}
    assert not set(NEEDED_RULES) & set(STANDS_FOR)


def test_time_to_supplement_follows_an_interview() -> None:
    assert part_faults_without(without_rules=("interview",)) == [("rule_missing", "call.rule", {"rule": "interview"})]
    keys = KEYS_OF_RULE["supplement"]
    assert part_faults_without(*keys, without_rules=("interview", "supplement")) == []


@pytest.mark.parametrize("key", ["supplement_rolls_to_working_day", "non_working_days"])
def test_spans_of_days_say_whether_and_when_they_roll(key: str) -> None:
    spans = ("supplement", "exclusion")
    for without in ((), spans[:1], spans[1:]):
        keys = [each for rule in without for each in KEYS_OF_RULE[rule]]
        assert part_faults_without(key, *keys, without_rules=without) == [("missing", f"call.{key}", {})]
    every = [each for rule in spans for each in KEYS_OF_RULE[rule]]
    assert part_faults_without(key, *every, without_rules=spans) == []


@pytest.mark.parametrize("key", ["score_min", "score_max"])
def test_criteria_need_a_scale_and_a_scale_needs_criteria(key: str) -> None:
    assert part_faults_without(key) == [("missing", f"call.{key}", {})]
    other = {"score_min": "score_max", "score_max": "score_min"}[key]
    assert part_faults_without("criterion", key) == [("scale_without_criteria", f"call.{other}", {"keys": other})]
    assert part_faults_without("criterion") == [
        ("scale_without_criteria", "call.score_min", {"keys": "score_min, score_max"})
    ]
    assert part_faults_without("criterion", "score_min", "score_max") == []


def test_rules_that_are_no_list_of_rules_are_no_rules_here() -> None:
    """What they are instead is told elsewhere."""
    for rules in (None, "window", ["window"], [{"id": 5}], [{}]):
        told = {place for _, place, _ in refusals(part_faults(small_table() | {"rule": rules}))}
        assert told == {f"call.{keys[0]}" for keys in KEYS_OF_RULE.values()}
