"""What follows from a call alone is worked out once: lists ask it again for every application."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from chalicelib.call import Call

Rest = ParamSpec("Rest")
Made = TypeVar("Made")
# How many calls are cached: a run of the tool has one, a test a few.
KEPT = 64


class _Same:
    """A call as a key: equal to itself alone. It is kept alive, so that no other can take its place in memory."""

    def __init__(self, call: Call) -> None:
        self.call = call

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.call is other.call

    def __hash__(self) -> int:
        return id(self.call)


def once_for_call(make: Callable[Concatenate[Call, Rest], Made]) -> Callable[Concatenate[Call, Rest], Made]:
    """The function, which works out an answer once for a call and its other arguments; nobody may change what it
    answers.
    """

    def remade(same: _Same, *args: Rest.args, **named: Rest.kwargs) -> Made:
        return make(same.call, *args, **named)

    kept: Callable[..., Made] = lru_cache(maxsize=KEPT)(remade)

    def cached(call: Call, /, *args: Rest.args, **named: Rest.kwargs) -> Made:
        return kept(_Same(call), *args, **named)

    update_wrapper(cached, make)
    return cached
