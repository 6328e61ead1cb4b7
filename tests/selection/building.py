"""Applications brought to a state by the verbs themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import ModuleType

import pytest

from chalicelib.call import Call, current_call
from chalicelib.call.guard_words import guard_sentence, next_step
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.lifecycle import ACTS
from chalicelib.rules.refusals import NotAllowed
from chalicelib.selection import interviews
from chalicelib.selection.committee_act import CommitteeAct
from tests import building, small_building
from tests.building import PEPPER, FakeStore

MEMBER, EXPERT = "А. Б.", "В. Г."
HELD = date(2021, 9, 16)
# Supplement after an interview on Thursday the 16th ends with Monday the 20th, 24:00 in Almaty.
AFTER_WINDOW = building.OPEN + timedelta(days=6)
PACKAGE = ("leader_id", "registration", "presentation", "team_cv")


def builder_of(call: Call) -> ModuleType:
    """The module whose instants and answers are the call's: the small one's or that of 2021 (tests/call_of_2021.py)."""
    return {small_building.ID: small_building}.get(call.id, building)


def opened(call: Call) -> datetime:
    """The instant that applications to the call are sent at."""
    instant: datetime = builder_of(call).OPEN
    return instant


def desk(call: Call, store: FakeStore, days: float = 1, author: str = "committee/asel") -> CommitteeAct:
    return CommitteeAct(call, store, author, opened(call) + timedelta(days=days))


def submitted(call: Call, store: FakeStore, **changes: object) -> str:
    return submit(call, store, PEPPER, builder_of(call).answers(**changes), opened(call)).event.number


def interviewed(call: Call, store: FakeStore, outcome: str = "passed", **changes: object) -> str:
    number = scheduled(call, store, **changes)
    held = {small_building.ID: small_building.HELD}.get(call.id, HELD)
    interviews.record(desk(call, store), number, held, [MEMBER], [EXPERT], outcome)
    return number


def scheduled(call: Call, store: FakeStore, **changes: object) -> str:
    number = submitted(call, store, **changes)
    interviews.schedule(desk(call, store, 0.5), number, opened(call) + timedelta(days=1), "Талдықорған", "offline")
    return number


def with_documents(store: FakeStore, number: str, *kinds: str) -> None:
    """A day after the application's first event."""
    at = store.events(number)[0].at + timedelta(days=1)
    for kind in kinds:
        detail = {"document": kind, "kind": kind, "filename": f"{kind}.pdf", "size": 9, "sha256": "0" * 64}
        change = Change("receive_document", "applicant", at, detail=detail)
        append(store, Application(store.events(number)), change)


def refused(act: Callable[[], object]) -> tuple[str, str]:
    """The rule and the code of an act that must be refused; its words and its next step are there in each language."""
    with pytest.raises(NotAllowed) as error:
        act()
    no, call = error.value, current_call()
    for language in call.languages:
        assert guard_sentence(call, language, no.why, no.params)
        assert next_step(call, language, no.why, no.params, no.act, ACTS[no.act].by, no.status)
    return no.rule, no.why


def admitted(call: Call, store: FakeStore) -> str:
    from chalicelib.selection import decisions

    number = interviewed(call, store)
    with_documents(store, number, *{small_building.ID: small_building.PACKAGE}.get(call.id, PACKAGE))
    decisions.admit(desk(call, store, 2), number)
    return number
