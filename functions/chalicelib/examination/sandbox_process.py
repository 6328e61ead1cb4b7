"""The process in which a file is examined: it bounds itself before it reads a byte, and says one word."""

from __future__ import annotations

import resource
import sys
from io import BytesIO

SECONDS = 10
MOST_MEMORY = 600 * 1024 * 1024


def main() -> None:
    """The file comes on standard input; `pdf ` or ` damaged` goes to standard output."""
    confine()
    from .file_type import type_of

    extension, code = type_of(BytesIO(sys.stdin.buffer.read()))
    sys.stdout.write(f"{extension} {code}")


def confine(seconds: int = SECONDS) -> None:
    """Time of the processor, memory, no file written, no core left behind, no further process."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
