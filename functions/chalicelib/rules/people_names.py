"""Names of people as the committee types them."""

from __future__ import annotations

from functools import lru_cache

from .text_normalisation import single_line


def tidy_name(name: str) -> str:
    """The name as it is stored: NFC, one space between words, none at the ends."""
    return " ".join(single_line(name).split())


# A page of the desk compares the names of one committee thousands of times.
@lru_cache(maxsize=512)
def name_key(name: str) -> str:
    """The name as it is compared: two spellings that differ only in case or spacing are one person."""
    return tidy_name(name).casefold()
