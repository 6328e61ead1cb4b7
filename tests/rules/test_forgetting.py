"""What stays of an application that was forgotten, and in which state its documents are."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.application import Application, Event
from chalicelib.rules.document_states import CLOSED, states
from chalicelib.rules.forgetting import forget_event, is_forgotten, tombstone
from tests.small_building import OPEN, event

HASH = "a" * 64


def test_forgetting_is_the_last_act_and_says_why() -> None:
    first = event(status="draft", act="save_draft")
    last = forget_event((first,), "committee/asel", OPEN, "Өтініш иесі сұрады")
    assert (last.seq, last.before, last.status, last.answers) == (2, "draft", "forgotten", None)
    assert last.detail == {"why": "Өтініш иесі сұрады"}
    assert [is_forgotten([first]), is_forgotten([first, last])] == [False, True]


def test_a_tombstone_keeps_hashes_and_no_word() -> None:
    told = event(key_sha256=HASH, detail={"sha256": HASH, "text": "Сөз", "other_sha256": "no hash", "x_sha256": 5})
    kept = tombstone(told)
    assert (kept.answers, kept.press, kept.key_sha256) == (None, "", "")
    assert kept.detail == {"sha256": HASH, "key_sha256": HASH}
    assert (kept.number, kept.seq, kept.at, kept.act, kept.answers_sha256) == (
        told.number, told.seq, told.at, told.act, told.answers_sha256,
    )  # fmt: skip
    assert tombstone(event(key_sha256="", detail={})).detail == {}


@pytest.mark.parametrize("word", ["X" * 64, "ә" * 64, "a" * 63, "a" * 65, "A" * 64])
def test_what_only_looks_like_a_hash_is_a_word_and_goes(word: str) -> None:
    assert tombstone(event(key_sha256="", detail={"sha256": word, "text": HASH})).detail == {}


def test_the_act_of_forgetting_itself_stays_as_it_is() -> None:
    last = forget_event((event(),), "committee/asel", OPEN, "Сұрады")
    assert tombstone(last) is last


def arrived(seq: int, document: str, **detail: Any) -> Event:
    said = {"kind": "leader_id", "filename": "a.pdf", "size": 5, "content_type": "application/pdf", "sha256": HASH}
    return event(seq=seq, act="receive_document", detail=said | {"document": document, "replaces": ""} | detail)


def checked(seq: int, document: str, verdict: str) -> Event:
    return event(seq=seq, act="check_document", actor="system", detail={"document": document, "verdict": verdict})


def test_each_document_is_in_one_state(call: Call) -> None:
    application = Application((
        event(), arrived(2, "aaaa"), arrived(3, "bbbb", replaces="aaaa"), arrived(4, "cccc", checking=True),
        arrived(5, "dddd", checking=True), checked(6, "dddd", "infected"), arrived(7, "eeee", checking=True),
        checked(8, "eeee", "clean"),
    ))  # fmt: skip
    before_choice = Application((event(), arrived(2, "aaaa", replaces=None), arrived(3, "bbbb", replaces=None)))
    assert states(call.form.package, before_choice) == {"aaaa": "replaced", "bbbb": "in_force"}
    shown = states(call.form.package, application)
    assert [document for document, state in shown.items() if state in CLOSED] == ["cccc", "dddd"]
    assert shown == {
        "aaaa": "replaced", "bbbb": "in_force", "cccc": "checking", "dddd": "infected", "eeee": "in_force",
    }  # fmt: skip
