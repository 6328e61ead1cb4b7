"""PDFs that readers open although their table of places is lost or wrong; and those that were really cut short."""

import re
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from chalicelib.examination.file_type import type_of
from tests import files_building as made
from tests.examination.test_pdf import ALGORITHMS, JS, locked

TEXT = "<< /Length 9 >>\nstream\n0 0 m 9 l\nendstream"
# The catalog comes first and what the page shows comes last, as in a linearised file.
SHOWN = made.pdf(TEXT, page="/Contents 4 0 R")


def judged(content: bytes) -> tuple[str, str]:
    return type_of(BytesIO(content))


def packed_stream(number: int, *inner: str) -> bytes:
    """An object stream whose objects are numbered from 1."""
    places = [sum(len(body) + 1 for body in inner[:i]) for i in range(len(inner))]
    head = " ".join(f"{n} {place}" for n, place in enumerate(places, 1)) + " "
    packed = zlib.compress((head + "\n".join(inner)).encode())
    return (
        f"{number} 0 obj\n<< /Type /ObjStm /N {len(inner)} /First {len(head)} /Length {len(packed)}"
        " /Filter /FlateDecode >>\nstream\n"
    ).encode() + packed + b"\nendstream\nendobj\n"  # fmt: skip


PAGES = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")  # fmt: skip


def packed_pdf(*streams: bytes, table: bytes = b"") -> bytes:
    """Everything in object streams; its own table is a stream too, and says nothing that is right."""
    entry = b"9 0 obj\n<< /Type /XRef /Size 10 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    return b"%PDF-1.5\n" + b"".join(streams) + entry + table + b"\nendstream\nendobj\n%%EOF\n"


def updated(content: bytes) -> bytes:
    writer, file = PdfWriter(BytesIO(content), incremental=True), BytesIO()
    writer.add_metadata({"/Title": "x"})
    writer.write(file)
    return file.getvalue()


def broken(content: bytes) -> dict[str, bytes]:
    """The same document as careless software writes it and every reader opens it."""
    end, table, trailer = (content.rindex(mark) for mark in (b"startxref", b"\nxref", b"trailer"))
    table += 1
    entry = rb"\d{10}( 00000 n)"
    return {
        "no startxref": content[:end] + b"%%EOF\n",
        "no end mark": content[: content.rindex(b"%%EOF")],
        "a place that is no number": content[:end] + b"startxref\nabc\n%%EOF\n",
        "a place beyond the end": content[:end] + b"startxref\n99999999\n%%EOF\n",
        "a place at the beginning": content[:end] + b"startxref\n0\n%%EOF\n",
        "objects and trailer alone": content[:table] + content[trailer:end] + b"%%EOF\n",
        "no table, no trailer": content[:table] + b"%%EOF\n",
        "objects alone": content[:table],
        "places shifted a little": re.sub(entry, rb"0000000033\1", content),
        "places beyond the end": re.sub(entry, rb"0000999999\1", content),
        "a table of nonsense": content[: table + 5] + b"nonsense\n" + content[table + 5 :],
        "a table numbered from one": content.replace(b"xref\n0 ", b"xref\n1 "),
        "lines before the header": b"xerox\r\nX-Scan: 1\r\n" + content[:end] + b"%%EOF\n",
        "bytes after the end": content[:end] + b"%%EOF\n" + b"\0" * 3000,
        "line ends of another system": content.replace(b"\n", b"\r\n"),
    }


@pytest.mark.parametrize("content", [made.PDF, SHOWN, updated(SHOWN)], ids=["empty", "shown", "updated"])
@pytest.mark.parametrize("fault", broken(made.PDF))
def test_a_table_of_places_that_is_lost_or_wrong_is_no_damage(content: bytes, fault: str) -> None:
    assert judged(broken(content)[fault]) == ("pdf", "")


IMAGE = "<< /Subtype /Form /Resources << /XObject << /I 5 0 R >> >> /Parent 99 0 R /Length 1 >>\nstream\nq\nendstream"
INNER = "<< /Length 17 >>\nstream\n%PDF-1.4 is a text\nendstream"


