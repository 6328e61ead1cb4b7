"""One press of the button: what makes two posts the same act, and the number and key that follow from it.

Number and key are derived, not drawn: a repeated press finds the first receipt without a second item or a
transaction. The pepper is the deployment's secret, so neither can be computed from what is stored or sent.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import NamedTuple

# No letter with a Cyrillic twin and none that looks like a digit: the number is read aloud on the phone.
ALPHABET = "23456789DFGJNRSUVW"
NUMBER_GROUPS, NUMBER_GROUP = 2, 4
# 24 signs of 18 are 100 bits.
KEY_GROUPS, KEY_GROUP = 6, 4
# Several times a key with all its dashes and spaces.
MOST_TYPED = 200


class SenderKey(NamedTuple):
    """What the sender calls one press: an idempotency key of its own, or the one that the server put into the form.

    The form's own key lies in a browser's history for whoever sits down there next.
    """

    idempotency_key: str = ""
    form_key: str = ""


# Then equal answers to the same call are one submission.
NO_KEY = SenderKey()


class IdempotencyKey(NamedTuple):
    """`is_named` when the sender gave an idempotency key of its own."""

    seed: bytes
    is_named: bool = True

    @classmethod
    def of(cls, hash_secret: bytes, call_id: str, name: SenderKey, content_sha256: str) -> IdempotencyKey:
        """Without any key, identical answers to the same call are the same press."""
        if name.idempotency_key:
            purpose = f"key\0{name.idempotency_key}"
        else:
            purpose = f"form\0{name.form_key}" if name.form_key else f"answers\0{content_sha256}"
        return cls(hmac.digest(hash_secret, f"{call_id}\0{purpose}".encode(), "sha256"), bool(name.idempotency_key))

    def after(self, withdrawals: int) -> IdempotencyKey:
        """The same press after so many of its applications were withdrawn, at least one."""
        return self._replace(seed=self._derive(f"after {withdrawals}"))

    @property
    def mark(self) -> str:
        """Stored beside the application to know the press again; the seed cannot be read from it."""
        return self._derive("mark").hex()

    @property
    def key(self) -> str:
        return _signs(self._derive("key"), KEY_GROUPS, KEY_GROUP)

    def number(self, attempt: int) -> str:
        return _signs(self._derive(f"number {attempt}"), NUMBER_GROUPS, NUMBER_GROUP)

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self.seed, purpose.encode(), "sha256")


def is_number(normalised: str) -> bool:
    groups = normalised.split("-")
    of_right_size = len(groups) == NUMBER_GROUPS and all(len(group) == NUMBER_GROUP for group in groups)
    return of_right_size and set("".join(groups)) <= set(ALPHABET)


def key_of(secret: bytes) -> str:
    """A key that follows from a secret of at least 256 bits."""
    return _signs(hmac.digest(secret, b"key", "sha256"), KEY_GROUPS, KEY_GROUP)


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


def _signs(source: bytes, groups: int, size: int) -> str:
    number, signs = int.from_bytes(source, "big"), []
    for _ in range(groups * size):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "-".join("".join(signs[start : start + size]) for start in range(0, groups * size, size))
