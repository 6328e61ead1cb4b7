"""Text that people wrote, on its way into a mail."""

from __future__ import annotations

import unicodedata


def lines(value: object) -> str:
    """The text without control characters but for line ends, and without lone surrogates, which no mail can carry.

    A tab parts words, and becomes a space.
    """
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def line(value: object) -> str:
    """The same as one line."""
    return " ".join(lines(value).split())