@pytest.mark.parametrize("content", [
    # A part that shows itself, one whose parent is nowhere, two parts in a row, another document within.
    made.pdf(TEXT, IMAGE, page="/Contents [4 0 R 4 0 R] /Resources << /XObject << /I 5 0 R >> >>"),
    made.pdf(INNER, page="/Contents 4 0 R /Resources << /ProcSet [/PDF /Text] >>"),
    b"%PDF-1.7\n1 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 1 >>\nendobj\n2 0 obj\n<< /Type /Page /Parent 1 0 R"
    b" /MediaBox [0 0 9 9] >>\nendobj\n3 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\nxref\n",
], ids=["parts in a circle", "a header within", "the catalog last"])  # fmt: skip
def test_whatever_its_pages_are_made_of_is_found_without_a_table(content: bytes) -> None:
    assert judged(content[: content.rindex(b"xref\n")].removesuffix(b"start") + b"%%EOF\n") == ("pdf", "")


def test_objects_packed_in_a_stream_are_found_without_a_table() -> None:
    assert judged(packed_pdf(packed_stream(7, *PAGES))) == ("pdf", "")


@pytest.mark.parametrize("until", range(20, SHOWN.rindex(b"endobj") + 5, 7))
def test_one_that_was_cut_short_is_damaged_wherever_it_was_cut(until: int) -> None:
    for end in (b"", b"\n%%EOF"):
        assert judged(SHOWN[:until] + end) == ("", "damaged")


@pytest.mark.parametrize("content", [
    made.pdf(page="/Contents 4 0 R"),
    made.pdf(page="/Resources << /XObject << /I 4 0 R >> >>"),
    made.pdf(page="/Contents 4 0 R /Resources << >>"), made.pdf(TEXT, page="/Contents [4 0 R 5 0 R]"),
    made.pdf(TEXT, page="/Contents [5 0 R 4 0 R]"),
    made.PDF.replace(b"/Count 1", b"/Count 2"),
])  # fmt: skip
def test_one_whose_page_or_its_part_is_nowhere_is_damaged(content: bytes) -> None:
    assert judged(content[: content.index(b"xref\n")] + b"%%EOF\n") == ("", "damaged")


@pytest.mark.parametrize("fault", broken(made.PDF))
@pytest.mark.parametrize("content", [
    made.pdf(JS, catalog="/OpenAction 4 0 R"), made.pdf("<< /S /Launch /F (cmd.exe) >>", catalog="/OpenAction 4 0 R"),
    made.pdf("<< /Fields [] /XFA [(a) 5 0 R] >>", catalog="/AcroForm 4 0 R"),
], ids=["script", "launch", "form"])  # fmt: skip
def test_one_that_would_act_is_refused_with_whatever_table(content: bytes, fault: str) -> None:
    assert judged(broken(content)[fault]) == ("", "active")


ACTING_LAST = (*PAGES[:2], PAGES[2].removesuffix(" >>") + " /AA << /O << /S /JavaScript /JS (x) >> >> >>")
ACTING = ("<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>", *PAGES[1:])


@pytest.mark.parametrize("streams", [
    [packed_stream(7, *ACTING)], [packed_stream(7, *ACTING_LAST)],
    [packed_stream(7, *ACTING_LAST), packed_stream(8, *PAGES)],
    [packed_stream(8, *PAGES), packed_stream(7, *ACTING_LAST)],
    # A reader's repair may take the first of two, or the last.
    [packed_stream(7, *ACTING), packed_stream(7, *PAGES)], [packed_stream(7, *PAGES), packed_stream(7, *ACTING)],
    [packed_stream(7, *ACTING), packed_stream(8, *PAGES)], [packed_stream(8, *PAGES), packed_stream(7, *ACTING)],
])  # fmt: skip
def test_no_definition_is_passed_over_when_there_is_no_table(streams: list[bytes]) -> None:
    content = packed_pdf(*streams)
    assert b"/JavaScript" not in content
    assert judged(content) == ("", "active")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_lock_is_seen_whatever_became_of_the_table(algorithm: str) -> None:
    for password, expected in (("secret", ("", "encrypted")), ("", ("pdf", ""))):
        content = locked(algorithm, password, SHOWN)
        assert judged(broken(content)["objects and trailer alone"]) == expected
        assert judged(broken(content)["objects alone"]) == ("", "damaged"), "nobody can undo a lock without its trailer"


def test_a_document_of_many_pages_stays_one_when_its_table_is_lost() -> None:
    writer, file = PdfWriter(), BytesIO()
    for _ in range(60):
        writer.append(PdfReader(BytesIO(SHOWN)))
    writer.write(file)
    content = file.getvalue()
    assert judged(broken(content)["objects alone"]) == ("pdf", "")
    without = content.replace(b"/Count 60", b"/Count 61")
    assert judged(broken(without)["objects alone"]) == ("", "damaged")
