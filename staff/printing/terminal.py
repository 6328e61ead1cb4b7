"""What reaches the terminal. An applicant's text may be anything, and must stay text."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable

from rich.console import Console

Printer = Callable[[Console], None]
# Columns of text when the output is a file or a pipe: wide enough for the queue.
PIPE_WIDTH = 140
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_BREAKS = str.maketrans({"\r": "", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\t": " "})
_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def safe(value: object) -> str:
    """Text that can do nothing to a terminal: controls and bidi overrides become visible, right-to-left is isolated."""
    lines = str(value).translate(_BREAKS).split("\n")
    return "\n".join(_isolate("".join(_visible(char) for char in line)) for line in lines)


def _visible(char: str) -> str:
    if unicodedata.category(char) in _UNSEEN and char not in _JOINERS:
        return f"‹U+{ord(char):04X}›"
    return char


def _isolate(line: str) -> str:
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line):
        return f"{ISOLATE}{line}{END_ISOLATE}"
    return line


def terminal(stderr: bool = False) -> Console:
    """Nothing in a printed text is taken for markup, emoji or a link."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def write(console: Console, text: str, style: str = "") -> None:
    """A sentence, made safe. In a file or a pipe it stays on one line: a path or a number is never broken in two."""
    console.print(safe(text), style=style or None, soft_wrap=not console.is_terminal)


def print_json(data: object) -> None:
    print(json_text(data, indent=2))


def json_text(data: object, indent: int | None = None) -> str:
    """Kazakh letters as they are; every invisible character escaped, so that JSON is as harmless as a table."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    return re.sub(r"[^\n -~\u00a1-\u024f\u0400-\u052f]", _escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if unicodedata.category(char) not in _UNSEEN:
        return char
    return "".join(f"\\u{unit:04x}" for unit in _utf16(char))


def _utf16(char: str) -> list[int]:
    raw = char.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
