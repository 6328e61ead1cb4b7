"""What the head of every page of the desk shows of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict


class SignedIn(Protocol):
    """`chalicelib.rules.committee_rights.Member` implements this Protocol."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


class Frame(TypedDict):
    """`csrf` makes the token of the form that posts to a path below `base`; `pages` are those of the menu.

    `scores`: the call has points, so that their key is told of.
    """

    member: SignedIn
    base: str
    csrf: Callable[[str], str]
    path: str
    pages: Sequence[str]
    scores: bool
