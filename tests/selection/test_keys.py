"""A new key in person: the number stays, the old key ends, a reason and an author stay in the history."""

import pytest

from chalicelib.call import Call
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import submit
from chalicelib.rules.refusals import NotAllowed, NotFound, Stale
from chalicelib.selection.reissue_key import reissue_key
from tests.building import PEPPER, FakeStore
from tests.selection.building import desk
from tests.small_building import OPEN, answers, small_call

SECRET, OTHER = bytes(range(32)), bytes(range(1, 33))
WHY = "Жеке келді, куәлігі көрілді."


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def test_the_new_key_opens_it_and_the_old_one_nothing(call: Call) -> None:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    number = receipt.event.number
    _, key = reissue_key(desk(call, store, 1), number, SECRET, WHY)
    assert look_up(call, store, number, key).number == number
    with pytest.raises(NotFound):
        look_up(call, store, number, receipt.key)
    _, last = reissue_key(desk(call, store, 2), number, OTHER, WHY)
    assert look_up(call, store, number, last).number == number
    with pytest.raises(NotFound):
        look_up(call, store, number, key)


def test_it_stands_in_the_history_with_author_and_reason_and_changes_nothing_else(call: Call) -> None:
    store = FakeStore()
    number = submit(call, store, PEPPER, answers(), OPEN).event.number
    application, key = reissue_key(desk(call, store, 1), number, SECRET, f" {WHY}\x0b")
    last = application.events[-1]
    assert (last.act, last.actor, dict(last.detail)) == ("reissue_key", desk(call, store).author, {"why": WHY})
    assert last.at == desk(call, store, 1).at
    assert (application.status, application.version) == ("submitted", 1)
    assert key not in repr(application.events)


def test_without_a_reason_or_on_an_old_state_no_key_is_given(call: Call) -> None:
    store = FakeStore()
    number = submit(call, store, PEPPER, answers(), OPEN).event.number
    for why, objection in (("  ", "no_text"), ("ә" * 3001, "too_long")):
        with pytest.raises(NotAllowed) as refused:
            reissue_key(desk(call, store, 1), number, SECRET, why)
        assert (refused.value.rule, refused.value.status, refused.value.why) == ("admission", "submitted", objection)
    assert refused.value.params["limit"] == 3000
    with pytest.raises(Stale):
        reissue_key(desk(call, store, 1), number, SECRET, WHY, seen=2)
    with pytest.raises(NotFound):
        reissue_key(desk(call, store, 1), "2222-2222", SECRET, WHY)
    assert len(store.events(number)) == 1


def test_a_key_has_a_hundred_bits_in_the_alphabet_of_the_phone(call: Call) -> None:
    store = FakeStore()
    number = submit(call, store, PEPPER, answers(), OPEN).event.number
    _, key = reissue_key(desk(call, store, 1), number, SECRET, WHY)
    assert len(key.replace("-", "")) == 24
    assert set(key.replace("-", "")) <= set("23456789DFGJNRSUVW")
