"""Examines a file in a process of its own: whatever the file does to it, this function and its answer stay sound.

The process has a bounded time and memory, opens no files for writing, and knows none of our environment.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import BinaryIO

from . import sandbox_process

# By the wall's clock. A file is at fault only for what it cost the processor meanwhile: a sound one takes 0.5 s.
SECONDS = 15
AT_FAULT_SECONDS = sandbox_process.SECONDS / 5
# What `sandbox_process.main` writes: an extension or a code, and nothing a file could have put there.
VERDICT = re.compile(rb"[a-z]{3,4} | [a-z_]{4,20}")
PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from chalicelib.examination.sandbox_process import main; main()"


class Overloaded(Exception):
    """This machine had no time or no room to examine the file: nothing is known of it, and it may be asked again."""


def type_of(file: BinaryIO) -> tuple[str, str]:
    """`(extension, "")` or `("", code)`; a file that cannot be examined within the bounds is `unreadable`.

    Raises Overloaded.
    """
    file.seek(0)
    command = [sys.executable, "-I", "-S", "-B", "-c", PROGRAM, *filter(None, sys.path)]
    try:
        verdict = VERDICT.fullmatch(_verdict(command, file.read()))
    except subprocess.SubprocessError:
        return "", "unreadable"
    except (OSError, MemoryError) as lack:
        raise Overloaded from lack
    if verdict is None:
        return "", "unreadable"
    extension, code = verdict[0].decode("ascii").split(" ")
    return extension, code


def _verdict(command: list[str], content: bytes) -> bytes:
    """What the process wrote. Raises SubprocessError, OSError where it could not be started, Overloaded."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        try:
            written, _ = process.communicate(content, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            if _stop(process) < AT_FAULT_SECONDS:
                raise Overloaded from None
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return written


def _stop(process: subprocess.Popen[bytes]) -> float:
    """End it. Returns the seconds of the processor that it got."""
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime
