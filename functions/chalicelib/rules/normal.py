"""Text as it is judged and stored: NFC, outer white space trimmed, one kind of line end (spec 4)."""

from __future__ import annotations

import re
import unicodedata

# Invisible marks pasted with ordinary text (word joiners, soft hyphens, direction marks) are kept as sent:
# nobody can see them to remove them. An answer of nothing else is no answer.
_INVISIBLE = {"Cf", "Zs", "Zl", "Zp", "Cc"}
# Categories Cc, but for line end and tab, and Cs: as a pattern, because every answer of every request passes here.
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def multiline(text: str) -> str:
    """Idempotent. Code points, not bytes, are what limits count afterwards."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip(" \n\t\u00a0\ufeff")


def single_line(text: str) -> str:
    """As `multiline`, with line ends and tabs inside turned into spaces."""
    return multiline(text).replace("\n", " ").replace("\t", " ")


def forbidden_at(text: str) -> int | None:
    """Index of the first control character (but for line end and tab) or lone surrogate; None when clean."""
    found = _FORBIDDEN.search(text)
    return found.start() if found else None


def is_blank(text: str) -> bool:
    return all(unicodedata.category(char) in _INVISIBLE for char in text)
