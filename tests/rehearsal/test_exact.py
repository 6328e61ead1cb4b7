"""The rulebook's arithmetic was written twice, from the specification; the two must agree."""

from datetime import date, timedelta
from random import Random

from chalicelib.call import Call
from chalicelib.rules.completeness import judge
from chalicelib.rules.package import required_documents
from chalicelib.rules.supplement import supplement_until
from rehearsal.exact import end_of_supplement, required_kinds, unanswered
from rehearsal.facts import read_facts
from staff import synthetic

FACTS = read_facts()


def test_every_window_of_the_season_ends_alike(call: Call) -> None:
    days = [date(2021, 9, 10) + timedelta(days=n) for n in range(120)]
    assert [end_of_supplement(FACTS, day) for day in days] == [supplement_until(call, day) for day in days]


def test_the_same_questions_are_open_and_the_same_documents_required(call: Call) -> None:
    for seed in range(40):
        rng = Random(seed)
        whole = synthetic.invent(call, rng)
        assert unanswered(FACTS, whole) == set()
        some = {name: value for name, value in whole.items() if rng.random() < 0.7}
        missing = {problem.field for problem in judge(call.form, some).problems if problem.code == "required"}
        assert unanswered(FACTS, some) <= {problem.field for problem in judge(call.form, some).problems}
        assert missing <= unanswered(FACTS, some)
        kinds = {document.kind for document in required_documents(call.form, whole, date(2021, 9, 30))}
        assert required_kinds(FACTS, whole) == kinds
