"""A document's name as it is kept and shown: the sender's own words, with nothing in it that acts."""

from __future__ import annotations

import unicodedata

from . import text_normalisation

MOST = 200
# Spellings of one extension that people's machines write.
SPELLINGS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_SEPARATORS = str.maketrans("/\\", "__")
# Marks that turn the direction of writing make "gpj.exe" out of "exe.jpg"; they go, and the name reads as it is.
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy_file_name(name: str) -> str:
    """NFC, outer white space trimmed, path separators written as `_`, marks of direction taken out. Idempotent."""
    return text_normalisation.compose(name.translate(_TURNING)).translate(_SEPARATORS).strip()


def forbidden_at(name: str) -> int | None:
    """Index of the first control character, line end or lone surrogate, else of a mark too many; None when clean."""
    for index, char in enumerate(name):
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
            return index
    return text_normalisation.crowded_at(name)


def extension(name: str) -> str:
    """Lower case, in its one spelling, without the dot; empty when there is none."""
    stem, _, ending = name.rpartition(".")
    ending = ending.lower()
    return SPELLINGS.get(ending, ending) if stem.strip() else ""
