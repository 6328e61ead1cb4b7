"""Who applies to the second call and to the least one: invented, complete, each under ids of its call's own."""

from __future__ import annotations

import copy
from typing import Any

STORY = "Шамдар жанғанда көршілер орындықтарын алып шығып, Ақтоты әже үш аңыз айтады, балалар сурет салады."
TO_SECOND: dict[str, Any] = {
    "tongue": "kk",
    "who": "neighbours",
    "family": "Бекжан",
    "given": "Ақтоты",
    "person_code": "900101100014",
    "mailbox": "aqtoty@post.example",
    "call_me": "+77017654321",
    "quarter": "lantern",
    "heading": "Шам жарығындағы аңыз",
    "kind": "tale",
    "status": "again",
    "story": STORY,
    "key": ["kids", "pier"],
    "free_share": 0.5,
    "held_in": "2027-03",
    "events": [
        {"title": "Тас батыр", "actor": "Ақтоты Бекжан", "version": 2},
        {"title": "Ай мен арба", "actor": "Қарлығаш Тұран", "version": 1},
    ],
    "size": 120000,
    "basket2": [
        {"kind": "lights", "note": "фонарьлар", "tenge_1": 100000},
        {"kind": "tea", "tenge_1": 20000},
    ],
    "agree": True,
    "show_name": True,
}
TO_LEAST: dict[str, Any] = {
    "lang": "ru", "called": "Тимур", "post": "timur@post.example", "caption": "Кот на полке", "ok": True,
}  # fmt: skip


def changed(answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A value of None leaves the question out."""
    made = copy.deepcopy(answers) | changes
    return {name: value for name, value in made.items() if value is not None}
