"""Whether what an event says is what `rules/act_details.py` declares of its act: keys and kinds of value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from chalicelib.rules import act_details
from chalicelib.rules.application import Event


def assert_declared(event: Event) -> None:
    """AssertionError names the key that is missing, unknown, or of another kind."""
    _assert_shaped(event.detail, shape_of(event.act), event.act)


@cache
def shape_of(act: str) -> Any:
    """The type of the act's name."""
    return getattr(act_details, "".join(word.title() for word in act.split("_")))


def _assert_shaped(said: Mapping[str, Any], shape: Any, act: str) -> None:
    hints, required = _hints(shape), shape.__required_keys__
    assert required <= said.keys(), f"{act} lacks {required - said.keys()}"
    assert said.keys() <= hints.keys(), f"{act} says {said.keys() - hints.keys()}, which nothing declares"
    for name, value in said.items():
        assert _is_of(value, hints[name], act), f"{act} says {name}={value!r}"


_hints = cache(get_type_hints)


def _is_of(value: Any, hint: Any, act: str) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(_is_of(value, each, act) for each in inner)
    if origin is list:
        return isinstance(value, list) and all(_is_of(each, inner[0], act) for each in value)
    if origin is dict:
        return isinstance(value, dict) and all(_is_of(each, inner[1], act) for each in value.values())
    if is_typeddict(hint):
        _assert_shaped(value, hint, act)
        return True
    return type(value) is hint
