"""One press of the button: what makes two posts the same act. Its number and key are made of it in number_and_key.

Number and key are derived, not drawn: a repeated press finds the first receipt without a second item or a
transaction. The pepper is the deployment's secret, so neither can be computed from what is stored or sent.
"""

from __future__ import annotations

import hmac
from typing import NamedTuple

from .number_and_key import key_of, number_of


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
        return key_of(self.seed)

    def number(self, attempt: int) -> str:
        return number_of(self.seed, attempt)

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self.seed, purpose.encode(), "sha256")
