"""Examines a file in a process of its own: whatever the file does to it, this function and its answer stay sound.

The process has a bounded time and memory, opens no files for writing, and knows none of our environment.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import BinaryIO

SECONDS = 15
# What `child.main` writes: an extension or a code, and nothing a file could have put there.
VERDICT = re.compile(rb"[a-z]{3,4} | [a-z_]{4,20}")
PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from chalicelib.examination.child import main; main()"


def kind_of(file: BinaryIO) -> tuple[str, str]:
    """`(extension, "")` or `("", code)`; a file that cannot be examined within the bounds is `unreadable`."""
    file.seek(0)
    command = [sys.executable, "-I", "-S", "-B", "-c", PROGRAM, *filter(None, sys.path)]
    try:
        done = subprocess.run(command, input=file.read(), capture_output=True, timeout=SECONDS, env={}, check=True)
        verdict = VERDICT.fullmatch(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError, MemoryError):
        return "", "unreadable"
    if verdict is None:
        return "", "unreadable"
    extension, code = verdict[0].decode("ascii").split(" ")
    return extension, code
