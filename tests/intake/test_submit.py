import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import Call
from chalicelib.intake import idempotency
from chalicelib.intake.canonical_answers import answers_sha256, canonical, in_canonical_order
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import Receipt, submit
from chalicelib.rules.refusals import Incomplete, NotFound, OtherAnswers, OutcomeUnknown, OutsideWindow
from tests.building import MS, PEPPER, FakeStore
from tests.small_building import CLOSES, OPEN, answers, small_call


@pytest.fixture
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def test_a_complete_application_in_time_gets_a_receipt(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    assert re.fullmatch(r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}", receipt.event.number)
    assert store.events(receipt.event.number) == (receipt.event,)
    assert receipt.event.answers == answers()
    assert look_up(call, store, receipt.event.number, receipt.key).content == receipt.event


def test_the_last_millisecond_is_in_and_the_closing_instant_is_out(call: Call, store: FakeStore) -> None:
    assert submit(call, store, PEPPER, answers(), CLOSES - MS).event.at == CLOSES - MS
    with pytest.raises(OutsideWindow) as refused:
        submit(call, store, PEPPER, answers(project="Есік"), CLOSES)
    assert (refused.value.outside.rule, refused.value.outside.by_ms, len(store.kept)) == ("deadline", 0, 1)


def test_the_window_is_judged_before_completeness(call: Call, store: FakeStore) -> None:
    with pytest.raises(OutsideWindow):
        submit(call, store, PEPPER, {}, CLOSES)
    with pytest.raises(Incomplete):
        submit(call, store, PEPPER, {}, OPEN)
    assert store.kept == {}


@pytest.mark.parametrize("idempotency_key", ["", "a-press"])
def test_the_same_press_again_gets_the_first_receipt_even_after_closing(
    call: Call, store: FakeStore, idempotency_key: str
) -> None:
    first = submit(call, store, PEPPER, answers(), CLOSES - MS, SenderKey(idempotency_key))
    again = submit(call, store, PEPPER, answers(), CLOSES + timedelta(minutes=5), SenderKey(idempotency_key))
    assert (again, len(store.kept)) == (first, 1)


def test_the_same_key_with_other_answers_is_a_conflict(call: Call, store: FakeStore) -> None:
    submit(call, store, PEPPER, answers(), OPEN, SenderKey("a-press"))
    with pytest.raises(OtherAnswers):
        submit(call, store, PEPPER, answers(project="Есік"), OPEN, SenderKey("a-press"))
    with pytest.raises(OtherAnswers) as late:
        submit(call, store, PEPPER, answers(project="Есік"), CLOSES, SenderKey("a-press"))
    assert late.value.is_named
    submit(call, store, PEPPER, answers(), OPEN, SenderKey(form_key="a-form"))
    with pytest.raises(OtherAnswers) as of_the_form:
        submit(call, store, PEPPER, answers(project="Есік"), OPEN, SenderKey(form_key="a-form"))
    assert not of_the_form.value.is_named


def test_another_press_whose_number_is_taken_gets_another_number(
    call: Call, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = idempotency.IdempotencyKey.number
    monkeypatch.setattr(
        idempotency.IdempotencyKey, "number", lambda self, attempt: honest(self, attempt) if attempt else "2222-2222"
    )
    first = submit(call, store, PEPPER, answers(), OPEN, SenderKey("one"))
    second = submit(call, store, PEPPER, answers(), OPEN, SenderKey("two"))
    assert first.event.number == "2222-2222" != second.event.number
    assert submit(call, store, PEPPER, answers(), OPEN, SenderKey("two")) == second
    assert submit(call, store, PEPPER, answers(), CLOSES, SenderKey("two")) == second


def test_a_store_that_does_not_answer_leaves_the_outcome_unknown_and_the_retry_safe(call: Call) -> None:
    class LosesTheFirstAnswer(FakeStore):
        lost = False

        def append(self, event):  # type: ignore[no-untyped-def]
            standing = super().append(event)
            if not self.lost:
                self.lost = True
                raise OutcomeUnknown
            return standing

    store = LosesTheFirstAnswer()
    with pytest.raises(OutcomeUnknown):
        submit(call, store, PEPPER, answers(), OPEN, SenderKey("a-press"))
    assert isinstance(submit(call, store, PEPPER, answers(), OPEN, SenderKey("a-press")), Receipt)
    assert len(store.kept) == 1


def test_neither_key_nor_press_can_be_read_from_what_is_stored(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(), OPEN, SenderKey("a-press"))
    assert receipt.key not in repr(store.kept)
    assert "a-press" not in repr(store.kept)
    other = submit(call, FakeStore(), b"another pepper", answers(), OPEN, SenderKey("a-press"))
    assert other.key != receipt.key
    assert other.event.number != receipt.event.number


def test_a_number_and_key_typed_by_hand_still_open_the_application(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    typed = (receipt.event.number.replace("-", " ").lower(), receipt.key.replace("-", "").lower() + " ")
    assert look_up(call, store, *typed).number == receipt.event.number


@pytest.mark.parametrize(("number", "key"), [("2222-2222", ""), ("{number}", "2222"), ("", ""), ("{number}", "")])
def test_an_unknown_number_and_a_wrong_key_are_refused_alike(
    call: Call, store: FakeStore, number: str, key: str
) -> None:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    with pytest.raises(NotFound):
        look_up(call, store, number.format(number=receipt.event.number), key)


def test_the_hash_is_that_of_the_canonical_answers() -> None:
    """RFC 8785: keys sorted by UTF-16, no white space, numbers as ECMAScript writes them."""
    assert canonical({"ә": 1.5, "b": 10, "a": "қ"}) == '{"a":"қ","b":10,"ә":1.5}'.encode()
    assert answers_sha256({"a": "қ"}) == sha256('{"a":"қ"}'.encode()).hexdigest()


def test_each_consent_is_stored_with_the_version_and_language_of_its_words(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(public=False), OPEN)
    expected = {"agreed": {"version": call.consent.version, "language": "kk"}}
    assert receipt.event.detail["consents"] == expected


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=9) | st.sampled_from(sorted(answers())), ANY_JSON))
def test_the_quick_way_writes_the_bytes_the_library_writes(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text(max_size=9) | st.sampled_from(sorted(answers())), ANY_JSON))
def test_names_come_in_the_order_in_which_they_are_hashed(value: dict[str, object]) -> None:
    def names(of: object) -> list[object]:
        inner = list(of.items()) if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
        return [(name, names(each)) for name, each in inner]

    ordered = in_canonical_order(value)
    assert ordered == value
    assert names(ordered) == names(json.loads(canonical(value)))
