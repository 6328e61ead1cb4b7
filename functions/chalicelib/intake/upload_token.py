"""A pass for one document: whoever holds it may say that the document was sent, and nothing else, for an hour.

A browser without JavaScript comes back from the bucket by an address, where the applicant's key may never stand.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ..rules.window import MILLISECOND, is_before

LASTS = timedelta(hours=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def arrival_pass(hash_secret: bytes, number: str, document: str, at: datetime) -> dict[str, str]:
    until = str((at + LASTS - EPOCH) // MILLISECOND)
    return {"number": number, "document": document, "until": until, "mark": _mark(hash_secret, number, document, until)}


def is_good(hash_secret: bytes, shown: Mapping[str, str], at: datetime) -> bool:
    number, document, until, mark = (shown.get(name, "") for name in ("number", "document", "until", "mark"))
    known = hmac.compare_digest(_mark(hash_secret, number, document, until).encode(), mark.encode("utf-8", "replace"))
    return known and is_before(at, EPOCH + int(until) * MILLISECOND)


def _mark(hash_secret: bytes, number: str, document: str, until: str) -> str:
    claim = "\0".join(("arrived", number, document, until))
    return hmac.digest(hash_secret, claim.encode("utf-8", "replace"), "sha256").hex()
