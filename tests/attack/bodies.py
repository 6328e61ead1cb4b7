"""Bodies that cost the sender nothing and are meant to cost the reader much, as JSON and as a posted form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from chalicelib.call import Call

Body = dict[str, Any]
# Bytes of a body that any reader takes.
SIZE = 200 * 1000
# What a text is filled with. Each has made some program somewhere slow, or wrong.
FILLINGS = {
    "marks in disorder": "\u0301\u0323", "marks of one class": "\u0301", "marks that part in two": "\u0344",
    "thirty marks and a letter": "\u0301\u0323" * 15 + "a", "joiners": "\U0001f469\u200d", "turns": "\u202e\u202d",
    "digits": "9", "points": "a.", "at signs": "@a", "labels": "a-", "punycode": "xn--a.", "spaces": " ",
    "words": "ab ", "lines": "\n", "line ends of old": "\r\n", "commas": ",", "numbers": "1,111 ", "dashes": "1-",
    "brackets": "<>", "open brackets": "(", "quotes": '"', "ampersands": "&", "controls": "\x01", "nuls": "\x00",
    "jamo": "\u1100\u1161\u11a8", "years": "2021 ", "slashes": "http://", "blank letters": "\u3164",
    "halves of pairs": "\ud800", "letters in two parts": "и\u0306", "letters": "й", "braces": "{}", "per cents": "%",
}  # fmt: skip


def of_text(call: Call, text: str) -> Iterator[tuple[str, Body]]:
    """The text in a question of every kind, in a cell, as a name, and cut into lists and rows."""
    kinds = {field.kind: field.id for field in call.form if field.kind != "table"}
    for kind, name in kinds.items():
        yield kind, {name: text}
    part = max(1, len(text) // 40)
    pieces = [text[start : start + part] for start in range(0, len(text), part)]
    yield "every question", dict(zip((field.id for field in call.form), pieces, strict=False))
    yield "cell", {"team_members": [{"full_name": text, "role": text[:200]}]}
    yield "rows", {"team_members": [{"full_name": piece} for piece in pieces]}
    yield "name", {text: "x"}
    yield "cell's name", {"team_members": [{text: "x"}]}
    yield "list", {"geography": [text[start : start + 10] for start in range(0, len(text), 10)]}


def of_structure() -> Iterator[tuple[str, Body]]:
    """Many, deep, wide or growing."""
    deep: Any = 1
    for _ in range(17):
        deep = [deep]
    yield "20 deep", {"summary": [deep] * 4000, "team_members": [{"full_name": deep}] * 500}
    yield "pairs", {f"k{number}": "v" for number in range(5000)}
    yield "names", {f"{number:x}": "" for number in range(18_000)}
    yield "rows", {"team_members": [{"full_name": "a"}] * 9000}
    yield "blank rows", {"team_members": [{}] * 60_000}
    yield "rows that are none", {"team_members": [1] * 90_000}
    yield "columns", {"team_members": [{f"c{number}": 1 for number in range(15_000)}]}
    yield "rows and columns", {"team_members": [{f"c{number}": 1 for number in range(400)}] * 30}
    yield "commas", {"interview_format": [1] * 90_000}
    yield "codes", {"geography": [str(number) for number in range(24_000)]}
    yield "the same code", {"interview_format": ["online"] * 20_000}
    yield "large numbers", {"x": [1e300] * 28_000}
    yield "numbers that grow", {"x": [1e20] * 9000}
    yield "long numbers", {"x": [int("9" * 4000)] * 45, "budget_total": int("9" * 4000)}


def as_json(body: Body) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(body).encode()


def as_form(body: Body) -> bytes:
    """Percent-encoded whole, as much of it as fits into 600 KB and 5,000 pairs."""
    made, size = [], 0
    for name, value in _pairs(body):
        pair = f"{quote(name, safe='', errors='replace')}={quote(value, safe='', errors='replace')}"
        size += len(pair) + 1
        if size > 3 * SIZE or len(made) == 5000:
            break
        made.append(pair)
    return "&".join(made).encode()


def _pairs(body: Body) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        for place, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, dict):
                yield from ((f"{name}-{place}-{column}", str(cell)) for column, cell in each.items())
            else:
                yield name, str(each)
