"""Secrets that open something once or for a while: links, sessions, attempts. The table has their hashes only."""

from __future__ import annotations

import re
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .table_client import NewItem


_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 random bits, as 43 letters of base64url."""
    return token_urlsafe(32)


def is_token(text: str) -> bool:
    """Whether the text can be one; any other is not looked for."""
    return bool(_TOKEN.fullmatch(text))


def hashed_key(prefix: str, token: str, sort_key: str = "one") -> NewItem:
    """The key of the item that the secret opens, as DynamoDB writes it."""
    return {"pk": {"S": f"{prefix}{sha256(token.encode()).hexdigest()}"}, "sk": {"S": sort_key}}
