"""The document package of a form from its table: what may be sent, how large, how many."""

from __future__ import annotations

from .allowed_characters import ID
from .compound_values import LABEL, DefinitionReader
from .form_definition import Document, DocumentPackage

MEGABYTE = 1024 * 1024
# What the examination of documents can tell from anything else (examination/file_type.py).
EXTENSIONS = ("pdf", "jpg", "png", "docx", "xlsx", "pptx")
DOCUMENTS, FILES = 50, 100
# Inclusive, in megabytes: of one document, and of a whole package.
FILE_SIZES, PACKAGE_SIZES = (1, 100), (1, 2000)


def build_package(r: DefinitionReader) -> DocumentPackage:
    extensions = r.values("extensions", str, least=1)
    for index, extension in enumerate(extensions):
        if extension not in EXTENSIONS:
            r.refuse("unknown_extension", f"extensions[{index}]", extension=extension[:60], known=", ".join(EXTENSIONS))
    of_file, of_all = _size(r, "file_max_bytes", FILE_SIZES), _size(r, "package_max_bytes", PACKAGE_SIZES)
    if 0 < of_all < of_file:
        r.refuse("package_below_file", "package_max_bytes", file=of_file, package=of_all)
    documents = tuple(_document(d) for d in r.tables("document", most=DOCUMENTS))
    return DocumentPackage(tuple(extensions), of_file, of_all, documents)


def _size(r: DefinitionReader, key: str, megabytes: tuple[int, int]) -> int:
    """Whole megabytes, as people are told of them."""
    low, high = (bound * MEGABYTE for bound in megabytes)
    size: int = r.whole(key, low, high)
    if size % MEGABYTE:
        r.refuse("no_whole_megabytes", key, value=size, lower=size // MEGABYTE * MEGABYTE, megabyte=MEGABYTE)
    return size


def _document(r: DefinitionReader) -> Document:
    return Document(r.name("kind", ID), r.text("label", longest=LABEL), r.take("required", bool, False),
                    r.condition("required_when"), r.whole("most", 1, FILES, 1))  # fmt: skip
