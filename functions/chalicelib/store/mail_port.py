"""What the mail services need of a mail: `notices.mail_composition.Mail` implements it without knowing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Attachment(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Mail(Protocol):
    @property
    def to(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def attachments(self) -> Sequence[Attachment]: ...
