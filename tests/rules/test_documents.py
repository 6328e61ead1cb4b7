import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import Call
from chalicelib.call.form_definition import Document, DocumentPackage
from chalicelib.call.words import words
from chalicelib.rules import announced_document, document_history, document_names
from chalicelib.rules.announced_document import MEGABYTE, TYPES
from chalicelib.rules.announcement_checks import announcement, too_large
from chalicelib.rules.application import Application
from chalicelib.rules.document_history import CODES, in_force
from chalicelib.rules.document_limits import over_limits, twin_in_force
from tests.rules.test_guards import application
from tests.small_building import call_with_documents, event, small_call

LONG = "Ә" * 196 + ".pdf"
LETTERS = call_with_documents().form.package


@pytest.fixture
def call() -> Call:
    return small_call()


def judged(call: Call, **changes: Any) -> tuple[Any, list[tuple[str, str]]]:
    raw = {"kind": "passport", "filename": "куәлік.pdf", "size": 9, "content_type": "application/pdf"} | changes
    wish, problems = announcement(call.form.package, raw)
    return wish, [(problem.field, problem.code) for problem in problems]


def test_every_refusal_has_its_words_and_every_extension_its_type(call: Call) -> None:
    assert {f"problem.{code}" for code in CODES} == {key for key in words("documents") if key.startswith("problem.")}
    assert set(call.form.package.extensions) <= set(TYPES)


def test_a_name_of_200_cyrillic_letters_is_kept_exactly(call: Call) -> None:
    wish, problems = judged(call, filename=LONG)
    assert (len(LONG), wish.filename, problems) == (200, LONG, [])
    assert judged(call, filename="Ә" + LONG)[1] == [("filename", "name_too_long")]


def test_a_flood_is_refused_unread_whatever_of_it_would_stay(call: Call) -> None:
    flood = " " * 1796 + "a.pdf"
    assert judged(call, filename=flood[1:])[1] == []
    (problem,) = announcement(call.form.package, {"kind": "passport", "filename": flood, "size": 1})[1]
    assert (problem.code, problem.fault.params) == ("name_too_long", {"limit": 200, "length": 1801})


