"""What became of a line of an order, as it is kept: done, stale, or refused by a guard with what its words need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from ..rules.refusals import NotAllowed

DONE, STALE, REFUSED = "done", "stale", "refused"
# JSON has neither: which of the two a text stands for is written beside it.
_INSTANT, _DAY = "instant", "day"


class LineResult(NamedTuple):
    """`why` names a sentence in words/guards.toml, `params` fill it; both are there with REFUSED only."""

    kind: str
    why: str
    params: Mapping[str, object]


def refusal(refused: NotAllowed) -> str:
    params = {name: _value_as_json(value) for name, value in refused.params.items()}
    return f"{REFUSED} {refused.why} {json.dumps(params, ensure_ascii=False)}"


def read_result(kept: str) -> LineResult:
    """None for an empty text: nothing has been done about the line yet."""
    kind, _, rest = kept.partition(" ")
    why, _, params = rest.partition(" ")
    return LineResult(kind, why, {name: _value_from_json(value) for name, value in json.loads(params or "{}").items()})


def _value_as_json(value: object) -> object:
    if isinstance(value, datetime):
        return {_INSTANT: value.isoformat()}
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _value_from_json(value: object) -> object:
    if isinstance(value, Mapping) and _INSTANT in value:
        return datetime.fromisoformat(value[_INSTANT])
    return date.fromisoformat(value[_DAY]) if isinstance(value, Mapping) and _DAY in value else value
