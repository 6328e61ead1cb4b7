"""Braces in the texts of a definition: which may stand there, in which languages alike, and what fills them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call.text_templates import fill, rule_text_faults, text_faults
from tests.call.small_form import Refusal, refusals

FACTS = {
    "kk": {"closes": "30 қыркүйек", "operator": "«Оқу» қоры", "number": "3"},
    "ru": {"closes": "30 сентября", "operator": "Фонд «Учёба»", "number": "3"},
}
KNOWN = "closes, number, operator"


def texts(kk: str, ru: str) -> dict[str, str]:
    return {"kk": kk, "ru": ru}


def unknown(place: str, fact: str, known: str = KNOWN) -> Refusal:
    return "unknown_fact", place, {"language": place[-2:], "fact": fact, "known": known}


def unequal(place: str, fact: str, one: str = "kk", other: str = "ru") -> Refusal:
    return "unequal_facts", place, {"fact": fact, "one": one, "other": other}


TABLES: list[tuple[Any, list[Refusal]]] = [
    (texts("{closes} дейін", "до {closes}"), []), (texts("мәтін", "текст"), []), ("{nobody}", []), (5, []), ([], []),
    ({"a": {"b": [texts("{closes}", "{closes}"), texts("{x}", "{x}")]}}, [unknown("call.a.b[1].kk", "x")]),
    # The first of a text's mistakes, by language and then by name; an unknown one before an unequal one.
    (texts("{y} {x}", "{x}"), [unknown("call.kk", "x")]), (texts("{closes}", "{x}"), [unknown("call.ru", "x")]),
    (texts("{closes} {number}", "текст"), [unequal("call", "closes")]),
    (texts("мәтін", "{number}"), [unequal("call", "number")]),
    (texts("{closes}", "{number}"), [unequal("call", "closes")]),
    # Of a text in one language there is nothing to compare.
    ({"ru": "{closes}"}, []), ({"kk": "{x}"}, [unknown("call.kk", "x")]),
    # A lone brace, with what follows it.
    (texts("а } б", "а"), [unknown("call.kk", "} б")]), (texts("а", "{closes} {"), [unknown("call.ru", "{")]),
    (texts("{ {closes} б", "{closes}"), [unknown("call.kk", "{  б")]),
    (texts("{a b}", "а"), [unknown("call.kk", "{a b")]), (texts("{}", "а"), [unknown("call.kk", "{")]),
    (texts("{" + "ә" * 50, "а"), [unknown("call.kk", "{" + "ә" * 40)]),
    (texts("{" + "x" * 70 + "}", "а"), [unknown("call.kk", "x" * 60)]),
    # Inside what is a fact itself nothing may be named.
    ({"timezone_name": texts("{closes}", "{closes}")}, [unknown("call.timezone_name.kk", "closes", "—")]),
    ({"consent": {"operator": texts("{number}", "а")}}, [unknown("call.consent.operator.kk", "number", "—")]),
    ({"supplement_rolls": texts("а", "{number}")}, [unknown("call.supplement_rolls.ru", "number", "—")]),
    # What lies beside the languages is read as well, and each mistake is told.
    ({"kk": "{x}", "more": texts("{y}", "{y}"), "rows": [texts("{z}", "а")]},
     [unknown("call.kk", "x"), unknown("call.more.kk", "y"), unknown("call.rows[0].kk", "z")]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "faults"), TABLES)
def test_braces_name_facts_there_are_and_the_same_in_each_language(table: Any, faults: list[Refusal]) -> None:
    assert refusals(text_faults(table, "call", FACTS)) == faults


def digit(place: str, sign: str) -> Refusal:
    return "digit_in_rule", place, {"language": place[-2:], "digit": sign}


RULES: list[tuple[dict[str, Any], list[Refusal]]] = [
    ({"text": texts("{closes} дейін", "до {closes}")}, []), ({"text": texts("{score3}", "X и V")}, []),
    ({"text": texts("3 күн", "3 дня")}, [digit("call.rule[0].text.kk", "3"), digit("call.rule[0].text.ru", "3")]),
    ({"text": texts("а", "глава IV")}, [digit("call.rule[0].text.ru", "IV")]),
    ({"title": texts("а²", "а")}, [digit("call.rule[0].title.kk", "²")]),
    # The first sort of number is told, and the first of its signs.
    ({"text": texts("а", "IV глава, 25 и три дня")}, [digit("call.rule[0].text.ru", "2")]),
    ({"text": texts("а", "XII и три дня")}, [digit("call.rule[0].text.ru", "XII")]),
    ({"text": texts("үш күн", "а")},
     [("number_word_in_rule", "call.rule[0].text.kk", {"language": "kk", "words": "үш күн"})]),
    # A fact is no unit, and holds the words on its sides apart.
    ({"text": texts("а", "три {closes} дня")}, []),
    ({"title": texts("1", "а"), "text": texts("а", "2")},
     [digit("call.rule[0].title.kk", "1"), digit("call.rule[0].text.ru", "2")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "faults"), RULES)
def test_no_rule_types_a_number(rule: dict[str, Any], faults: list[Refusal]) -> None:
    assert refusals(rule_text_faults([{"id": "window"} | rule], FACTS)) == faults


def test_each_rule_is_told_by_its_place() -> None:
    rules = [{"text": texts("а", "б")}, {"text": texts("а", "1")}]
    assert refusals(rule_text_faults(rules, FACTS)) == [digit("call.rule[1].text.ru", "1")]


def test_every_text_is_filled_in_its_own_language_and_nothing_else_is_touched() -> None:
    table = {
        "id": "{closes}", "number": 5, "list": ["{closes}", 7], "title": texts("{closes} дейін", "до {closes}"),
        "rows": [{"label": texts("{number}-ші", "{number}-й"), "code": "{number}"}],
        "deep": {"kk": ["{closes}", 5, {"x": "{closes}"}]},
    }  # fmt: skip
    assert fill(table, FACTS) == {
        "id": "{closes}", "number": 5, "list": ["{closes}", 7],
        "title": texts("30 қыркүйек дейін", "до 30 сентября"),
        "rows": [{"label": texts("3\u2011ші", "3\u2011й"), "code": "{number}"}],
        "deep": {"kk": ["30 қыркүйек", 5, {"x": "30 қыркүйек"}]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("«{operator}»", "«Фонд „Учёба“»"), ("«{operator} и другие»", "«Фонд «Учёба» и другие»"),
        ("«О {operator}»", "«О Фонд «Учёба»»"), ("{operator}", "Фонд «Учёба»"), ("{nobody}", "{nobody}"),
        ("{closes} 2021 года", "30\u00a0сентября\u00a02021\u00a0года"), ("", ""),
    ],
)  # fmt: skip
def test_a_fact_has_inner_quotes_only_where_nothing_else_stands_between_the_outer_ones(text: str, filled: str) -> None:
    assert fill({"ru": text}, FACTS) == {"ru": filled}
