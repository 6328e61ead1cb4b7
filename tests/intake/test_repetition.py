"""What a press is told when it comes again: for some minutes all of it, later all but the key."""

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.idempotency import NO_KEY, SenderKey
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import Receipt, submit
from chalicelib.rules.application import Event
from chalicelib.rules.refusals import OtherAnswers
from tests.building import MS, PEPPER, FakeStore
from tests.small_building import CLOSES, OPEN, answers, small_call

MINUTES = timedelta(minutes=10)
FORM = SenderKey(form_key="a-key-of-the-form")
OWN = SenderKey("a-key-of-the-sender")
NAMES = [pytest.param(name, id="".join(name) or "nameless") for name in (NO_KEY, FORM, OWN)]


@pytest.fixture
def call() -> Call:
    return small_call()


class Counting(FakeStore):
    readings = looks = 0

    def events(self, number: str) -> tuple[Event, ...]:
        self.looks += 1
        return super().events(number)

    def first(self, number: str) -> Event | None:
        self.readings += 1
        return super().first(number)


@pytest.fixture
def store() -> Counting:
    return Counting()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("opened", [OPEN, CLOSES - MS])
def test_within_ten_minutes_a_repeated_press_is_told_all_also_after_closing(
    call: Call, store: FakeStore, name: SenderKey, opened: object
) -> None:
    first = submit(call, store, PEPPER, answers(), opened, name)  # type: ignore[arg-type]
    assert first.key
    assert submit(call, store, PEPPER, answers(), opened + MINUTES - MS, name) == first  # type: ignore[operator]


@pytest.mark.parametrize(("name", "is_told"), [(NO_KEY, False), (FORM, False), (OWN, True)])
@pytest.mark.parametrize("opened", [OPEN, CLOSES - MS])
def test_afterwards_the_receipt_has_no_key_unless_the_sender_named_the_press(
    call: Call, store: FakeStore, name: SenderKey, is_told: bool, opened: object
) -> None:
    first = submit(call, store, PEPPER, answers(), opened, name)  # type: ignore[arg-type]
    for later in (MINUTES, timedelta(days=20)):
        again = submit(call, store, PEPPER, answers(), opened + later, name)  # type: ignore[operator]
        assert again == Receipt(first.event, first.key if is_told else "")
    assert len(store.kept) == 1


def test_who_knows_the_answers_but_not_the_key_of_the_press_gets_neither_number_nor_key(
    call: Call, store: FakeStore
) -> None:
    for name in (FORM, OWN):
        mine = submit(call, store, PEPPER, answers(), OPEN, name)
        stranger = submit(call, store, PEPPER, answers(), OPEN)
        assert stranger.event.number != mine.event.number and stranger.key != mine.key
    as_header = submit(call, store, PEPPER, answers(), OPEN, SenderKey(FORM.form_key))
    assert as_header.key != submit(call, store, PEPPER, answers(), OPEN, FORM).key, "a form's key is no sender's"


@pytest.mark.parametrize(("name", "is_named"), [(FORM, False), (OWN, True)])
def test_a_key_used_for_other_answers_is_told_apart_from_a_form_used_again(
    call: Call, store: FakeStore, name: SenderKey, is_named: bool
) -> None:
    for act in (submit, save_new_draft):
        act(call, store, PEPPER, answers(), OPEN, name)  # type: ignore[operator]
        with pytest.raises(OtherAnswers) as refused:
            act(call, store, PEPPER, answers(project="Есік"), OPEN, name)  # type: ignore[operator]
        assert refused.value.is_named == is_named


@pytest.mark.parametrize("name", [NO_KEY, FORM])
@pytest.mark.parametrize("times", [1, 2, 3, 5, 6, 7, 8, 17])
def test_however_often_the_same_words_are_withdrawn_they_are_accepted_once_more(
    call: Call, store: FakeStore, name: SenderKey, times: int
) -> None:
    seen = set()
    for _ in range(times):
        receipt = submit(call, store, PEPPER, answers(), OPEN, name)
        seen.add((receipt.event.number, receipt.key))
        withdraw(call, store, receipt.event.number, receipt.key, OPEN)
    last = submit(call, store, PEPPER, answers(), OPEN, name)
    assert len({*seen, (last.event.number, last.key)}) == times + 1, "each has a number and a key of its own"
    assert len({key for _, key in seen} | {last.key}) == times + 1
    assert submit(call, store, PEPPER, answers(), OPEN, name) == last
    assert submit(call, store, PEPPER, answers(), CLOSES, name) == Receipt(last.event, "")


def test_a_hundred_withdrawals_cost_a_few_readings(call: Call, store: Counting) -> None:
    for _ in range(100):
        receipt = submit(call, store, PEPPER, answers(), OPEN)
        withdraw(call, store, receipt.event.number, receipt.key, OPEN)
    store.readings = 0
    submit(call, store, PEPPER, answers(), OPEN)
    assert store.readings <= 16


def test_the_first_press_of_all_reads_nothing(call: Call, store: Counting) -> None:
    submit(call, store, PEPPER, answers(), OPEN, FORM)
    save_new_draft(call, store, PEPPER, answers(), OPEN, FORM)
    assert (store.readings, store.looks) == (0, 0)


def test_a_named_press_gets_its_first_receipt_also_after_a_withdrawal(call: Call, store: FakeStore) -> None:
    """A second try that the network brings late must not make an application nobody knows of."""
    first = submit(call, store, PEPPER, answers(), OPEN, OWN)
    withdraw(call, store, first.event.number, first.key, OPEN)
    assert submit(call, store, PEPPER, answers(), OPEN, OWN) == first


def test_a_form_of_a_draft_posted_again_late_brings_neither_key_nor_what_was_written_since(
    call: Call, store: FakeStore
) -> None:
    first, key = save_new_draft(call, store, PEPPER, {"project": "Есік"}, OPEN, FORM)
    rewrite(call, store, first.number, key, 1, {"project": "Түрген"}, OPEN)
    again, same = save_new_draft(call, store, PEPPER, {"project": "Есік"}, OPEN + MINUTES - MS, FORM)
    assert (same, again.version) == (key, 2)
    late, nothing = save_new_draft(call, store, PEPPER, {"project": "Есік"}, OPEN + MINUTES, FORM)
    assert (nothing, late) == ("", first)


def test_a_draft_given_up_and_saved_again_by_the_same_form_is_another_draft(call: Call, store: FakeStore) -> None:
    first, key = save_new_draft(call, store, PEPPER, {}, OPEN, FORM)
    withdraw(call, store, first.number, key, OPEN)
    second, other = save_new_draft(call, store, PEPPER, {}, OPEN, FORM)
    assert second.number != first.number and other != key and second.status == "draft"


def test_the_same_form_may_save_a_draft_and_then_submit(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN, FORM)
    receipt = submit(call, store, PEPPER, answers(), OPEN, FORM)
    assert receipt.event.number != draft.number
    assert submit_draft(call, store, draft.number, key, OPEN).status == "submitted"
