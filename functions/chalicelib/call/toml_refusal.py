"""Why a line is no TOML, as far as the sign tells at which reading it stopped: what an editor or a keyboard put in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

QUOTES = "«»“”„‟‘’‚‹›"
# As much of a line as a sentence shows.
MOST_SHOWN = 30
# Before a letter of a key, and not of a text that its quotation mark was missing of.
_KEY_BEGUN = re.compile(r"(?:^|[{,\[.])\s*[A-Za-z0-9_-]*\Z")


def toml_fault(lines: Sequence[str], column: int) -> tuple[str, dict[str, object]]:
    """The code of the sentence and what it names. `lines` is the line, or empty where the text ended before it;
    `column` counts from 1, and one past the line's end is that end.
    """
    line = lines[0] if lines else ""
    rest = line[column - 1 :]
    sign = rest[:1]
    if sign and sign in QUOTES:
        return "odd_quotes", {"column": column, "sign": sign}
    if sign and not sign.isascii() and unicodedata.category(sign) in ("Zs", "Cf"):
        return "odd_space", {"column": column, "sign": f"U+{ord(sign):04X}"}
    if sign.isalpha() and not sign.isascii() and _KEY_BEGUN.search(line[: column - 1]):
        return "foreign_letter", {"name": _word_around(line, column - 1), "letter": sign, "at": column}
    return "no_toml", {"column": column, "rest": rest.strip()[:MOST_SHOWN] or line.strip()[-MOST_SHOWN:] or "…"}


def _word_around(line: str, at: int) -> str:
    """The letters and digits on both sides of a sign."""
    first = last = at
    while first and (line[first - 1].isalnum() or line[first - 1] in "_-"):
        first -= 1
    while last < len(line) and (line[last].isalnum() or line[last] in "_-"):
        last += 1
    return line[first:last][:60]
