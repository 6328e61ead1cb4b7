"""What the tool itself gives up on, apart from the rulebook's refusals."""

from __future__ import annotations

GIVEN_UP, USAGE, REFUSED, GONE, TROUBLE = 1, 2, 3, 4, 5


class Failed(Exception):
    """`key` names a sentence in the room's words; `code` is the exit code."""

    def __init__(self, key: str, code: int = TROUBLE, room: str = "staff", /, **params: object) -> None:
        super().__init__(key)
        self.key, self.code, self.room, self.params = key, code, room, params
