"""The rulebook's arithmetic was written twice, from the specification; the two must agree."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from chalicelib.call import Call
from chalicelib.call.loading import load_call
from chalicelib.call.roles import ROLES
from chalicelib.rules.completeness import judge
from chalicelib.rules.document_package import required_documents
from chalicelib.rules.interview_guards import applies
from chalicelib.rules.supplement import supplement_until
from chalicelib.rules.tasks import explanation_until
from rehearsal.call_facts import read_facts
from rehearsal.expected_times import (
    criterion_applies,
    end_of_explanation,
    end_of_supplement,
    required_kinds,
    unanswered_questions,
)
from staff import synthetic
from tests.calls import copied

FACTS = read_facts()
# As different from the call of 2021 as its numbers can be.
OTHER = (
    ("supplement_days = 3", "supplement_days = 5"), ("_rolls_to_working_day = true", "_rolls_to_working_day = false"),
    ("missed_tasks_for_exclusion = 2", "missed_tasks_for_exclusion = 3"), ("score_min = 0", "score_min = 1"),
    ("score_max = 10", "score_max = 5"),
    ("[contact]", '''[[amendment]]
at = 2021-09-28T10:00:00+06:00
closes_at = 2021-10-02T18:00:00+06:00
what = { kk = "Мерзім ұзартылды", ru = "Срок продлён" }
why = { kk = "Интернет болмады", ru = "Не было интернета" }
[[amendment]]
at = 2021-09-29T10:00:00+06:00
what = { kk = "Сөз түзетілді", ru = "Исправлено слово" }
why = { kk = "Қате", ru = "Ошибка" }

[contact]'''),
)  # fmt: skip


def test_every_window_of_the_season_ends_alike(call: Call) -> None:
    days = [date(2021, 9, 10) + timedelta(days=n) for n in range(120)]
    assert [end_of_supplement(FACTS, day) for day in days] == [supplement_until(call, day) for day in days]


def test_the_same_questions_are_open_and_the_same_documents_required(call: Call) -> None:
    for seed in range(40):
        rng = Random(seed)
        whole = synthetic.invent(call, rng)
        assert unanswered_questions(FACTS, whole) == set()
        some = {name: value for name, value in whole.items() if rng.random() < 0.7}
        missing = {problem.field for problem in judge(call.form, some).problems if problem.code == "required"}
        assert unanswered_questions(FACTS, some) <= {problem.field for problem in judge(call.form, some).problems}
        assert missing <= unanswered_questions(FACTS, some)
        kinds = {document.kind for document in required_documents(call.form, whole, date(2021, 9, 30))}
        assert required_kinds(FACTS, whole, date(2021, 9, 30)) == kinds


def test_the_numbers_of_another_call_are_read_alike(tmp_path: Path) -> None:
    folder = copied(tmp_path, call=OTHER)
    facts, call = read_facts(folder), load_call(folder)
    days = [date(2021, 9, 10) + timedelta(days=n) for n in range(60)]
    assert [end_of_supplement(facts, day) for day in days] == [supplement_until(call, day) for day in days]
    assert [end_of_explanation(facts, day) for day in days] == [explanation_until(call, day) for day in days]
    assert (facts.closes_at, facts.missed_for_exclusion) == (call.closes_at, call.missed_tasks_for_exclusion)
    assert facts.closes_at > call.announced_closes_at and facts.scale == (call.score_min, call.score_max)


def test_the_same_criteria_apply_and_the_same_questions_play_the_roles(call: Call) -> None:
    for seed in range(20):
        answers = synthetic.invent(call, Random(seed))
        expected = {str(criterion.number): applies(criterion, answers) for criterion in call.criteria}
        assert {number: criterion_applies(FACTS, number, answers) for number in FACTS.criteria} == expected
    for role in ROLES:
        assert FACTS.roles.get(role, ()) == tuple(field.id for field in call.form.with_role(role))


@pytest.mark.parametrize(("iin", "day"), [("900101100014", date(2021, 9, 30)), ("050930500008", date(2023, 9, 29)),
                                          ("050930500008", date(2023, 9, 30))])  # fmt: skip
def test_the_young_are_counted_alike(call: Call, iin: str, day: date) -> None:
    whole = synthetic.invent(call, Random(1)) | {"leader_iin": iin}
    kinds = {document.kind for document in required_documents(call.form, whole, day)}
    assert required_kinds(FACTS, whole, day) == kinds
