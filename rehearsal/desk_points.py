"""Points at the desk: each expert gives their own, unseen by the others; whoever has a conflict stands aside."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from chalicelib.call import Call
from chalicelib.rules.interview_guards import applies

from .applicant import Applicant
from .desk_decisions import read_without_conflict
from .desk_people import DeskPeople, words
from .desk_person import DeskPage, DeskPerson, Values
from .html_forms import HtmlForm
from .notes import Log, NotedDecision, Sight


class DeskPoints:
    """Every second time both experts send their points at one moment."""

    def __init__(self, people: DeskPeople, call: Call, log: Log) -> None:
        self.people, self.call, self.log = people, call, log
        self._turns = count()

    def give(self, person: Applicant, *, is_conflicted: bool) -> None:
        secretary, experts = self.people.of("secretary")[0], self.people.of("expert")
        path = f"applications/{person.number}"
        secretary.press(path, f"{path}/assign", {"member": [expert.id for expert in experts]})
        points = {expert.id: self._points(person, expert) for expert in experts}
        if is_conflicted:
            self._stand_aside(person, experts[1], points[experts[1].id])
            experts = experts[:1]
        with ThreadPoolExecutor(1 + next(self._turns) % 2) as pool:
            list(pool.map(lambda expert: self._send(person, expert, points[expert.id]), experts))

    def _points(self, person: Applicant, expert: DeskPerson) -> Values:
        """A reason of nobody else's words: who could read it where it is sealed would be found by it."""
        spoken: Mapping[str, str] = words()["score_reason"]
        values: Values = {}
        for criterion in self.call.criteria:
            if applies(criterion, person.answers):
                points = person.rng.randint(self.call.score_min, self.call.score_max)
                values[f"points-{criterion.number}"] = str(points)
                sentence = spoken.get(person.language, spoken["kk"])
                values[f"reason-{criterion.number}"] = f"{sentence} {expert.name} {criterion.number}: {points}"
        return values

    def _send(self, person: Applicant, expert: DeskPerson, values: Values) -> None:
        read_without_conflict(expert, person)
        page, action = self._look(person, expert), f"applications/{person.number}/points"
        form = page.form(action) or HtmlForm(expert.base + action)
        self._note(person, expert, expert.send(form, values, button="next"))

    def _stand_aside(self, person: Applicant, expert: DeskPerson, values: Values) -> None:
        """Having said «yes» the expert reads no text and gives no points, by whatever address."""
        path, spoken = f"applications/{person.number}", words()["conflict"]
        why = spoken.get(person.language, spoken["kk"])
        expert.press(path, f"{path}/conflict", {"answer": "yes", "why": why})
        self._look(person, expert)
        sent = {**values, "_version": str(person.version), "_seen": "1"}
        self._note(person, expert, expert.send(HtmlForm(f"{expert.base}{path}/points"), sent), must_fail=True)

    def _look(self, person: Applicant, expert: DeskPerson) -> DeskPage:
        page = expert.get(f"applications/{person.number}")
        self.log.sight(Sight(person.number, expert.actor, page.sent, page.body))
        return page

    def _note(self, person: Applicant, expert: DeskPerson, page: DeskPage, *, must_fail: bool = False) -> None:
        decision = NotedDecision(
            "score", person.number, expert.actor, page.sent, page.answered, page.refusal, must_fail
        )
        self.log.decision(decision)
