"""The one byte form of a set of answers, and its hash (RFC 8785, JSON Canonicalization Scheme)."""

from __future__ import annotations

from hashlib import sha256

import rfc8785

from ..rules.conditions import Answers


def canonical(answers: Answers) -> bytes:
    return rfc8785.dumps(dict(answers))


def answers_sha256(answers: Answers) -> str:
    """Hexadecimal; anyone holding the answers can compute it again."""
    return sha256(canonical(answers)).hexdigest()
