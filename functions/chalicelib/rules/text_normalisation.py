"""Text as it is judged and stored: NFC, one kind of line end, no white space and no invisible marks at its ends.

The one place where Unicode's normalisation is called: its time grows with the square of a run of combining marks, so a
run that no language writes is left as it came, and `forbidden_at` refuses it.

docs/assets/form/text_normalisation.js reads alike: the same sets, in the same order (tests/rules/cases).
"""

from __future__ import annotations

import re
import unicodedata

# Soft hyphens, joiners, marks and isolates of direction, byte order marks: messengers and Word paste them unseen.
MARKS = "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
SPACES = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"
_MARK = re.compile(f"[{MARKS}]")
_SPACE = re.compile(f"[{SPACES}\\n\\t]+")
# The last are letters and signs that have no ink.
_BLANK = re.compile(
    f"[{MARKS}{SPACES}\\n\\t\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u034f\\u115f\\u1160\\u2800\\u3164\\uffa0]*"
)
# Office programs break lines by a vertical tab or by Unicode's separators.
# The set comes first: the engine looks for one of a set three times sooner than for one of two alternatives.
_BREAK = re.compile("[\\r\\x0b\\x0c\\x85\\u2028\\u2029](?:(?<=\\r)\\n)?")
# Categories Cc, but for line end and tab, and Cs: as a pattern, because every answer of every request passes here.
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
# Unicode's Stream-Safe Text Format (UAX #15): no letter of any language carries more.
MOST_MARKS = 30
# Where combining marks may be: signs from their first on, but for Greek and Cyrillic letters.
_MARKS_MAY_BE = re.compile("[^\\x00-\\u02ff\\u0370-\\u0482\\u048a-\\u0590]+")
_DASH = re.compile("[\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d]")
# Arabic, Persian and full-width digits mean what ours mean; each row of ten ends in its digit's own four bits.
_OTHER_DIGIT = re.compile("[\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]")


def _characters(set_of_pattern: str) -> str:
    """Every character of a pattern's set, its ranges written out: asking the pattern about each would be slow."""
    written = set_of_pattern.encode("ascii").decode("unicode_escape")
    return re.sub("(.)-(.)", lambda ends: "".join(map(chr, range(ord(ends[1]), ord(ends[2]) + 1))), written)


# What strip() takes away: the characters themselves, since a pattern for ends would be slow on a long inner gap.
_ENDS = _characters(f"{MARKS}{SPACES}\\n\\t")


def multiline(text: str) -> str:
    """Idempotent. Code points, not bytes, are what limits count afterwards."""
    return compose(line_ends(text)).strip(_ENDS)


def compose(text: str) -> str:
    """NFC in linear time; a text with a run of more than MOST_MARKS combining marks stays as it is."""
    return text if crowded_at(text) is not None else unicodedata.normalize("NFC", text)


def single_line(text: str) -> str:
    """As `multiline`, with line ends and tabs inside turned into spaces."""
    return multiline(text).replace("\n", " ").replace("\t", " ")


def without_marks(text: str) -> str:
    """One line without any invisible mark: what an address may be read from."""
    return _MARK.sub("", single_line(text)).strip(_ENDS)


def plain(text: str) -> str:
    """As `without_marks`, with one kind of space, dash, plus and digit: what a number may be read from."""
    dashes = _DASH.sub("-", _SPACE.sub(" ", without_marks(text))).replace("\uff0b", "+")
    return _OTHER_DIGIT.sub(lambda digit: str(ord(digit[0]) & 15), dashes)


def is_flood(raw: str, limit: int) -> bool:
    """So much more than the limit that no white space explains it: refused before any work is done on it."""
    return len(raw) > 4 * limit + 1000


def line_ends(text: str) -> str:
    return _BREAK.sub("\n", text)


def forbidden_at(text: str) -> int | None:
    """Index of the first control character (but for line end and tab) or lone surrogate, else of the first combining
    mark too many; None when clean."""
    match = _FORBIDDEN.search(text)
    return match.start() if match else crowded_at(text)


def crowded_at(text: str) -> int | None:
    """Index of the first mark beyond MOST_MARKS combining marks in a row; None when there is none."""
    # A run that is too long has a character at one of these places: of nearly every text no other is looked at.
    if not _MARKS_MAY_BE.search(text[:: MOST_MARKS + 1]):
        return None
    for match in _MARKS_MAY_BE.finditer(text):
        if match.end() - match.start() <= MOST_MARKS:
            continue
        marks = 0
        for index in range(*match.span()):
            marks = marks + 1 if unicodedata.category(text[index])[0] == "M" else 0
            if marks > MOST_MARKS:
                return index
    return None


def is_blank(text: str) -> bool:
    """Nothing that leaves ink, and nothing forbidden."""
    return bool(_BLANK.fullmatch(text)) and forbidden_at(line_ends(text)) is None
