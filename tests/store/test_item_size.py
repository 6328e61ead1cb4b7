"""No event can be larger than the 400 KB that DynamoDB takes, whatever was sent or written by anybody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.canonical_answers import MOST_ANSWERS, canonical, check_size, stored_sha256, tidy
from chalicelib.rules.announced_document import AnnouncedDocument
from chalicelib.rules.announcement_checks import MOST_ID
from chalicelib.rules.document_names import MOST
from chalicelib.rules.interview_guards import MOST_NAME, MOST_PANEL
from chalicelib.rules.objection import MOST_LINE, MOST_TEXT, text_objection
from chalicelib.rules.refusals import TooLarge
from chalicelib.store.event_items import to_item
from tests.building import event

ITEM = 400 * 1024
# Four bytes a code point, the most UTF-8 has; quotes and line ends are two in JSON.
WIDE = "\U0001f9d2"


def size(item: dict[str, dict[str, str]]) -> int:
    """As DynamoDB counts: names and texts in UTF-8; a number never takes more than its digits and two bytes."""
    return sum(len(name.encode()) + len(next(iter(value.values())).encode()) + 2 for name, value in item.items())


def fits(value: Any) -> bool:
    try:
        stored_sha256(tidy({"x": value}))
    except TooLarge:
        return False
    return True


# Answers that the store's writer writes longer than their canonical bytes, and others that grow on the way.
LARGEST = {
    "letters": "ә", "wide letters": WIDE, "quotes": '"', "controls": "\x01", "halves of pairs": "\ud800",
    "whole doubles": [1.0], "large doubles": [float(2**53 + 2)], "doubles with an exponent": [1e20], "tenths": [0.1],
    "small doubles": [1e-7], "long integers": [2**64], "truths": [False],
}  # fmt: skip


@pytest.mark.parametrize("filling", LARGEST.values(), ids=LARGEST)
def test_the_largest_draft_that_is_taken_fits_into_one_item(filling: Any) -> None:
    low, high = 0, 2 * MOST_ANSWERS
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(filling * middle) else (low, middle)
    answers = tidy({"x": filling * low})
    assert len(canonical(answers)) > 0.99 * MOST_ANSWERS
    assert size(to_item(event(act="save_draft", answers=answers, detail={"call": "c" * 200}))) < ITEM


@pytest.mark.parametrize("filling", LARGEST.values(), ids=LARGEST)
def test_the_door_and_the_store_measure_alike(filling: Any) -> None:
    for count in (10, 30_000, 40_000, 100_000, 200_000):
        try:
            check_size({"x": filling * count})
        except TooLarge:
            assert not fits(filling * count)
        else:
            assert fits(filling * count)


def largest_details(call: Call) -> dict[str, dict[str, Any]]:
    """What each act's detail can hold at most: the guards' own limits, in the widest letters."""
    text, line, name = WIDE * MOST_TEXT, WIDE * MOST_LINE, WIDE * MOST_NAME
    panel = [name] * MOST_PANEL
    instant = (event().at + timedelta(days=1)).isoformat()
    return {
        "submit": {"call": call.id, "consents": {f.id: {"version": "v" * 50, "language": "kk"} for f in call.form},
                   "dropped": [*(f.id for f in call.form), *call.form.retired]},
        "explain": {"task": "100", "text": text},
        "miss_task": {"task": "100", "note": text, "until": instant},
        "assign_task": {"task": "100", "title": line, "due": instant},
        "record_interview": {"held": instant, "committee": panel, "experts": panel, "outcome": "pending", "note": text,
                             "why": text, "until": instant, "exception": {"from": instant, "why": text}},
        "score": {"expert": name, "scores": {str(c.number): 10 for c in call.criteria},
                  "reasons": {str(c.number): text for c in call.criteria}},
        "decline": {"reason": "interview_failed", "text": text},
        "make_exception": {"call": call.id, "window": "supplement", "until": instant, "why": text},
        "schedule_interview": {"when": instant, "place": line, "format": "offline", "minutes": 480, "offered": True,
                               "committee": panel, "experts": panel, "why": text},
        "answer_interview": {"answer": "declined", "text": text},
        "announce_document": AnnouncedDocument(
            WIDE * MOST, WIDE * MOST, 1 << 40, "t" * 200, "d" * 16, "r" * MOST_ID
        )._asdict(),
    }  # fmt: skip


def test_the_largest_detail_of_any_act_fits_beside_the_largest_answers(call: Call) -> None:
    answers = tidy({"x": [float(2**53 + 2)] * 12_000})
    stored_sha256(answers)
    for act, detail in largest_details(call).items():
        largest = event(act=act, actor=WIDE * MOST_TEXT, answers=answers, detail=detail)
        assert size(to_item(largest)) < ITEM, act


def test_a_text_beyond_the_limit_is_no_act(call: Call) -> None:
    objection = text_objection("exclusion", WIDE * (MOST_TEXT + 1))
    assert objection is not None and objection.why == "too_long"
    assert len(json.dumps(WIDE * MOST_TEXT, ensure_ascii=False).encode()) < ITEM / 20
