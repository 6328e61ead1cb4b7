"""What the verbs need of the place where documents lie. `store.document_bucket` and the tests' fake implement it.

A document is named `<number>/<document>`. It first lies where its upload put it, and is moved once it was examined:
no upload can reach what is kept.
"""

from __future__ import annotations

from typing import Protocol

from ..rules.upload import ArrivedFile, Upload


class Files(Protocol):
    """Every method may raise OutcomeUnknown: the same may be asked again."""

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        """A presigned post that lets in one object of this name, type and size, for `upload_lifetime` of that size.

        An empty `content_type` lets in any content, and its file name beside it. `back` is where the browser is sent
        afterwards; without it the answer is a bare 204.
        """

    def arrived_file(self, name: str, most: int) -> ArrivedFile | None:
        """What the upload brought; None when it has not come."""

    def keep(self, name: str, arrived: ArrivedFile) -> ArrivedFile:
        """Put it where it stays, and answer it; when another was first, answer that other."""

    def examined_file(self, name: str, most: int) -> ArrivedFile | None:
        """What was examined and stays; None when it is not there."""

    def discard(self, name: str) -> None:
        """Forget the upload; what is kept stays."""

    def download(self, name: str, filename: str, content_type: str, seconds: int = ...) -> str:
        """An address good for some minutes, or for `seconds`, at which the browser saves the file under `filename`."""
