"""Names of people as the committee types them."""

from __future__ import annotations

from .text_normalisation import single_line


def tidy_name(name: str) -> str:
    """As it is stored: NFC, one space between words, none at the ends."""
    return " ".join(single_line(name).split())


def name_key(name: str) -> str:
    """As two spellings are compared: whoever differs only in case or spacing is one person."""
    return tidy_name(name).casefold()
