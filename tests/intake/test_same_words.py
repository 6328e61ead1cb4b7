"""Nobody is told of a conflict with their own words, whichever of two presses is first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application, Event
from chalicelib.rules.refusals import NotAllowed, NoVersion, Stale
from chalicelib.selection import interviews
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import EXPERT, MEMBER, desk
from tests.small_building import CLOSES, HELD, OPEN, answers, small_call

OTHER = answers(project="Есік")
UNTIDY = OTHER | {"project": "  Есік ", "iin": "900101 100014"}


class Interleaved(FakeStore):
    """`rival` acts between a verb's reading and its writing, once."""

    def __init__(self) -> None:
        super().__init__()
        self.rival: Callable[[], Any] | None = None

    def append(self, event: Event) -> Event | None:
        rival, self.rival = self.rival, None
        if rival:
            rival()
        return super().append(event)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> Interleaved:
    return Interleaved()


def draft(call: Call, store: FakeStore) -> tuple[str, str]:
    application, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    return application.number, key


def submission(call: Call, store: FakeStore) -> tuple[str, str]:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    return receipt.event.number, receipt.key


def interviewed(call: Call, store: FakeStore) -> tuple[str, str]:
    number, key = submission(call, store)
    interviews.schedule(desk(call, store, 0.5), number, OPEN + timedelta(days=1), "Талдықорған", "offline")
    interviews.record(desk(call, store), number, HELD, [MEMBER], [EXPERT], "passed")
    return number, key


STATES = [pytest.param(make, id=make.__name__) for make in (draft, submission, interviewed)]


@pytest.mark.parametrize("prepare", STATES)
def test_the_second_of_two_equal_saves_is_a_success_that_writes_nothing(
    call: Call, store: Interleaved, prepare: Callable[[Call, FakeStore], tuple[str, str]]
) -> None:
    number, key = prepare(call, store)
    at = store.events(number)[-1].at

    def save() -> Application:
        return rewrite(call, store, number, key, 1, OTHER, at)

    before = len(store.kept)
    store.rival = save
    saved = save()
    assert (saved.version, saved.content.answers, len(store.kept)) == (2, OTHER, before + 1)
    assert save() == saved


@pytest.mark.parametrize("prepare", STATES)
def test_other_words_of_a_rival_are_still_a_conflict(
    call: Call, store: Interleaved, prepare: Callable[[Call, FakeStore], tuple[str, str]]
) -> None:
    number, key = prepare(call, store)
    at = store.events(number)[-1].at
    store.rival = lambda: rewrite(call, store, number, key, 1, answers(project="Түрген"), at)
    with pytest.raises(Stale) as refused:
        rewrite(call, store, number, key, 1, OTHER, at)
    assert refused.value.current.version == 2


def test_the_version_is_asked_for_only_where_something_would_change(call: Call, store: Interleaved) -> None:
    number, key = submission(call, store)
    assert rewrite(call, store, number, key, None, answers(), OPEN).version == 1
    with pytest.raises(NoVersion):
        rewrite(call, store, number, key, None, OTHER, OPEN)


def test_a_draft_that_a_rival_submitted_meanwhile_says_what_the_second_press_says(
    call: Call, store: Interleaved
) -> None:
    """The draft keeps the words as typed, the submission as understood: they are the same words."""
    number, key = draft(call, store)
    rewrite(call, store, number, key, 1, UNTIDY, OPEN)
    store.rival = lambda: submit_draft(call, store, number, key, OPEN)
    saved = rewrite(call, store, number, key, 2, UNTIDY | {"project": "Есік"}, OPEN)
    assert (saved.status, saved.content.answers) == ("submitted", OTHER)


@pytest.mark.parametrize("act", [submit_draft, withdraw])
def test_submitting_or_withdrawing_twice_at_once_is_done_once_and_told_twice(
    call: Call, store: Interleaved, act: Callable[..., Application]
) -> None:
    number, key = draft(call, store)
    store.rival = lambda: act(call, store, number, key, OPEN)
    done = act(call, store, number, key, OPEN)
    assert [event.act for event in done.events][1:] == [act.__name__.removesuffix("_draft")]
    assert act(call, store, number, key, CLOSES + MS) == done


def test_what_a_rival_withdrew_meanwhile_is_not_submitted(call: Call, store: Interleaved) -> None:
    number, key = draft(call, store)
    store.rival = lambda: withdraw(call, store, number, key, OPEN)
    with pytest.raises(NotAllowed):
        submit_draft(call, store, number, key, OPEN)
