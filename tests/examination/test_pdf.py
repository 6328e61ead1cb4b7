"""PDFs with and without a password, and those that would act when they are opened."""

import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from chalicelib.examination.file_type import type_of
from tests import files_building as made

ALGORITHMS = ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"]


def locked(algorithm: str, user: str, content: bytes = made.PDF) -> bytes:
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    writer.encrypt(user_password=user, owner_password="the owner's", algorithm=algorithm)
    writer.write(file)
    return file.getvalue()


def judged(content: bytes) -> tuple[str, str]:
    return type_of(BytesIO(content))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_one_that_asks_for_a_password_does_not_count_and_one_that_opens_for_reading_does(algorithm: str) -> None:
    assert judged(locked(algorithm, "secret")) == ("", "encrypted")
    assert judged(locked(algorithm, "")) == ("pdf", "")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_lock_that_opens_hides_nothing(algorithm: str) -> None:
    acting = made.pdf("<< /S /JavaScript /JS (app.alert(1)) >>", catalog="/OpenAction 4 0 R")
    assert judged(locked(algorithm, "", acting)) == ("", "active")


def test_a_lock_that_takes_a_certificate_is_a_lock() -> None:
    locked_for = made.pdf("<< /Filter /Adobe.PubSec /V 4 >>", trailer="/Encrypt 4 0 R /ID [(a) (b)]")
    assert judged(locked_for) == ("", "encrypted")


def test_what_stands_before_the_header_is_passed_over_as_readers_do() -> None:
    for before in (b"\r\n", b"From: scanner@example.kz\r\n\r\n", b"\x00" * 900, b"@PJL SET X=1\n"):
        assert judged(before + made.PDF) == ("pdf", "")
    assert judged(b"." * 1025 + made.PDF) == ("", "other_content")


JS = "<< /S /JavaScript /JS (x) >>"


@pytest.mark.parametrize("content", [
    made.pdf(JS, catalog="/OpenAction 4 0 R"),
    made.pdf(catalog=f"/OpenAction {JS}"),
    made.pdf("<< /S /Launch /F (cmd.exe) >>", catalog="/OpenAction 4 0 R"),
    made.pdf(page="/AA << /O << /S /JavaScript /JS 4 0 R >> >>"),
    made.pdf("<< /Names [(a) 5 0 R] >>", JS, catalog="/Names << /JavaScript 4 0 R >>"),
    made.pdf("<< /Subtype /Link /A << /S /Launch /Win << /F (calc.exe) >> >> >>", page="/Annots [4 0 R]"),
    made.pdf("<< /Subtype /Widget /A << /S /ImportData /F (a.fdf) >> >>", page="/Annots [4 0 R]"),
    made.pdf("<< /Fields [] /XFA [(a) 5 0 R] >>", catalog="/AcroForm 4 0 R"),
    made.pdf("<< /S /#4aavaScript /J#53 (x) >>", catalog="/OpenAction 4 0 R"),
    made.pdf("<< /Subtype /RichMedia /RichMediaContent << >> >>", page="/Annots [4 0 R]"),
    made.PDF + b"% 9 0 obj << /S /Java#53cript >> endobj",
    # What no cross-reference leads to and no number names.
    made.PDF + b"<< /S /JavaScript >>", made.PDF + b"<< /#53 % a remark\r\n /L#61unch >>",
    made.pdf("<< /S /GoToE >>", catalog="/OpenAction 4 0 R"), made.pdf("<< /S /RichMediaExecute >>"),
    made.pdf("<< /S /GoTo /Next [[<< /S /GoToE >>]] >>"), made.pdf(trailer="/Info << /S /GoToE >>"),
    # Behind an object that nobody can read.
    made.pdf(">>", "<< /S /GoToE >>"),
])  # fmt: skip
def test_one_that_would_act_is_refused(content: bytes) -> None:
    assert judged(content) == ("", "active")


