"""The tool's own errors, beside the refusals of rules/refusals.py."""

from __future__ import annotations

from collections.abc import Sequence

from ..applications.damage import Damage

GIVEN_UP, USAGE, REFUSED, GONE, TROUBLE = 1, 2, 3, 4, 5


class DamagedRecord(Exception):
    """An application whose stored record cannot be acted on; `parts` are what is damaged, in words/staff.toml."""

    def __init__(self, number: str, parts: Sequence[Damage]) -> None:
        super().__init__(number)
        self.number, self.parts = number, parts


class Failed(Exception):
    """`key` names a sentence in the room's words; `code` is the exit code."""

    def __init__(self, key: str, code: int = TROUBLE, room: str = "staff", /, **params: object) -> None:
        super().__init__(key)
        self.key, self.code, self.room, self.params = key, code, room, params
