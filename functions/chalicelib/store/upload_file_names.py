"""The file name that a plain form sends beside its file, as the store hands it back: three stores, three spellings."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header, make_header


def sent_name(kept: str) -> str:
    """S3 encodes what is not ASCII by RFC 2047; others hand back UTF-8, or its bytes read as Latin-1."""
    try:
        text = str(make_header(decode_header(kept))) if kept.startswith("=?") else kept
    except (HeaderParseError, LookupError, ValueError):
        return kept
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
