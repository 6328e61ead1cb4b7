"""Invented answers are valid by construction, whatever the form asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.call import Call, Field, Form, Option
from chalicelib.call.form_definition import OnlyWith, Section
from chalicelib.call.form_definition import Test as Clause
from chalicelib.rules.completeness import judge
from chalicelib.rules.lifecycle import allows
from rehearsal.call_facts import read_facts
from rehearsal.checks.life import life_of
from rehearsal.expected_times import unanswered_questions
from staff import synthetic
from tests.call.generated import Definition, definitions
from tests.call_of_parts import NAME, combinations_of_parts, write_call

LABEL = {"kk": "сұрақ", "ru": "вопрос"}
LANGUAGE = Field("til", "choice", LABEL, required=True, role="language", options=tuple(
    Option(code, LABEL) for code in ("kk", "ru")))  # fmt: skip
NAMES = tuple(Field(name, "text", LABEL, required=True, max=80, role="name") for name in ("tegi", "aty"))
TITLE = Field("ataui", "text", LABEL, required=True, min=3, max=20, role="title")
ABC = tuple(Option(code, LABEL) for code in "abc")


def form_of(call: Call, *fields: Field) -> Form:
    return replace(call.form, sections=(Section("all", LABEL, (LANGUAGE, *NAMES, TITLE, *fields)),))


def is_valid(form: Form, answers: dict[str, Any]) -> bool:
    judgement = judge(form, answers)
    return judgement.complete and judgement.answers == answers and not judgement.dropped


LIMITS = st.tuples(st.integers(-50, 5000), st.integers(0, 3000)).map(lambda two: (two[0], two[0] + two[1]))
LENGTHS = st.tuples(st.integers(1, 300), st.integers(0, 300)).map(lambda two: (two[0], two[0] + two[1]))


KINDS = ["text", "textarea", "integer", "number", "phone", "email", "url", "iin", "bin", "month", "multi", "choice",
         "accept", "bool"]  # fmt: skip


@st.composite
def questions(draw: st.DrawFn, name: str) -> Field:
    kind = draw(st.sampled_from(KINDS))
    low, high = draw(LIMITS if kind in ("integer", "number") else LENGTHS)
    bounded = kind in ("text", "textarea", "integer", "number") and draw(st.booleans())
    condition = draw(st.sampled_from([(), (Clause("abc", codes=frozenset("ab")),), (Clause("total", above=100),)]))
    return Field(
        name, kind, LABEL, required=draw(st.booleans()), asked_when=condition,
        required_when=(Clause("abc", codes=frozenset("c")),) if draw(st.booleans()) else (),
        min=low if bounded else None, max=high if bounded else None,
        options=ABC if kind in ("choice", "multi") else (), personal=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def forms(draw: st.DrawFn) -> tuple[Field, ...]:
    """Some questions, and a table whose column adds up to one of them, in any order."""
    low, high = draw(LIMITS.filter(lambda two: two[0] >= 0))
    least, rows = draw(st.integers(0, 4)), draw(st.integers(1, 6))
    kind = draw(st.sampled_from(["integer", "number"]))
    cells = (Field("sum", kind, LABEL, required=True, min=draw(st.integers(0, 5)), max=draw(st.integers(500, 9999))),
             Field("what", "text", LABEL, required=draw(st.booleans()), max=draw(st.integers(1, 40))))  # fmt: skip
    several = max(least, 1) + rows
    more = ((Clause("abc", codes=frozenset("a")),), several) if draw(st.booleans()) else None
    table = Field("table", "table", LABEL, required=draw(st.booleans()), columns=cells, min_rows=least,
                  max_rows=several, adds_up=("sum", "total"), more_rows=more)  # fmt: skip
    fixed = (
        Field("abc", "choice", LABEL, required=True, options=ABC,
              only_with=(OnlyWith((Clause("til", codes=frozenset(["kk"])),), ("b", "c")),)),
        Field("total", kind, LABEL, required=True, min=low, max=high + 60_000),
        Field("from", "month", LABEL, required=draw(st.booleans())),
        Field("to", "month", LABEL, required=draw(st.booleans()), not_before="from"),
        table,
    )  # fmt: skip
    others = tuple(draw(questions(f"q{number}")) for number in range(draw(st.integers(0, 5))))
    return tuple(draw(st.permutations((*fixed, *others))))


@settings(max_examples=150, deadline=None)
@given(forms(), st.integers(0, 10**6), st.sampled_from(["kk", "ru"]))
def test_answers_are_valid_for_any_form_that_can_be_answered(
    call: Call, fields: tuple[Field, ...], seed: int, language: str
) -> None:
    asked = replace(call, form=form_of(call, *fields))
    try:
        answers = synthetic.invent(asked, Random(seed), language)
    except synthetic.Contradiction:
        return
    assert judge(asked.form, answers).problems == ()
    assert is_valid(asked.form, answers) and answers["til"] == language
    assert is_valid(asked.form, synthetic.lengthened(asked, answers, 700))


@settings(max_examples=40, deadline=None)
@given(definitions(), st.integers(0, 10**6))
def test_every_call_that_loads_is_answered(
    tmp_path_factory: pytest.TempPathFactory, made: Definition, seed: int
) -> None:
    folder, asked = made.loaded(tmp_path_factory.mktemp("call"))
    answers = synthetic.invent(asked, Random(seed))
    assert is_valid(asked.form, answers)
    for other in (synthetic.reworded(asked, answers, "7"), synthetic.titled(asked, answers, "7")):
        assert is_valid(asked.form, other)
    assert unanswered_questions(read_facts(folder), answers) == set()


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_an_edit_and_a_title_make_other_answers_that_are_valid_too(call: Call, seed: int) -> None:
    answers = synthetic.invent(call, Random(seed))
    edits = [synthetic.reworded(call, answers, str(edit)) for edit in range(5)]
    titles = [synthetic.titled(call, answers, str(number)) for number in range(5)]
    assert all(is_valid(call.form, each) for each in (*edits, *titles))
    assert len({str(each) for each in (answers, *edits, *titles)}) == 11


def test_a_title_of_few_letters_still_tells_people_apart(call: Call) -> None:
    short = replace(call, form=form_of(call))
    answers = synthetic.invent(short, Random(1))
    titles = {synthetic.titled(short, answers, str(number))["ataui"] for number in range(300)}
    assert len(titles) == 300 and max(map(len, titles)) <= 20


def test_a_form_that_nobody_can_answer_is_told_and_not_waited_for(call: Call) -> None:
    never = Field("x", "choice", LABEL, required=True, options=ABC, only_with=(
        OnlyWith((Clause("til", codes=frozenset(["kk", "ru"])),), ()),))  # fmt: skip
    with pytest.raises(synthetic.Contradiction):
        synthetic.invent(replace(call, form=form_of(call, never)), Random(1))


def test_every_submission_of_an_invented_life_is_complete(call: Call) -> None:
    for life in synthetic.applications(call, 60, seed=5):
        submitted = [event for event in life if event.answers is not None and event.act != "save_draft"]
        assert all(is_valid(call.form, dict(event.answers or {})) for event in submitted)


EVERY = [pytest.param(parts, id="+".join(sorted(parts)) or "nothing") for parts in combinations_of_parts()]


@pytest.mark.parametrize("parts", EVERY)
def test_nobody_s_life_has_what_the_call_lacks_and_the_checker_s_life_agrees(
    tmp_path: Path, parts: frozenset[str]
) -> None:
    call, facts = write_call(tmp_path, parts), read_facts(tmp_path / NAME)
    assert (facts.has_interview, facts.has_supplement, facts.has_tasks) == (
        call.has("interview"), call.has("supplement"), call.has("exclusion"))  # fmt: skip
    life = life_of(facts)
    for event in (event for one in synthetic.applications(call, 40, seed=3) for event in one):
        assert allows(call, event.act, event.before), event.act
        assert life[event.act][event.before] == event.status
        assert event.act in ("save_draft", "receive_document") or event.answers is None or is_valid(
            call.form, dict(event.answers))  # fmt: skip
