from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.examination import pictures
from chalicelib.examination.file_type import type_of
from chalicelib.examination.programs import is_program_name
from chalicelib.rules.announced_document import TYPES
from chalicelib.rules.document_history import CODES
from tests import files_building as made

EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
PADDED = made.PDF + bytes(3_000_000)


@pytest.mark.parametrize("extension", sorted(TYPES))
def test_a_sound_file_is_known_by_its_bytes(extension: str) -> None:
    assert type_of(BytesIO(made.sound(extension))) == (extension, "")


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
    assert type_of(BytesIO(content)) == ("", code)


PAGE_MARKS = ("<script", "<!DOCTYPE", "<html", "<IFrame", "<?php")


@pytest.mark.parametrize("mark", PAGE_MARKS)
@pytest.mark.parametrize("picture", [made.JPG, made.PNG])
def test_a_picture_that_is_a_web_page_as_well_is_found_out(
    monkeypatch: pytest.MonkeyPatch, picture: bytes, mark: str
) -> None:
    """Wherever it stands, also across two pieces of what is read."""
    content = picture + mark.encode() + b" x>"
    for size in range(len(content) - 16, len(content) + 1):
        monkeypatch.setattr(pictures, "CHUNK", size)
        assert type_of(BytesIO(content)) == ("", "web_page")


def test_what_a_camera_writes_of_itself_is_no_web_page() -> None:
    told = b"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>"
    assert type_of(BytesIO(made.JPG + told)) == ("jpg", "")


# Written a second time: what Windows, Android or Java runs, and what office programs run macros of.
RUN = """apk app bat chm cmd com cpl dll exe hta iso jar js jse lnk msc msi msp pif ps1 reg scf scr sct
settingcontent-ms sh url vbe vbs vhd wsc wsf wsh xll docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm"""


@pytest.mark.parametrize("extension", RUN.split())
def test_a_name_of_something_that_is_run_is_known_however_it_is_written(extension: str) -> None:
    for name in (f"a.{extension}", f"a.pdf.{extension.upper()}", f"a.{extension}. .", f"a.{extension}\0"):
        assert is_program_name(name)


def test_no_other_name_is_one() -> None:
    names = ("exe", "com", "exe.pdf", "a.docx", "a.xlsx", "a.pptx", "a.xml", "a.png", "", ".", "a. x", "a.exeX")
    assert [name for name in names if is_program_name(name)] == []


def test_bytes_behind_the_end_of_a_pdf_do_no_harm() -> None:
    assert type_of(BytesIO(PADDED)) == ("pdf", "")


def test_nor_does_an_archive_of_nothing() -> None:
    assert type_of(BytesIO(made.PDF + EMPTY_ZIP)) == ("pdf", "")


def test_a_file_is_examined_from_its_beginning_wherever_it_was_read_to() -> None:
    for extension in sorted(TYPES):
        file = BytesIO()
        file.write(made.sound(extension))
        assert type_of(file) == (extension, "")


@given(st.sampled_from([b"", made.PDF, made.office("docx"), made.ZIP, made.PNG]), st.binary(), st.integers(0, 200))
def test_no_content_breaks_the_reader(base: bytes, noise: bytes, at: int) -> None:
    kind, code = type_of(BytesIO(base[:at] + noise + base[at + len(noise) :]))
    assert bool(kind) != bool(code)
    assert code in {"", *CODES}
