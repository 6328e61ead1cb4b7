"""The table of what people type (tests/rules/cases) at the real routes: what is ticked, chosen or stands in a table:
by JSON and by a form stored alike or refused alike; receipt, page, mail and export show what is stored."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call, say
from chalicelib.call.answer_words import answer_words
from chalicelib.notices.answers_as_text import returned_answers
from chalicelib.rules.completeness import judge
from chalicelib.rules.field_parsers import PARSERS
from chalicelib.rules.problems import Problem
from chalicelib.rules.table_answers import missing_fault
from chalicelib.store.event_items import to_item
from chalicelib.web.problem_sentences import problem_in_words
from tests.building import OPEN, FakeStore, answers
from tests.rules.typed_cases import Case, typed_cases
from tests.staff.export_building import desk, full_export, rows
from tests.web import test_typed_everywhere as typed
from tests.web.gateway import Answer, as_form, post_form, post_json
from tests.web.test_typed_everywhere import store

__all__ = ["store"]
pytestmark = pytest.mark.slow
# A question of the real form for each kind; a number stands in a table only.
QUESTIONS = {"choice": "application_language", "multi": "interview_format", "bool": "consent_publication",
             "accept": "declare_truth"}  # fmt: skip
TABLE, CELL = "indicators", "baseline"


def _a_form_can_say(case: Case) -> bool:
    """A browser posts words, several under one name, or a box that is ticked or not."""
    if isinstance(case.typed, list):
        return case.field.kind == "multi" and all(isinstance(code, str) for code in case.typed)
    return isinstance(case.typed, str | bool) and not (isinstance(case.typed, bool) and case.field.kind == "multi")


# An indicator has no limits of its own.
CASES = [case for case in typed_cases() if _a_form_can_say(case) and (
    case.field.kind in QUESTIONS
    or (case.field.kind == "number" and case.field.min is case.field.max is None)
)]  # fmt: skip


def sent(case: Case) -> dict[str, Any]:
    if case.field.kind != "number":
        return answers(**{QUESTIONS[case.field.kind]: case.typed})
    first, *others = answers()[TABLE]
    return answers(**{TABLE: [first | {CELL: case.typed}, *others]})


def place_of(case: Case) -> str:
    return f"{TABLE}[0].{CELL}" if case.field.kind == "number" else QUESTIONS[case.field.kind]


def answer_in(case: Case, given: dict[str, Any]) -> Any:
    return given[TABLE][0].get(CELL) if case.field.kind == "number" else given.get(QUESTIONS[case.field.kind])


def in_words(call: Call, case: Case, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return say("page", "yes" if value else "no", language)
    if case.field.kind == "number":
        return answer_words("number", value, language)
    field = call.form.by_id[place_of(case)]
    return ", ".join(field.label_of(code, language) for code in ([value] if isinstance(value, str) else value))


def on_page(call: Call, case: Case, page: str, language: str) -> str:
    """What a printed page shows for the question; of the table, the cell in its first row."""
    field = call.form.by_id[TABLE if case.field.kind == "number" else place_of(case)]
    match = re.search(rf"<dt>{re.escape(html.escape(field.label[language]))}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    shown = match[1] if match else ""
    if case.field.kind == "number":
        label = next(column.label[language] for column in field.columns if column.id == CELL)
        cell = re.search(rf"<b>{re.escape(html.escape(label))}:</b>(.*?)</div>", shown, re.DOTALL)
        shown = cell[1] if cell else ""
    return html.unescape(re.sub(r"<[^>]+>", "", shown)).strip()


def in_mail(call: Call, case: Case, given: dict[str, Any], language: str) -> str:
    field = call.form.by_id[TABLE if case.field.kind == "number" else place_of(case)]
    text = dict(returned_answers(call, given, language)).get(field.label[language], "")
    if case.field.kind != "number":
        return text
    label = next(column.label[language] for column in field.columns if column.id == CELL)
    return next((part.removeprefix(f"{label}: ") for part in text.split("; ") if part.startswith(f"{label}: ")), "")


def posted() -> Iterator[tuple[Case, Answer, Answer]]:
    for case in CASES:
        body = sent(case)
        yield case, post_json("/applications", body), post_form("/applications", as_form(body))


def test_what_is_ticked_chosen_or_in_a_table_is_stored_alike_and_every_place_shows_what_is_stored(
    call: Call, store: FakeStore, tmp_path: Path
) -> None:
    apart, taken = [], list[tuple[str, Case, Any]]()
    for case, by_json, by_form in posted():
        if (by_json.status, by_form.status) != (201, 201):
            continue
        receipt = by_json.json
        value, language = answer_in(case, receipt["answers"]), receipt["answers"]["application_language"]
        expected = in_words(call, case, value, language)
        look = post_form("/applications/look-up", [("number", receipt["number"]), ("key", receipt["key"])])
        shown_in = "kk"  # The page of one who looks it up speaks the reader's language.
        told = {
            "stored": value == answer_in(case, dict(judge(call.form, sent(case)).answers)),
            "as the table says": case.outcome == ("stored", value),
            "one press": receipt["number"] in by_form.body,
            "receipt": on_page(call, case, by_form.body, language) == expected,
            "page": on_page(call, case, look.body, shown_in) == in_words(call, case, value, shown_in),
            "mail": in_mail(call, case, receipt["answers"], language) == expected,
        }
        apart += [(str(case), place) for place, alike in told.items() if not alike]
        taken.append((receipt["number"], case, value))
    assert apart == []
    assert {case.field.kind for _, case, _ in taken} == {*QUESTIONS, "number"}
    _exported_as_stored(store, taken, tmp_path)


def _exported_as_stored(store: FakeStore, taken: list[tuple[str, Case, Any]], place: Path) -> None:
    full_export(place, [to_item(event) for event in store.kept.values()], at=OPEN + timedelta(days=1))
    opened, names = desk(place, personal=True), [*QUESTIONS.values()]
    of_number = {number: dict(zip(names, values, strict=True)) for number, *values in
                 rows(opened, f"SELECT number, {', '.join(names)} FROM applications")}  # fmt: skip
    cells = dict(rows(opened, f'SELECT number, {CELL} FROM {TABLE} WHERE "row" = 1'))
    apart = []
    for number, case, value in taken:
        exported = cells[number] if case.field.kind == "number" else of_number[number][place_of(case)]
        apart += [] if exported == value else [(str(case), value, exported)]
    assert apart == []


def test_what_is_ticked_chosen_or_in_a_table_is_refused_alike_in_the_same_words_and_handed_back(
    call: Call, store: FakeStore
) -> None:
    apart, kinds = [], set()
    for case, by_json, by_form in posted():
        if by_json.status == 201:
            continue
        kinds.add(case.field.kind)
        told = [problem for problem in by_json.json["problems"] if problem["field"] == place_of(case)]
        in_page = html.unescape(by_form.body)
        alike = by_json.status == by_form.status == 422 and len(told) == 1 and told[0]["message"] in in_page
        returned = answer_in(case, by_json.json["answers"]) == case.typed
        expected = case.outcome[0] == "none" or told[0]["code"] == case.outcome[1]
        apart += [] if alike and returned and expected else [(str(case), by_json.status, by_form.status, told)]
    # Of a yes or no nothing a form posts is refused but words that are neither.
    assert (apart, kinds) == ([], {*QUESTIONS, "number"})


# Numbers, lists and boxes that are none: no form says them, a program may.
POSTED = {repr(case) for case in (*CASES, *typed.CASES)}
BY_PROGRAM = [case for case in typed_cases() if repr(case) not in POSTED]
ASKED = {**QUESTIONS, "text": "settlement", "integer": "beneficiaries"}


@pytest.mark.parametrize("case", BY_PROGRAM, ids=str)
def test_what_only_a_program_can_say_is_stored_as_the_table_says_or_refused_in_its_words(
    call: Call, store: FakeStore, case: Case
) -> None:
    question = ASKED[case.field.kind]
    answer = post_json("/applications", answers(**{question: case.typed}))
    if case.outcome[0] == "stored":
        assert (answer.status, answer.json["answers"][question]) == (201, case.outcome[1])
        return
    of = call.form.by_id[question]
    fault = missing_fault(of) if case.outcome[0] == "none" else PARSERS[of.kind](of, case.typed)[1]
    assert fault is not None and case.outcome[1:] in ((), (fault.code, fault.sentence))
    assert (answer.status, answer.json["problems"]) == (422, [problem_in_words(Problem(question, fault), "kk")])
    assert answer.json["answers"][question] == case.typed and store.kept == {}


def test_every_row_of_the_table_is_posted_and_by_a_form_too_where_it_is_words() -> None:
    assert len(POSTED) + len({repr(case) for case in BY_PROGRAM}) == len({repr(case) for case in typed_cases()})
    assert [case for case in BY_PROGRAM if isinstance(case.typed, str)] == []
