"""What the API tells of an application's documents and of their package."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class PackageState(TypedDict):
    """On a page, beside a decision, `state` is `final`."""

    state: str
    missing: list[str]


class DocumentView(TypedDict):
    """With what was said of it, and no more."""

    document: NotRequired[str]
    kind: NotRequired[str]
    filename: NotRequired[str]
    size: NotRequired[int]
    content_type: NotRequired[str]
    sha256: NotRequired[str]
    replaces: NotRequired[str]
    checking: NotRequired[bool]
    refused: NotRequired[str]
    received_at: str
    in_force: bool


class DocumentReceipt(DocumentView):
    package: PackageState
