"""What names, codes and texts of a definition are written with."""

from __future__ import annotations

import re
from typing import NamedTuple


class Spelling(NamedTuple):
    """`pattern` is what the whole name must match; `code` names the sentence for one that does not."""

    pattern: re.Pattern[str]
    most: int
    code: str


# A question becomes a column of a table and a name in a web form; a call becomes a folder and a part of a key.
ID = Spelling(re.compile(r"[a-z][a-z0-9_]*"), 40, "bad_id")
CODE = Spelling(re.compile(r"[a-z0-9][a-z0-9_-]*"), 40, "bad_code")
FOLDER = Spelling(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), 60, "bad_call_id")
VERSION = Spelling(re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*"), 40, "bad_version")
# What a telephone dials: RFC 3966 without separators.
DIAL = Spelling(re.compile(r"\+?[0-9]{3,15}"), 16, "bad_dial")
# A public page, or a mail address that somebody reads.
URL = Spelling(re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[!-~]*)?", re.IGNORECASE),
               500, "bad_url")  # fmt: skip
MAIL = Spelling(re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}"), 254, "bad_mail")

# Control characters, ends of lines, and marks that turn the direction of writing or hide.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\U000e0000-\U000e0fff]"
)


def misspelt(name: str, spelling: Spelling) -> bool:
    return len(name) > spelling.most or not spelling.pattern.fullmatch(name)


def foreign_letter(name: str) -> str:
    """The first letter of a name that is not Latin though the rest may be: «о» looks like "o"."""
    return next((sign for sign in name if sign.isalpha() and not sign.isascii()), "")


def forbidden_sign(text: str) -> str:
    """`U+0000` of the first sign that no text of a call may have; empty when there is none."""
    match = _FORBIDDEN.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def alike(text: str) -> str:
    """What a reader takes for the same words: case and white space do not count."""
    return " ".join(text.casefold().split())