@pytest.mark.parametrize("action", [
    JS, "<< /JS (x) >>", "<< /JavaScript (x) >>", "<< /S /JavaScript >>", "<< /S /Launch >>",
])  # fmt: skip
def test_an_action_inside_a_packed_object_stream_is_seen(action: str) -> None:
    packed = zlib.compress(f"4 0 {action}".encode())
    stream = f"<< /Type /ObjStm /N 1 /First 4 /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    head = made.PDF[: made.PDF.index(b"xref\n")]
    at = len(head)
    table = b"".join(
        kind.to_bytes(1) + place.to_bytes(4) + index.to_bytes(1)
        for kind, place, index in [(0, 0, 0), *[(1, head.index(f"{n} 0 obj".encode()), 0) for n in (1, 2, 3)],
                                   (2, 5, 0), (1, at, 0)]
    )  # fmt: skip
    body = head + b"5 0 obj\n" + stream + packed + b"\nendstream\nendobj\n"
    entry = f"<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Length {len(table)} >>\nstream\n".encode()
    content = body + b"6 0 obj\n" + entry + table + f"\nendstream\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()
    assert b"/JavaScript" not in content
    assert judged(content) == ("", "active")


@pytest.mark.parametrize("content", [
    made.pdf(catalog="/OpenAction [3 0 R /Fit]"),
    made.pdf("<< /Subtype /Link /A << /S /URI /URI (https://example.kz/JavaScript) >> >>", page="/Annots [4 0 R]"),
    made.pdf("<< /Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] >> >>", page="/Annots [4 0 R]"),
    made.pdf("<< /Fields [] /DA (x) >>", catalog="/AcroForm 4 0 R"),
    made.pdf("(A text about /JavaScript and /Launch)"), made.pdf("<< /Type /Filespec /F (setup.exe) >>"),
    # Readers show what is there of a page whose table of places is right.
    made.pdf(page="/Contents 4 0 R"),
    made.pdf("[" * 90 + "]" * 90), made.pdf("<< /A " * 90 + "1" + " >>" * 90),
])  # fmt: skip
def test_one_that_only_leads_a_reader_somewhere_is_sound(content: bytes) -> None:
    assert judged(content) == ("pdf", "")


@pytest.mark.parametrize("nested", ["[" * 110 + "]" * 110, "<< /A " * 110 + "1" + " >>" * 110])
def test_one_that_is_nested_without_end_is_not_read_to_its_end(nested: str) -> None:
    assert judged(made.pdf(nested)) == ("", "unreadable")


@pytest.mark.parametrize(("specification", "expected"), [
    ("/UF (setup.exe) /EF << >>", ("", "embedded")), ("/DOS (SETUP.EXE) /EF << >>", ("", "embedded")),
    ("/Unix (setup.sh) /EF << >>", ("", "embedded")),
    # Nothing is carried.
    ("/F (a.txt) /EF /Nothing", ("pdf", "")), ("/F (a.txt) /EF << /F (x) >>", ("pdf", "")),
])  # fmt: skip
def test_a_file_within_has_a_name_for_each_system(specification: str, expected: tuple[str, str]) -> None:
    assert judged(made.pdf(f"<< /Type /Filespec {specification} >>")) == expected


@pytest.mark.parametrize("way", ["/Nonsense", "/LZWDecode"])
def test_a_file_within_that_cannot_be_unpacked_is_refused(way: str) -> None:
    within = f"<< /Type /EmbeddedFile /Length 4 /Filter {way} >>\nstream\nnope\nendstream"
    content = made.pdf("<< /Type /Filespec /F (a.txt) /EF << /F 5 0 R >> >>", within)
    assert judged(content) == ("", "unreadable")


@pytest.mark.parametrize(("name", "data", "expected"), [
    ("act.xml", "<a/>", ("pdf", "")), ("photo.png", "x", ("pdf", "")),
    ("setup.exe", "x", ("", "embedded")), ("a.pdf.js ", "x", ("", "embedded")), ("a.docm", "x", ("", "embedded")),
    ("innocent.txt", "MZ program", ("", "embedded")),
])  # fmt: skip
def test_a_file_within_may_be_no_program(name: str, data: str, expected: tuple[str, str]) -> None:
    content = made.pdf(
        f"<< /Type /Filespec /F ({name}) /EF << /F 5 0 R >> >>",
        f"<< /Type /EmbeddedFile /Length {len(data)} >>\nstream\n{data}\nendstream",
        catalog="/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>",
    )
    assert judged(content) == expected


@pytest.mark.parametrize("content", [
    made.PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0"),
    b"%PDF-1.7\n%%EOF", made.PDF[:60] + b"%%EOF",
])  # fmt: skip
def test_one_without_a_page_is_damaged(content: bytes) -> None:
    assert judged(content) == ("", "damaged")


def test_a_table_of_places_that_is_wrong_is_made_anew_as_readers_do() -> None:
    assert judged(made.PDF.replace(b"startxref\n", b"startxref\n9")) == ("pdf", "")
