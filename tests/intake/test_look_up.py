"""A wrong key and an unknown number cost one small read alike, whatever lies under the number."""

from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import Receipt, submit
from chalicelib.rules.application import Event
from chalicelib.rules.refusals import NotFound
from chalicelib.selection.reissue_key import reissue_key
from chalicelib.store.event_table import EventTable
from tests.building import PEPPER, FakeStore
from tests.selection.building import desk
from tests.small_building import OPEN, answers, small_call
from tests.store.engines import make_table, moto_client

SECRET = bytes(range(32))
WRONG = "2222-2222-2222-2222-2222-2222"
VERSIONS, BYTES_A_VERSION = 30, 100_000


@pytest.fixture
def call() -> Call:
    return small_call()


class Counting:
    """Every call of the store, by name."""

    def __init__(self, store: Any) -> None:
        self._store, self.calls = store, []  # type: ignore[var-annotated]

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._store, name)


def fill(store: Any, receipt: Receipt) -> None:
    for seq in range(2, VERSIONS + 2):
        words = {"summary": "ә" * (BYTES_A_VERSION // 2)}
        store.append(Event(receipt.event.number, seq, OPEN, "save_draft", "applicant", "draft", seq, answers=words))


@pytest.mark.parametrize("key", [WRONG, "", "ended"])
def test_a_wrong_key_an_ended_one_and_an_unknown_number_ask_the_store_once_and_the_same(call: Call, key: str) -> None:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    if key == "ended":
        reissue_key(desk(call, store), receipt.event.number, SECRET, "Жеке келді.")
        key = receipt.key
    counting = Counting(store)
    for number in (receipt.event.number, "2222-2222"):
        with pytest.raises(NotFound):
            look_up(call, counting, number, key)
    assert counting.calls == ["key_sha256", "key_sha256"]


@pytest.mark.parametrize("reissued", [False, True])
def test_what_is_read_for_a_wrong_key_does_not_grow_with_what_is_stored(call: Call, reissued: bool) -> None:
    with moto_client() as client:
        store, read = EventTable(client, make_table(client)), []
        receipt = submit(call, store, PEPPER, answers(), OPEN)
        fill(store, receipt)
        if reissued:
            reissue_key(desk(call, store), receipt.event.number, SECRET, "Жеке келді.")  # type: ignore[arg-type]
        client.meta.events.register(
            "after-call.dynamodb", lambda http_response, **_: read.append(len(http_response.content))
        )
        for number in (receipt.event.number, "2222-2222"):
            with pytest.raises(NotFound):
                look_up(call, store, number, WRONG)
        assert len(read) == 2, "one request each"
        assert max(read) < 1000, "bytes"


def test_what_is_no_number_asks_nothing(call: Call) -> None:
    counting = Counting(FakeStore())
    for number in ("", "2222", "АААА-АААА", "2" * 100_000):
        with pytest.raises(NotFound):
            look_up(call, counting, number, WRONG)
    assert counting.calls == []


def test_the_right_key_opens_it_with_one_more_reading(call: Call) -> None:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    counting = Counting(store)
    assert look_up(call, counting, receipt.event.number, receipt.key).content == receipt.event
    assert counting.calls == ["key_sha256", "events"]


class Between(FakeStore):
    """A new key ends the old one after the old one has been found to be right."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self._call = call

    def key_sha256(self, number: str) -> str:
        known = super().key_sha256(number)
        if len(self.events(number)) == 1:
            reissue_key(desk(self._call, self, 1), number, SECRET, "Жеке келді, куәлігі көрілді.")
        return known


def test_a_key_that_ends_while_it_is_looked_at_opens_nothing(call: Call) -> None:
    store = Between(call)
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    with pytest.raises(NotFound):
        look_up(call, store, receipt.event.number, receipt.key)
