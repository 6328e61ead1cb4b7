"""Each act says what its type declares, and each act has a type (the readers are judged by mypy)."""

from __future__ import annotations

from typing import Any, is_typeddict

import pytest

from chalicelib.call import Call
from chalicelib.rules.forgetting import FORGET
from chalicelib.rules.lifecycle import ACTS
from staff.synthetic.lives import applications
from tests.detail_shapes import assert_declared, shape_of
from tests.small_building import event, small_call

WHOLE: dict[str, Any] = {
    "when": "2021-04-20T15:00:00+06:00", "place": "Онлайн", "format": "online", "minutes": 30, "experts": ["Д. Мұрат"],
}  # fmt: skip


@pytest.fixture
def call() -> Call:
    return small_call()


@pytest.mark.parametrize("act", [*ACTS, FORGET])
def test_every_act_has_the_type_of_its_name(act: str) -> None:
    assert is_typeddict(shape_of(act))


def test_every_act_that_is_invented_says_what_its_type_declares(call: Call) -> None:
    """What is truly written is compared at every act that tests/paths tries (tests/paths/store.py)."""
    invented = [event for life in applications(call, 60) for event in life]
    for one in invented:
        assert_declared(one)
    assert len({one.act for one in invented}) > 10


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"place": None}, "place=None"),
        ({"minutes": "30"}, "minutes='30'"),
        ({"minutes": True}, "minutes=True"),
        ({"experts": "Д. Мұрат"}, "experts="),
        ({"experts": [7]}, "experts="),
        ({"hall": "1"}, "nothing declares"),
    ],
)
def test_a_value_of_another_kind_is_named(change: dict[str, Any], named: str) -> None:
    assert_declared(event(act="schedule_interview", detail=WHOLE))
    with pytest.raises(AssertionError, match=named):
        assert_declared(event(act="schedule_interview", detail=WHOLE | change))


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(AssertionError, match="lacks"):
        assert_declared(event(act="schedule_interview", detail={"when": WHOLE["when"]}))


def test_what_stands_inside_is_declared_too() -> None:
    late = {"held": "2021-04-20", "committee": [], "experts": [], "outcome": "passed", "note": "", "exception": {}}
    with pytest.raises(AssertionError, match="lacks"):
        assert_declared(event(act="record_interview", detail=late))
