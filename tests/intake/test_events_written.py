"""What each act of an applicant writes, to the letter; and how often it is tried before its outcome is unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from chalicelib.call import Call
from chalicelib.intake import number_and_key
from chalicelib.intake.append_event import Change, append, append_on_latest
from chalicelib.intake.canonical_answers import (
    MOST_ANSWERS,
    answers_sha256,
    canonical,
    check_size,
    in_canonical_order,
    stored_sha256,
)
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.explain_task import explain
from chalicelib.intake.idempotency import IdempotencyKey, SenderKey
from chalicelib.intake.save_draft import save_new_draft, tidy
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application, Event
from chalicelib.rules.refusals import NotAllowed, OutcomeUnknown, Stale, TooLarge
from chalicelib.selection import decisions
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import desk
from tests.small_building import CLOSES, ID, OPEN, answers, event, small_call

# What a press of that call makes: its receipts are in people's hands.
FIRST = "rukhani-zhangyru-2021"
NAMED = (
    "UW57-N924", "J4NN-W6G9", "N682-393V-JWD2-GUJ3-6NG2-GGJN",
    "b75a84e353d39bcbd74b3320a9a54d725700eb9289b88ee620c06667abf2f809",
)  # fmt: skip
UNNAMED = (
    "9859-RGW3", "8DN9-8FFR", "RW6F-6432-VG7N-NGRD-U47U-G759",
    "5f1b750c3b131025cb449b66cd6abcdb235cbb0b8ce82900251c6b20759c4f11",
)  # fmt: skip
# A form's own key, then the same after one and after two withdrawals.
OF_FORM = ["FSWS-5JND", "VSWJ-NR59", "2WUJ-5D9S"]
OF_SECRET = "7GJ6-7G4R-RVRR-R537-5G2N-W369"
CONSENTS = {
    "agreed": {"version": "1", "language": "kk"},
    "public": {"version": "1", "language": "kk"},
}  # fmt: skip


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def consents(call: Call) -> dict[str, Any]:
    return {name: consent | {"version": call.consent.version} for name, consent in CONSENTS.items()}


# A press


def test_the_number_and_the_key_of_a_press_never_change() -> None:
    """Derived otherwise after an update, a repeated press would make a second application."""
    named, unnamed = (
        IdempotencyKey.of(PEPPER, FIRST, SenderKey("a-press"), "0" * 64),
        IdempotencyKey.of(PEPPER, FIRST, SenderKey(), "0" * 64),
    )
    assert (named.is_named, unnamed.is_named) == (True, False)
    assert [(one.number(0), one.number(1), one.key, one.mark) for one in (named, unnamed)] == [NAMED, UNNAMED]
    assert IdempotencyKey.of(PEPPER, FIRST, SenderKey("a-press"), "1" * 64) == named, (
        "a named press is known by its name alone"
    )
    by_form = IdempotencyKey.of(PEPPER, FIRST, SenderKey(form_key="a-form"), "0" * 64)
    assert [press.number(0) for press in (by_form, by_form.after(1), by_form.after(2))] == OF_FORM
    assert not by_form.is_named
    assert number_and_key.key_of(b"a secret of at least 256 bits ...") == OF_SECRET


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("2345-DFGJ", True), ("2345-DFG", False), ("2345-DFGJN", False), ("2345", False), ("", False),
        ("2345-DFGJ-2345", False), ("1345-DFGJ", False), ("2345-DFGA", False), ("2345DFGJ", False),
        ("23456-FGJ", False),
    ],
)  # fmt: skip
def test_a_number_is_twice_four_signs_of_the_alphabet(typed: str, is_one: bool) -> None:
    assert number_and_key.is_number(typed) == is_one


@pytest.mark.parametrize(
    ("typed", "normal"),
    [("2345dfgj", "2345-DFGJ"), (" 23 45—df.gj ", "2345-DFGJ"), ("2345d", "2345-D"), ("", ""), ("-", "")],
)
def test_what_people_type_back_is_grouped_by_four(typed: str, normal: str) -> None:
    assert number_and_key.normalise(typed) == normal


def test_what_is_longer_than_anybody_types_is_neither_number_nor_key() -> None:
    """As long as the bound it is still read: a key pasted with a line of blanks opens."""
    assert number_and_key.normalise(" " * (number_and_key.MOST_TYPED - 9) + "2345-DFGJ") == "2345-DFGJ"
    assert number_and_key.normalise(" " * (number_and_key.MOST_TYPED - 8) + "2345-DFGJ") == ""


# The events


def test_a_submission_is_written_whole(call: Call, store: FakeStore, consents: dict[str, Any]) -> None:
    kept = IdempotencyKey.of(PEPPER, ID, SenderKey("p"), answers_sha256(answers()))
    receipt = submit(call, store, PEPPER, answers(category="person", organisation="Бар"), OPEN, SenderKey("p"))
    digest = answers_sha256(answers(category="person", organisation=None))
    assert receipt.event == Event(
        number=kept.number(0), seq=1, at=OPEN, act="submit", actor="applicant", status="submitted", version=1,
        answers=answers(category="person", organisation=None), answers_sha256=digest, press=kept.mark,
        key_sha256=number_and_key.key_sha256(kept.key), call=ID, form=1,
        detail={"call": ID, "consents": consents, "dropped": ["organisation"]},
    )  # fmt: skip
    assert receipt.key == kept.key


def test_a_draft_and_what_becomes_of_it_are_written_whole(
    call: Call, store: FakeStore, consents: dict[str, Any]
) -> None:
    draft, key = save_new_draft(call, store, PEPPER, {"project": "Есік"}, OPEN, SenderKey("p"))
    kept = IdempotencyKey.of(PEPPER, f"{ID}/draft", SenderKey("p"), "")
    assert draft.events == (Event(
        number=kept.number(0), seq=1, at=OPEN, act="save_draft", actor="applicant", status="draft", version=1,
        answers={"project": "Есік"}, answers_sha256=answers_sha256({"project": "Есік"}), press=kept.mark,
        key_sha256=number_and_key.key_sha256(key), detail={"call": ID}, call=ID, form=1,
    ),)  # fmt: skip
    sent = answers(category="person")
    whole = answers_sha256(answers(category="person", organisation=None))
    saved = rewrite(call, store, draft.number, key, 1, sent, OPEN + MS)
    written = {"number": draft.number, "actor": "applicant", "call": ID, "form": 1}
    assert saved.events[1] == Event(
        seq=2, at=OPEN + MS, act="save_draft", before="draft", status="draft", version=2, answers=sent,
        answers_sha256=answers_sha256(sent), detail={"first_address": True}, **written,
    )  # fmt: skip
    submitted = submit_draft(call, store, draft.number, key, OPEN + 2 * MS)
    assert submitted.events[2] == Event(
        seq=3, at=OPEN + 2 * MS, act="submit", before="draft", status="submitted", version=3,
        answers=answers(category="person", organisation=None), answers_sha256=whole,
        detail={"consents": consents, "dropped": ["organisation"]}, **written,
    )  # fmt: skip
    edited = rewrite(call, store, draft.number, key, 3, answers(), CLOSES - MS)
    assert edited.events[3] == Event(
        seq=4, at=CLOSES - MS, act="edit", before="submitted", status="submitted", version=4, answers=answers(),
        answers_sha256=answers_sha256(answers()), detail={"consents": consents, "dropped": []}, **written,
    )  # fmt: skip
    gone = withdraw(call, store, draft.number, key, CLOSES + MS)
    assert gone.events[4] == Event(
        number=draft.number, seq=5, at=CLOSES + MS, act="withdraw", actor="applicant", before="submitted",
        status="withdrawn", version=4,
    )  # fmt: skip


def test_a_place_for_a_late_applicant_is_written_whole(call: Call, store: FakeStore) -> None:
    late, until = replace(desk(call, store), at=CLOSES + MS), CLOSES + 5 * MS
    place, key = decisions.let_in(late, PEPPER, until, " Ауырды ", "p")
    kept = IdempotencyKey.of(PEPPER, f"{ID}/exception", SenderKey("p"), "")
    assert place.events == (Event(
        number=kept.number(0), seq=1, at=CLOSES + MS, act="make_exception", actor="committee/asel", status="draft",
        version=1, answers={}, press=kept.mark, key_sha256=number_and_key.key_sha256(key), call=ID, form=1,
        detail={"call": ID, "window": "submit", "until": until.isoformat(), "why": "Ауырды"},
    ),)  # fmt: skip
    assert decisions.let_in(late, PEPPER, until, "Ауырды", "p") == (place, key)
    # What was promised first is what counts, and what is told again.
    assert decisions.let_in(late, PEPPER, until + 5 * MS, "Ауырды", "p") == (place, key)
    with pytest.raises(NotAllowed) as refused:
        decisions.let_in(late, PEPPER, until, " ", "p")
    no = refused.value
    assert (no.rule, no.status, no.why, no.act) == ("deadline", "", "no_text", "make_exception")


def test_an_act_in_the_wrong_status_is_refused_by_its_own_rule(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    withdraw(call, store, draft.number, key, OPEN)
    for act, expected in (
        (lambda: rewrite(call, store, draft.number, key, 2, answers(), OPEN), ("admission", "withdrawn", "edit")),
        (lambda: submit_draft(call, store, draft.number, key, OPEN), ("deadline", "withdrawn", "submit")),
        (lambda: explain(call, store, draft.number, key, "1", "сөз", OPEN), ("exclusion", "withdrawn", "explain")),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert (refused.value.rule, refused.value.status, refused.value.act) == expected
        assert refused.value.why == "wrong_status"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (9_007_199_254_740_991, 9_007_199_254_740_991), (9_007_199_254_740_992, "9007199254740992"),
        (-9_007_199_254_740_991, -9_007_199_254_740_991), (-9_007_199_254_740_992, "-9007199254740992"),
        ("a\ud800b", "a\ufffdb"), (["\udfff", 1], ["\ufffd", 1]), ({"\ud800": "\ud800"}, {"\ufffd": "\ufffd"}),
        ("\U0001f600", "\U0001f600"), (True, True), (None, None), (1.5, 1.5),
    ],
)  # fmt: skip
def test_a_draft_keeps_what_can_be_stored_exactly(value: Any, kept: Any) -> None:
    assert tidy({"q": value}) == {"q": kept}


@pytest.mark.parametrize(("value", "kept"), [
    (3.0, "3"), (-4.0, "-4"), (9_007_199_254_740_991.0, "9007199254740991"), (2.0**60, "1.152921504606847e+18"),
    (2.5, "2.5"), (True, "True"),
])  # fmt: skip
def test_a_whole_number_is_kept_as_one_however_it_was_typed(value: Any, kept: str) -> None:
    assert repr(tidy({"q": value})["q"]) == kept


def test_answers_are_bounded_by_their_canonical_bytes_to_the_last_one() -> None:
    """As they are stored and as they were sent."""
    for spare in ("қ", "a"):
        fitting = {"q": spare * ((MOST_ANSWERS - len('{"q":""}')) // len(spare.encode()))}
        assert len(canonical(fitting)) == MOST_ANSWERS
        check_size(fitting)
        assert stored_sha256(fitting) == answers_sha256(fitting)
        for judge in (check_size, stored_sha256):
            with pytest.raises(TooLarge):
                judge({"q": fitting["q"] + "a"})
    # What takes twice as many bytes in the way that it was sent is no more than what it means.
    assert check_size({"q": [1e9] * 16_000}) is None


# Tries


class Taken(FakeStore):
    """A store in which every number belongs to somebody else."""

    def append(self, event: Event) -> Event | None:
        self.kept[event.number, event.seq] = event
        return event._replace(press="another", answers_sha256="another")

    def first(self, number: str) -> Event | None:
        return event(number=number, press="another", answers_sha256="another")


@pytest.mark.parametrize("verb", [submit, save_new_draft])
def test_five_numbers_are_tried_and_then_the_outcome_is_unknown(call: Call, verb: Any) -> None:
    store = Taken()
    with pytest.raises(OutcomeUnknown):
        verb(call, store, PEPPER, answers(), OPEN, SenderKey("p"))
    assert len(store.kept) == 5


def test_a_place_whose_number_is_taken_is_not_handed_over(call: Call) -> None:
    with pytest.raises(OutcomeUnknown):
        decisions.let_in(desk(call, Taken()), PEPPER, CLOSES + MS, "Ауырды", "p")


def test_after_twenty_four_lost_races_the_outcome_is_unknown() -> None:
    class Rival(FakeStore):
        """Somebody else is always first."""

        def append(self, event: Event) -> Event | None:
            return self.kept.setdefault((event.number, event.seq), event._replace(actor="rival"))

    store, tries = Rival(), []
    store.kept["2345-DFGJ", 1] = event()

    def decide(current: Application) -> Change:
        tries.append(len(current.events))
        return Change("edit", "applicant", OPEN, answers())

    with pytest.raises(OutcomeUnknown):
        append_on_latest(store, Application((event(),)), decide)
    assert tries == list(range(1, 25))


def test_an_event_that_is_there_already_was_ours_and_another_is_not(call: Call) -> None:
    class LostAnswer(FakeStore):
        def append(self, event: Event) -> Event | None:
            return super().append(event) or event

    store, mine = LostAnswer(), Application((event(),))
    change = Change("withdraw", "applicant", OPEN)
    assert append(store, mine, change).status == "withdrawn"
    store.kept["2345-DFGJ", 1] = event()
    with pytest.raises(Stale) as stale:
        append(store, mine, change._replace(at=OPEN + MS))
    assert stale.value.current.events == store.events("2345-DFGJ")


def test_a_draft_saved_again_in_the_same_unfinished_words_is_not_written_again(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, {"project": "Есік"}, OPEN)
    assert rewrite(call, store, draft.number, key, 1, {"project": "Есік"}, CLOSES) == draft


def test_what_is_decided_is_not_withdrawn_any_more(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    store.kept[draft.number, 2] = draft.events[0]._replace(seq=2, status="admitted", answers=None, key_sha256="")
    with pytest.raises(NotAllowed) as refused:
        withdraw(call, store, draft.number, key, OPEN)
    no = refused.value
    assert (no.rule, no.status, no.why, no.act) == ("admission", "admitted", "wrong_status", "withdraw")


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"b": 1, "a": "қ"}, '{"a":"қ","b":1}'), ({"a": [True, None, 1.5]}, '{"a":[true,null,1.5]}'),
        ({"a": 2.0}, '{"a":2}'), ({"a": 1e-7}, '{"a":1e-7}'), ({"a": 1e21}, '{"a":1e+21}'),
        ({"a": {"ә": 1, "b": 2}}, '{"a":{"b":2,"ә":1}}'), ({"a": -1.5e-9}, '{"a":-1.5e-9}'),
    ],
)  # fmt: skip
def test_the_canonical_bytes_are_those_of_the_standard(given: dict[str, Any], written: str) -> None:
    assert canonical(given) == written.encode()


@pytest.mark.parametrize("value", ["a\ud800", 2**53, float("inf"), float("nan")])
def test_what_the_standard_cannot_write_is_refused_by_its_own_error(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"q": value})


def test_names_stand_in_the_order_of_the_standard_whatever_letters_they_have() -> None:
    """By UTF-16: a letter of two halves, whose first is below U+E000, comes before the last letters of one."""
    given = {"\uff00": 1, "\U00010000": 2, "a": 3}
    assert canonical(given) == rfc8785.dumps(given) == '{"a":3,"\U00010000":2,"\uff00":1}'.encode()
    assert list(in_canonical_order([given, {"\udfff": 1}])[0]) == ["a", "\U00010000", "\uff00"]


def test_a_consent_is_given_in_the_language_of_the_application(call: Call, store: FakeStore) -> None:
    receipt = submit(call, store, PEPPER, answers(language="ru"), OPEN)
    assert {consent["language"] for consent in receipt.event.detail["consents"].values()} == {"ru"}
