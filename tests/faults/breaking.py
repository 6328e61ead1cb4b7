"""A store, a bucket, an outbox, a mailbox that fail at one chosen call: before it was done, or after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Killed(BaseException):
    """The function ends here: nothing catches this, as nothing catches kill -9."""


@dataclass
class Fault:
    """`at` is the call that fails, counted from 1; 0 is none. `after`: it was done, and its answer was lost."""

    at: int = 0
    after: bool = False
    error: type[BaseException] = Killed
    seen: int = 0

    def pass_through(self, call: Callable[[], Any]) -> Any:
        self.seen += 1
        if self.seen != self.at:
            return call()
        if self.after:
            call()
        raise self.error


class Breaking:
    """Stands for `thing`: every method of it goes through the fault."""

    def __init__(self, thing: Any, fault: Fault) -> None:
        self._thing, self._fault = thing, fault

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._thing, name)
        return lambda *args, **named: self._fault.pass_through(lambda: method(*args, **named))
