"""Under which name a fetched document is written: no sender's name may leave the folder or run on being opened."""

from __future__ import annotations

import re

from chalicelib.rules.act_details import ReceiveDocument
from chalicelib.rules.announced_document import TYPES

# Windows takes none of these in a name, nor a dot or space at its end; a shell reads the rest as orders.
RISKY = re.compile(r"[^\w().,+№«» -]")
# A file system takes 255 bytes; two a Cyrillic letter.
MOST_BYTES = 120


def file_name(number: str, detail: ReceiveDocument) -> str:
    """Number, kind, the beginning of the id, the sender's own words; the ending says what was examined."""
    extension = {content_type: extension for extension, content_type in TYPES.items()}[detail["content_type"]]
    stem = RISKY.sub("_", str(detail["filename"]).rpartition(".")[0])
    shortened = stem.encode()[:MOST_BYTES].decode("utf-8", "ignore").strip(". ")
    return f"{number}_{detail['kind']}_{str(detail['document'])[:8]}_{shortened}.{extension}"
