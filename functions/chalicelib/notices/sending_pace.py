"""The pace of sending: so many mails a second, of all senders together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Seconds a sender waits for its turn; then it leaves the mail to the next round.
LONGEST_WAIT = 10


@dataclass(frozen=True)
class Pace:
    """`take_turn(second, most)` answers whether fewer than `most` turns of that second were taken, and takes one.

    `clock` answers seconds since 1970; `pause` waits for so many seconds.
    """

    mails_per_second: int
    take_turn: Callable[[int, int], bool]
    clock: Callable[[], float]
    pause: Callable[[float], None]

    def wait(self) -> bool:
        """Returns when it is one's turn; False when none came within LONGEST_WAIT."""
        for _ in range(LONGEST_WAIT):
            now = self.clock()
            if self.take_turn(int(now), self.mails_per_second):
                return True
            self.pause(int(now) + 1 - now)
        return False