def test_a_limit_is_told_in_whole_megabytes(call: Call) -> None:
    half = call.form.package._replace(file_max_bytes=MEGABYTE * 3 // 2, package_max_bytes=MEGABYTE * 5 // 2)
    told = too_large(half).params["limit"]
    (over,) = over_limits(half, with_arrivals(), announced_document.AnnouncedDocument("passport", "a", 3 * MEGABYTE))
    limits = [told, over.fault.params["limit"], over.fault.params["left"]]
    assert [(type(each), each) for each in limits] == [(int, 1), (int, 2), (int, 2)]


def test_what_was_announced_is_what_is_read_again() -> None:
    said = announced_document.AnnouncedDocument("passport", "a.pdf", 7, "application/pdf", "d", "c")
    assert announced_document.AnnouncedDocument.of(said.as_detail()) == said
    older: Any = {"kind": "passport", "filename": "a.pdf", "size": 7, "content_type": "", "document": "d"}
    assert announced_document.AnnouncedDocument.of(older).replaces is None
    assert [announced_document.AnnouncedDocument("passport", name).is_blind for name in ("", "a.pdf")] == [True, False]


def test_of_a_kind_that_the_package_no_longer_asks_for_one_file_stands(call: Call) -> None:
    found = application(received("a", "visa", replaces=""))
    coming = announced_document.AnnouncedDocument("visa", "b.pdf", 1, replaces="")
    told = [[each.code for each in over_limits(call.form.package, life, coming)] for life in (with_arrivals(), found)]
    assert told == [[], ["replacement_not_chosen"]]


def test_a_file_sent_before_replacing_was_a_choice_has_its_twin(call: Call) -> None:
    found = application(received("a", "passport", sha256="s"))
    again = announced_document.AnnouncedDocument("passport", "b.pdf", 1, replaces="")
    assert twin_in_force(call.form.package, found, again, "s") == "a"


@pytest.mark.parametrize(("sent", "kept"), [
    ("кни\u0438\u0306га.pdf", "книйга.pdf"),
    ("../../etc/құжат.pdf", ".._.._etc_құжат.pdf"),
    ("C:\\Users\\Әйгерім\\cv.PDF", "C:_Users_Әйгерім_cv.PDF"),
    ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
    ("\u2067түйіндеме\u2069.pdf\u200f", "түйіндеме.pdf"),
    ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ("=cmd|' ! A1.pdf", "=cmd|' ! A1.pdf"),
    ("  a b.jpeg ", "a b.jpeg"),
    ("\U0001f9d2 бала.pdf", "\U0001f9d2 бала.pdf"),
])  # fmt: skip
def test_a_name_is_kept_as_sent_without_what_acts(call: Call, sent: str, kept: str) -> None:
    wish, problems = judged(call, filename=sent, content_type="")
    assert (wish.filename, problems) == (kept, [])


@pytest.mark.parametrize(
    "name",
    ["a\x00.pdf", "a\n.pdf", "a\x1b[31m.pdf", "a\ud800.pdf", "a\u2028.pdf", "a\u2029.pdf", "a\x7f.pdf", "a\x9b.pdf"],
)
def test_control_characters_in_a_name_are_refused(call: Call, name: str) -> None:
    assert judged(call, filename=name)[1] == [("filename", "name_characters")]


def test_no_sign_that_turns_the_direction_of_writing_stays_in_a_name() -> None:
    """By Unicode's own classes: embeddings, overrides, isolates, and the marks that are nothing else.

    Syriac's sign of an abbreviation has ink.
    """
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    marks = {"L", "R", "AL"}
    signs = [
        sign for sign in map(chr, range(0x3000))
        if unicodedata.bidirectional(sign) in turning
        or (unicodedata.bidirectional(sign) in marks and unicodedata.category(sign) == "Cf" and sign != "\u070f")
    ]  # fmt: skip
    assert len(signs) == 12
    assert [document_names.tidy_file_name(f"fdp.{sign}exe.pdf") for sign in signs] == ["fdp.exe.pdf"] * 12


@pytest.mark.parametrize("spelling", ["jpg", "jpeg", "JPE", "jfif"])
def test_a_photograph_s_extension_is_read_however_the_machine_spells_it(call: Call, spelling: str) -> None:
    wish, problems = judged(call, filename=f"сурет.{spelling}", content_type="image/jpeg")
    assert (wish.filename, wish.content_type, problems) == (f"сурет.{spelling}", "image/jpeg", [])


@given(st.text())
def test_making_a_name_harmless_once_is_enough(name: str) -> None:
    made = document_names.tidy_file_name(name)
    assert document_names.tidy_file_name(made) == made == unicodedata.normalize("NFC", made)
    assert not {"/", "\\", "\u202e"} & set(made)


@pytest.mark.parametrize(("changes", "codes"), [
    ({"kind": "visa"}, [("kind", "unknown_kind")]),
    ({"kind": ["passport"]}, [("kind", "unknown_kind")]),
    ({"filename": ""}, [("filename", "no_name")]),
    ({"filename": None}, [("filename", "no_name")]),
    ({"filename": "a.exe"}, [("filename", "wrong_extension")]),
    ({"filename": "a.docm", "content_type": ""}, [("filename", "wrong_extension")]),
    ({"filename": "pdf"}, [("filename", "wrong_extension")]),
    ({"filename": ".pdf"}, [("filename", "wrong_extension")]),
    ({"filename": "a.pdf."}, [("filename", "wrong_extension")]),
    ({"filename": "a.pdf.exe"}, [("filename", "wrong_extension")]),
    ({"content_type": "text/html"}, [("content_type", "wrong_type")]),
    ({"content_type": "image/png"}, [("content_type", "wrong_type")]),
    ({"content_type": "Application/PDF; x=y"}, []), ({"content_type": None}, []),
    ({"filename": "a.JPEG", "content_type": "image/jpeg"}, []),
    ({"size": 0}, [("size", "empty")]), ({"size": -1}, [("size", "empty")]), ({"size": True}, [("size", "empty")]),
    ({"size": "9"}, [("size", "empty")]), ({"size": 9.5}, [("size", "empty")]),
    ({"size": 10 * 1024 * 1024}, []), ({"size": 10 * 1024 * 1024 + 1}, [("size", "too_large")]),
    ({"kind": "", "filename": "a", "size": 0, "content_type": "x"},
     [("kind", "unknown_kind"), ("filename", "wrong_extension"), ("size", "empty")]),
])  # fmt: skip
def test_everything_wrong_with_an_announcement_is_told_at_once(
    call: Call, changes: dict[str, Any], codes: list[tuple[str, str]]
) -> None:
    assert judged(call, **changes)[1] == codes


IANA = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        ("pdf", "application/pdf"), ("jpg", "image/jpeg"), ("png", "image/png"),
        ("docx", f"{IANA}.wordprocessingml.document"), ("xlsx", f"{IANA}.spreadsheetml.sheet"),
        ("pptx", f"{IANA}.presentationml.presentation"),
    ],
)  # fmt: skip
def test_a_file_is_taken_with_the_type_that_iana_registered_for_it(extension: str, said: str) -> None:
    sent = {"kind": "letters", "filename": f"хат.{extension}", "size": 1}
    taken = [announcement(LETTERS, sent | {"content_type": each}) for each in (said, "")]
    assert [(wish.content_type, problems) for wish, problems in taken] == [(said, ())] * 2
    assert [each.code for each in announcement(LETTERS, sent | {"content_type": "text/plain"})[1]] == ["wrong_type"]


