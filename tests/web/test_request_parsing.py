"""How much a JSON body may hold, and how deep: at each bound, one within it and one beyond."""

import json
from collections.abc import Callable

import pytest

from chalicelib.call import current_call
from chalicelib.web.parsed_request import Unreadable, most_values
from chalicelib.web.request_parsing import JSON, MOST_DEPTH, read

HEADERS = {"content-type": JSON}
MOST = most_values(current_call().form)


def parsed(answers: object) -> object:
    return read(current_call().form, HEADERS, json.dumps(answers).encode()).answers


def why_not(answers: object) -> str:
    with pytest.raises(Unreadable) as refused:
        parsed(answers)
    return refused.value.why


def nested(levels: int, innermost: object) -> object:
    """`innermost` at that level of a body, whose own object is the first."""
    value = innermost
    for _ in range(levels - 2):
        value = [value]
    return {"a": value}


@pytest.mark.parametrize("innermost", [1, "", None, [], {}])
def test_a_body_is_so_deep_and_no_deeper(innermost: object) -> None:
    assert parsed(nested(MOST_DEPTH, innermost)) == nested(MOST_DEPTH, innermost)
    assert why_not(nested(MOST_DEPTH + 1, innermost)) == "not_json"


def flat(values: int) -> dict[str, object]:
    return {str(place): "" for place in range(values)}


def listed(values: int) -> dict[str, object]:
    return {"a": [1] * (values - 1)}


def in_rows(values: int) -> dict[str, object]:
    """A list of rows of one value each, with one more where the number is even."""
    rows, rest = divmod(values - 1, 2)
    return {"a": [{"b": 1}] * rows, **({"c": 1} if rest else {})}


@pytest.mark.parametrize("body", [flat, listed, in_rows])
def test_a_body_holds_so_many_values_and_no_more(body: Callable[[int], dict[str, object]]) -> None:
    assert parsed(body(MOST)) == body(MOST)
    assert why_not(body(MOST + 1)) == "too_many_values"


def test_a_body_that_is_both_is_told_how_many_it_may_hold() -> None:
    assert why_not({"a": [1] * MOST, "b": nested(MOST_DEPTH + 5, 1)}) == "too_many_values"
