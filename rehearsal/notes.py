"""What a rehearsal's applicants and committee noted themselves: the other side of what the table says."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Words = Mapping[str, Any]


@dataclass(frozen=True)
class NotedAttempt:
    """One request and its answer. `sent` and `answered` are the cloud's time as the applicant's clock showed it.

    `press` names one press of a button: repetitions of it carry the same. `number` is the application meant, if known.
    `status` is 0 when no answer came.
    """

    press: str
    act: str
    sent: datetime
    answered: datetime
    status: int
    said: Words
    number: str = ""
    words: Words | None = None

    @property
    def is_yes(self) -> bool:
        return self.status in (200, 201)


@dataclass(frozen=True)
class NotedDecision:
    """An act of the committee; `sent` and `answered` are the cloud's time around the press that did it.

    `refused` is why it could not be done, `must_fail` that a rule stands against it.
    """

    act: str
    number: str
    author: str
    sent: datetime
    answered: datetime
    refused: str = ""
    must_fail: bool = False


@dataclass(frozen=True)
class SignIn:
    """Somebody of the committee asked the desk for a mail to sign in by."""

    address: str
    at: datetime


@dataclass(frozen=True)
class Sight:
    """A page of one application as somebody of the committee was shown it, by the person's actor."""

    number: str
    who: str
    at: datetime
    page: str


@dataclass
class Log:
    attempts: list[NotedAttempt] = field(default_factory=list)
    decisions: list[NotedDecision] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, made: NotedAttempt) -> NotedAttempt:
        with self._turn:
            self.attempts.append(made)
        return made

    def decision(self, made: NotedDecision) -> NotedDecision:
        with self._turn:
            self.decisions.append(made)
        return made

    def sign_in(self, made: SignIn) -> SignIn:
        with self._turn:
            self.sign_ins.append(made)
        return made

    def sight(self, made: Sight) -> Sight:
        with self._turn:
            self.sights.append(made)
        return made