def test_the_type_kept_is_the_one_that_goes_with_the_name(call: Call) -> None:
    assert judged(call, filename="a.JPEG", content_type="application/octet-stream")[0].content_type == "image/jpeg"


def with_optional(call: Call) -> DocumentPackage:
    other = Document("other", {"kk": "Басқа", "ru": "Иные"}, most=20)
    return call.form.package._replace(documents=(*call.form.package.documents, other))


def with_arrivals(*arrived: tuple[str, str, int]) -> Application:
    sent = [
        event(seq=2 + i, act="receive_document", answers=None,
              detail={"document": f"d{i}", "kind": kind, "filename": name, "size": size})
        for i, (kind, name, size) in enumerate(arrived)
    ]  # fmt: skip
    return Application((event(), *sent))


def test_the_last_of_a_kind_is_in_force_and_optional_kinds_may_have_several(call: Call) -> None:
    found = with_arrivals(
        ("passport", "a.pdf", 1), ("other", "x.pdf", 1), ("passport", "b.pdf", 1), ("other", "y.pdf", 1),
        ("other", "x.pdf", 2),
    )  # fmt: skip
    assert [detail["document"] for detail in in_force(with_optional(call), found)] == ["d2", "d3", "d4"]


def test_a_replaced_document_does_not_count_towards_the_package(call: Call) -> None:
    package = with_optional(call)._replace(package_max_bytes=10)
    found = with_arrivals(("passport", "a.pdf", 6), ("other", "x.pdf", 3))

    def over(kind: str, name: str, size: int) -> list[str]:
        coming = announced_document.AnnouncedDocument(kind, name, size)
        return [problem.code for problem in over_limits(package, found, coming)]

    assert (over("passport", "b.pdf", 7), over("passport", "b.pdf", 8)) == ([], ["package_too_large"])
    assert (over("other", "y.pdf", 1), over("other", "y.pdf", 2)) == ([], ["package_too_large"])
    assert over("other", "x.pdf", 4) == []


def test_a_yes_said_twice_by_the_scanner_counts_once(call: Call) -> None:
    """A document sent before replacing was a choice must not take its own place."""
    sent = {"document": "a", "kind": "passport", "filename": "a.pdf", "size": 1, "checking": True}
    yes = {"document": "a", "verdict": document_history.CLEAN}
    life = [event(seq=2, act="receive_document", answers=None, detail=sent)]
    life += [event(seq=seq, act="check_document", answers=None, detail=yes) for seq in (3, 4)]
    assert in_force(call.form.package, Application((event(), *life))) == (sent,)


