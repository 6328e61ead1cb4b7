"""How much of the processor an act takes: the least of a few tries, since a collector or a neighbour may cost one."""

import time
from collections.abc import Callable

TRIES = 5


def takes_less(seconds: float, act: Callable[[], object]) -> bool:
    """True as soon as one try took fewer seconds of this process's time; a slow act is slow at every try."""
    return any(_seconds(act) < seconds for _ in range(TRIES))


def _seconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
