"""A document that somebody is about to send, as it was announced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .act_details import AnnounceDocument

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# What a browser says when it does not know better; the leading bytes decide.
UNSAID = ("", "application/octet-stream")
MEGABYTE = 1024 * 1024


class AnnouncedDocument(NamedTuple):
    """A document somebody is about to send. From a form without JavaScript name, size and type are not known yet.

    `replaces` is the id of the one document it takes the place of, empty for none. None: announced before anybody
    could choose, when the same kind (or, of a kind nobody must send, the same name) replaced by itself.
    """

    kind: str
    filename: str = ""
    size: int = 0
    content_type: str = ""
    document: str = ""
    replaces: str | None = None

    @property
    def is_blind(self) -> bool:
        return not self.filename

    @classmethod
    def of(cls, detail: AnnounceDocument) -> AnnouncedDocument:
        """From the detail of an event that announced or received it."""
        values: Mapping[str, Any] = detail
        return cls(**{name: values[name] for name in cls._fields if name in values})

    def as_detail(self) -> AnnounceDocument:
        return {"kind": self.kind, "filename": self.filename, "size": self.size, "content_type": self.content_type,
                "document": self.document, "replaces": self.replaces}  # fmt: skip