# What arrived, what waits for the scanner, and what is in force


def received(document: str, kind: str = "letters", **said: Any) -> tuple[str, dict[str, Any]]:
    return "receive_document", {"document": document, "kind": kind, "filename": f"{document}.pdf", "size": 1} | said


def verdict(document: str, said: str) -> tuple[str, dict[str, Any]]:
    return "check_document", {"document": document, "verdict": said}


def in_force_of(package: DocumentPackage, found: Application) -> list[str]:
    return [detail["document"] for detail in in_force(package, found)]


WAITS = {"checking": True, "replaces": ""}


def test_an_announcement_is_found_by_its_document() -> None:
    said = ({"document": document, "kind": "letters", "filename": f"{document}.pdf", "size": 7} for document in "ab")
    found = application(received("b"), *[("announce_document", detail) for detail in said])
    announced = document_history.announcement(found, "b")
    assert announced == announced_document.AnnouncedDocument("letters", "b.pdf", 7, document="b")
    assert document_history.announcement(found, "c") is None


def test_a_file_that_was_there_already_did_not_arrive_again_and_is_the_one_that_was() -> None:
    found = application(received("a", replaces=""), received("b", replaces="", same_as="a"), received("c", replaces=""))
    first, last = found.events[1], found.events[3]
    assert document_history.arrivals(found) == (first, last)
    assert [document_history.arrival(found, document) for document in "abcd"] == [first, first, last, None]
    assert in_force_of(LETTERS, found) == ["a", "c"]


def test_only_a_receipt_is_an_arrival() -> None:
    """Whatever another act says of the same document."""
    found = application(verdict("a", document_history.CLEAN), received("a", replaces=""))
    assert document_history.arrival(found, "a") is found.events[2]


def test_what_waits_for_the_scanner_counts_when_it_is_clean_and_never_when_it_is_not() -> None:
    acts = [received("a", **WAITS), received("b", **WAITS), received("c", replaces="")]
    clean, infected = verdict("a", document_history.CLEAN), verdict("b", document_history.INFECTED)
    lives = [application(*acts), application(*acts, infected), application(*acts, infected, clean)]
    assert [in_force_of(LETTERS, life) for life in lives] == [["c"], ["c"], ["c", "a"]]
    waits = [[detail["document"] for detail in document_history.waiting(life)] for life in lives]
    assert waits == [["a", "b"], ["a"], []]
    refused = lives[2].events[4]
    assert [document_history.refusals(life) for life in (lives[0], lives[2])] == [(), (("letters", refused.at),)]


def test_a_document_replaced_while_it_waited_does_not_come_back() -> None:
    found = application(
        received("a", **WAITS), received("b", replaces="a"), received("c", replaces=""),
        verdict("a", document_history.CLEAN),
    )  # fmt: skip
    assert in_force_of(LETTERS, found) == ["b", "c"]


def test_a_yes_about_a_document_that_never_waited_brings_it_back_no_more() -> None:
    found = application(received("a", "passport"), received("b", "passport"), verdict("a", document_history.CLEAN))
    assert in_force_of(LETTERS, found) == ["b"]


def test_what_waits_takes_its_place_and_that_of_all_it_was_to_replace() -> None:
    found = application(
        received("a", replaces=""), received("b", replaces="a", checking=True),
        received("c", replaces="b", checking=True), received("d", replaces=""),
    )  # fmt: skip
    assert list(document_history.occupying(LETTERS, found)) == ["d", "c"]
    assert in_force_of(LETTERS, found) == ["a", "d"]
    clean = application(*[(event.act, dict(event.detail)) for event in found.events[1:]], verdict("c", "clean"))
    assert in_force_of(LETTERS, clean) == ["d", "c"]


def test_documents_that_replace_one_another_end_no_page() -> None:
    """Nobody can send such ones; a damaged item may say so."""
    found = application(received("a", replaces="b"), received("b", replaces="a"))
    assert in_force_of(LETTERS, found) == []
