from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.examination.content import kind_of
from chalicelib.rules.announced_document import TYPES
from chalicelib.rules.document_status import CODES
from tests import files_building as made

EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
PADDED = made.PDF + bytes(3_000_000)


@pytest.mark.parametrize("extension", sorted(TYPES))
def test_a_sound_file_is_known_by_its_bytes(extension: str) -> None:
    assert kind_of(BytesIO(made.sound(extension))) == (extension, "")


@pytest.mark.parametrize(("content", "code"), [
    (made.EXE, "executable"), (b"\x7fELF\x02", "executable"), (b"#!/bin/sh", "executable"),
    (made.HTML, "web_page"), (b"\xef\xbb\xbf \n<HTML>", "web_page"), (b"<svg onload=x>", "web_page"),
    (b"\xca\xfe\xba\xbe\0\0\0\x34", "executable"), (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"), (b"\xce\xfa\xed\xfe", "executable"),
    (b"<script>x</script>", "web_page"), (b"<?xml version='1.0'?><x/>", "web_page"), (b"<?php x", "web_page"),
    (b"BZh91AY", "archive"), (b"\xfd7zXZ\0", "archive"), (b"MSCF\0\0", "archive"), (EMPTY_ZIP, "archive"),
    (made.JPG[:20] + made.PDF + made.JPG[20:], "other_content"), (made.PNG + made.PDF, "other_content"),
    (made.ZIP, "archive"), (b"Rar!\x1a\x07\x00", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (made.OLE, "old_office"), (made.MACROS, "macros"), (made.MACRO_TYPE, "macros"),
    (made.encrypted(made.office("docx")), "encrypted"),
    (made.PDF + made.ZIP, "archive"), (made.PNG + made.ZIP, "archive"), (made.JPG + made.ZIP, "archive"),
    (made.PDF + made.office("docx"), "archive"),
    (made.archive({"word/document.xml": "<x/>"}), "archive"),
    (made.archive({"[Content_Types].xml": "x", "word/a": "", "xl/a": ""}), "archive"),
    (made.archive({"[Content_Types].xml": " " * 1_000_001, "word/document.xml": ""}), "unreadable"),
    (made.office("docx")[:-40], "damaged"), (b"PK\x03\x04" + bytes(100), "damaged"),
    (made.PDF[:180], "damaged"), (b"%PDF-", "damaged"),
    (b" " * 1020 + made.PDF, "other_content"), (made.HTML + made.PDF, "web_page"), (made.EXE + made.PDF, "executable"),
    (b"\x89PNG\r\n\x1a\n", "other_content"), (b"plain text", "other_content"), (b"", "other_content"),
])  # fmt: skip
def test_what_is_dressed_up_is_found_out(content: bytes, code: str) -> None:
    assert kind_of(BytesIO(content)) == ("", code)


def test_bytes_behind_the_end_of_a_pdf_do_no_harm() -> None:
    assert kind_of(BytesIO(PADDED)) == ("pdf", "")


def test_nor_does_an_archive_of_nothing() -> None:
    assert kind_of(BytesIO(made.PDF + EMPTY_ZIP)) == ("pdf", "")


def test_a_file_is_examined_from_its_beginning_wherever_it_was_read_to() -> None:
    for extension in sorted(TYPES):
        file = BytesIO()
        file.write(made.sound(extension))
        assert kind_of(file) == (extension, "")


@given(st.sampled_from([b"", made.PDF, made.office("docx"), made.ZIP, made.PNG]), st.binary(), st.integers(0, 200))
def test_no_content_breaks_the_reader(base: bytes, noise: bytes, at: int) -> None:
    kind, code = kind_of(BytesIO(base[:at] + noise + base[at + len(noise) :]))
    assert bool(kind) != bool(code)
    assert code in {"", *CODES}
