"""Numbers and keys of applications: how they are made of a secret, spelled, typed back and compared."""

from __future__ import annotations

import hmac
from hashlib import sha256

# No letter with a Cyrillic twin and none that looks like a digit: the number is read aloud on the phone.
ALPHABET = "23456789DFGJNRSUVW"
NUMBER_GROUPS, NUMBER_GROUP = 2, 4
# 24 signs of 18 are 100 bits.
KEY_GROUPS, KEY_GROUP = 6, 4
# Several times a key with all its dashes and spaces.
MOST_TYPED = 200


def is_number(normalised: str) -> bool:
    groups = normalised.split("-")
    of_right_size = len(groups) == NUMBER_GROUPS and all(len(group) == NUMBER_GROUP for group in groups)
    return of_right_size and set("".join(groups)) <= set(ALPHABET)


def number_of(secret: bytes, attempt: int) -> str:
    """The number that follows from a secret; another attempt makes another one, where a number is taken already."""
    return signs_of(hmac.digest(secret, f"number {attempt}".encode(), "sha256"), NUMBER_GROUPS, NUMBER_GROUP)


def key_of(secret: bytes) -> str:
    """A key that follows from a secret of at least 256 bits."""
    return signs_of(hmac.digest(secret, b"key", "sha256"), KEY_GROUPS, KEY_GROUP)


def key_sha256(key: str) -> str:
    return sha256(normalise(key).encode()).hexdigest()


def key_matches(key: str, stored_sha256: str) -> bool:
    return hmac.compare_digest(key_sha256(key), stored_sha256)


def normalise(typed: str) -> str:
    """A number or key as people type it back: any case, with or without dashes and spaces, regrouped by four.

    Empty, which is neither, for what is longer than anybody types.
    """
    if len(typed) > MOST_TYPED:
        return ""
    signs = "".join(filter(str.isalnum, typed.upper()))
    return "-".join(signs[start : start + NUMBER_GROUP] for start in range(0, len(signs), NUMBER_GROUP))


def signs_of(source: bytes, groups: int, size: int) -> str:
    """`groups` of `size` signs of ALPHABET with dashes between, derived from `source`."""
    number, signs = int.from_bytes(source, "big"), []
    for _ in range(groups * size):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "-".join("".join(signs[start : start + size]) for start in range(0, groups * size, size))
