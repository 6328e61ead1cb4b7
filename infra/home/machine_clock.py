"""Whether the machine's clock is kept right: every rule about time rests on it."""

import ctypes
import os
import sys
from collections.abc import Mapping

# The only value of the setting that lets a worker start on a clock that is not synchronised.
SETTING, WORD = "BAIQAU_CLOCK", "unsynchronised"
# Linux, adjtimex(2): the state TIME_ERROR, and the bit STA_UNSYNC of the status.
TIME_ERROR, UNSYNCHRONISED = 5, 0x0040


class WrongClock(SystemExit):
    """The message says what is wrong and what to do."""


class _Timex(ctypes.Structure):
    """The head of `struct timex`; the kernel writes more behind it than is read here."""

    _fields_ = (
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long), ("status", ctypes.c_int), ("rest", ctypes.c_byte * 512),
    )  # fmt: skip


def is_synchronised() -> bool:
    """Whether the kernel calls its clock synchronised. False where it does not answer."""
    if not sys.platform.startswith("linux"):
        return False
    timex = _Timex()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    return state not in (-1, TIME_ERROR) and not timex.status & UNSYNCHRONISED


def insist(environment: Mapping[str, str] = os.environ) -> None:
    """Raises WrongClock unless the clock is synchronised, or the setting says by name that it need not be."""
    if environment.get(SETTING) == WORD or is_synchronised():
        return
    raise WrongClock(
        "The clock of this machine is not synchronised: every deadline would be judged by a wrong time. "
        "Start its time service (systemctl enable --now systemd-timesyncd, then timedatectl). "
        f"To start all the same, say so by name: {SETTING}={WORD}."
    )
