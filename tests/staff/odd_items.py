"""Items that no code of ours would write, each odd in one way, beside one that is as it should be.

`ODD` says of each what is named of it: the application's number and the parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.store.event_items import to_item
from tests.building import OPEN, answers, event

Item = dict[str, Any]
CALL = "rukhani-zhangyru-2021"
# The one that nothing is wrong with.
SOUND = "2222-2222"
HELD = {"held": "2021-09-16", "committee": ["А"], "experts": ["Б"], "outcome": "passed", "note": ""}


def _first(number: str, **changes: Any) -> Item:
    given = {"detail": {"call": CALL}} | changes
    return to_item(event(number=number, **given))


def _draft(number: str, **odd: Any) -> Item:
    return _first(number, act="save_draft", status="draft", answers=answers(**odd))


def later(number: str, seq: int, act: str, status: str, detail: Mapping[str, Any]) -> Item:
    return to_item(
        event(
            number=number,
            seq=seq,
            act=act,
            status=status,
            answers=None,
            answers_sha256="",
            detail=detail,
            at=OPEN + timedelta(days=seq),
        )
    )


def _with(item: Item, **attributes: Any) -> Item:
    """Of a stored item some attributes otherwise; None takes one away."""
    return {name: value for name, value in {**item, **attributes}.items() if value is not None}


def odd_items() -> list[Item]:
    return [_first(SOUND), *(item for items in ODD.values() for item in items[0])]


# By number: the items, and the parts the reading commands name.
ODD: dict[str, tuple[list[Item], set[str]]] = {
    "3333-0001": ([_draft("3333-0001", team_members=[None, {"full_name": "Ұлжан"}])], set()),
    "3333-0002": ([_draft("3333-0002", team_members=["мәтін", 5, [], {"full_name": {"x": 1}}])], set()),
    "3333-0003": ([_draft("3333-0003", team_members="мәтін", geography={"a": 1}, beneficiaries="көп")], set()),
    "3333-0004": ([_draft("3333-0004", project_title=12, summary=["a"], consent_publication="иә", bin=None)], set()),
    "3333-0005": ([_with(_first("3333-0005"), answers={"S": "{бүлінген"})], {"answers"}),
    "3333-0006": ([_with(_first("3333-0006"), answers={"S": '["тізім"]'})], {"answers"}),
    "3333-0007": ([_with(_first("3333-0007"), answers={"S": '"мәтін"'})], {"answers"}),
    "3333-0008": ([_with(_first("3333-0008"), detail={"S": "{"})], {"detail"}),
    "3333-0009": ([_with(_first("3333-0009"), status={"S": "lost"})], {"status"}),
    "3333-0010": ([_first("3333-0010", answers=answers(direction="lost"))], {"direction"}),
    "3333-0011": ([_first("3333-0011", answers=answers(district="999999999", direction=None))], {"district"}),
    "3333-0012": ([_first("3333-0012"), later("3333-0012", 2, "levitate", "submitted", {})], {"act"}),
    "3333-0013": ([_first("3333-0013"), later("3333-0013", 3, "record_interview", "interviewed", HELD)], {"events"}),
    "3333-0014": ([later("3333-0014", 2, "withdraw", "withdrawn", {"call": CALL})], {"events", "answers"}),
    "3333-0015": ([_with(_first("3333-0015"), at={"S": "кеше"})], {"at"}),
    "3333-0016": ([_with(_first("3333-0016"), at=None)], {"at"}),
    "3333-0017": ([_with(_first("3333-0017"), version={"N": "1.5"}, seq=None, number=None)], {"item"}),
    "3333-0018": (
        [_first("3333-0018"), later("3333-0018", 2, "record_interview", "interviewed", {"held": "бүгін"})],
        {"record"},
    ),
    "3333-0019": (
        [_first("3333-0019"), later("3333-0019", 2, "make_exception", "submitted", {"until": 5, "window": []})],
        {"record"},
    ),
    "3333-0020": ([_first("3333-0020"), later("3333-0020", 2, "miss_task", "admitted", {"task": "9"})], {"record"}),
    "3333-0021": ([_first("3333-0021"), later("3333-0021", 2, "admit", "admitted", {})], set()),
    "3333-0022": ([_with(_first("3333-0022"), detail={"S": "[1]"}, call={"S": CALL})], {"detail"}),
    "3333-0023": ([_with(_first("3333-0023"), act=None, actor={"N": "5"}, status=None)], {"act", "status", "item"}),
    "3333-0024": ([_first("3333-0024", answers={})], set()),
    "3333-0025": (
        [_first("3333-0025"), later("3333-0025", 2, "receive_document", "submitted", {"filename": 5})],
        {"record"},
    ),
    "3333-0026": ([_first("3333-0026"), later("3333-0026", 2, "score", "interviewed", {"scores": "көп"})], {"record"}),
}
