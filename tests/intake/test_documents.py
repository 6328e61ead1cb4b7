import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.change_application import withdraw
from chalicelib.intake.receive_document import receive
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.send_document import announce, download
from chalicelib.intake.submit_application import submit
from chalicelib.intake.upload_token import arrival_pass, is_good
from chalicelib.rules import announced_document, document_history, document_limits, document_names
from chalicelib.rules.admission_guards import lacking
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import BadDocument, NotAllowed, NotFound, OutcomeUnknown, OutsideWindow
from tests import files_building as made
from tests.building import MS, PEPPER, FakeFiles, FakeStore
from tests.selection.building import interviewed
from tests.small_building import CLOSES, OPEN, answers, call_with_documents

SUPPLEMENT_ENDS = OPEN.replace(day=14, hour=0)


@dataclass
class Applicant:
    """Somebody with a submission, who sends documents as a browser does."""

    call: Call
    store: FakeStore = field(default_factory=FakeStore)
    files: FakeFiles = field(default_factory=FakeFiles)
    number: str = ""
    key: str = ""

    def announces(
        self, kind: str = "passport", filename: str = "a.pdf", size: int = len(made.PDF), at: datetime = OPEN,
        replaces: str = "",
    ) -> str:  # fmt: skip
        raw = {"kind": kind, "filename": filename, "size": size, "content_type": "", "replaces": replaces}
        return announce(self.call, self.store, self.number, self.key, raw, at)[1].document

    def announces_blindly(self, kind: str = "passport") -> str:
        return announce(self.call, self.store, self.number, self.key, {"kind": kind}, OPEN, blind=True)[1].document

    def uploads(self, document: str, content: bytes = made.PDF, filename: str = "") -> str:
        self.files.post(f"{self.number}/{document}", content, filename)
        return document

    def says_sent(self, document: str, at: datetime = OPEN) -> Any:
        return receive(self.call, self.store, self.files, self.number, self.key, document, at)[1].detail

    def sends(
        self, kind: str = "passport", filename: str = "a.pdf", content: bytes = made.PDF, at: datetime = OPEN,
        replaces: str = "",
    ) -> Any:  # fmt: skip
        return self.says_sent(self.uploads(self.announces(kind, filename, len(content), at, replaces), content), at)

    def codes_of(self, act: Any) -> list[str]:
        with pytest.raises(BadDocument) as refused:
            act()
        return [problem.code for problem in refused.value.problems]

    @property
    def application(self) -> Application:
        return Application(self.store.events(self.number))

    @property
    def in_force(self) -> list[Any]:
        return list(document_history.in_force(self.call.form.package, self.application))


@pytest.fixture(scope="session")
def call() -> Call:
    return call_with_documents()


@pytest.fixture
def aigerim(call: Call) -> Applicant:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    return Applicant(call, store, number=receipt.event.number, key=receipt.key)


def test_a_document_is_announced_uploaded_examined_and_kept(aigerim: Applicant) -> None:
    name = "Ә" * 196 + ".pdf"
    detail = aigerim.sends(filename=name)
    document = detail["document"]
    assert detail == {
        "document": document, "kind": "passport", "filename": name, "size": len(made.PDF),
        "content_type": "application/pdf", "sha256": sha256(made.PDF).hexdigest(), "replaces": "",
    }  # fmt: skip
    announced, received = aigerim.application.events[1:]
    assert (announced.act, announced.detail | {"sha256": detail["sha256"]}) == ("announce_document", detail)
    assert (received.act, received.detail, received.status, received.version) == (
        "receive_document",
        detail,
        "submitted",
        1,
    )
    assert (aigerim.files.kept, aigerim.files.lying) == ({f"{aigerim.number}/{document}": made.PDF}, {})


def test_saying_again_that_it_was_sent_answers_the_same_and_writes_nothing(aigerim: Applicant) -> None:
    first = aigerim.sends()
    before = len(aigerim.store.kept)
    assert aigerim.says_sent(first["document"], CLOSES + MS) == first
    assert len(aigerim.store.kept) == before


@pytest.mark.parametrize(("filename", "content", "code"), [
    ("a.pdf", made.EXE, "executable"), ("a.pdf", made.HTML, "web_page"), ("a.pdf", made.ZIP, "archive"),
    ("a.pdf", made.PDF + made.ZIP, "archive"), ("a.pdf", made.PNG, "other_content"),
    ("a.png", made.JPG, "other_content"),
    ("a.docx", made.office("xlsx"), "other_content"), ("a.xlsx", made.office("pptx"), "other_content"),
    ("a.docx", made.MACROS, "macros"), ("a.docx", made.OLE, "old_office"), ("a.docx", made.ZIP, "archive"),
    ("a.docx", made.encrypted(made.office("docx")), "encrypted"), ("a.docx", made.PDF, "other_content"),
    ("a.pdf", made.PDF[:180], "damaged"),
])  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_and_deleted(
    aigerim: Applicant, filename: str, content: bytes, code: str
) -> None:
    assert aigerim.codes_of(lambda: aigerim.sends(filename=filename, content=content)) == [code]
    assert (aigerim.files.kept, aigerim.files.lying) == ({}, {})
    assert document_history.arrivals(aigerim.application) == ()


def test_a_bucket_that_let_in_another_size_is_caught_here(aigerim: Applicant) -> None:
    document = aigerim.announces(size=len(made.PDF) + 1)
    assert aigerim.codes_of(lambda: aigerim.says_sent(aigerim.uploads(document))) == ["wrong_size"]
    assert aigerim.codes_of(lambda: aigerim.says_sent(aigerim.uploads(document, b""))) == ["empty"]
    huge = bytes(10 * 1024 * 1024 + 1)
    assert aigerim.codes_of(lambda: aigerim.says_sent(aigerim.uploads(document, huge))) == ["too_large"]
    assert aigerim.says_sent(aigerim.uploads(document, made.PDF + b"\n"))["size"] == len(made.PDF) + 1


def test_what_has_not_come_can_come_later(aigerim: Applicant) -> None:
    document = aigerim.announces()
    assert aigerim.codes_of(lambda: aigerim.says_sent(document)) == ["not_arrived"]
    assert aigerim.says_sent(aigerim.uploads(document))["document"] == document


def test_an_upload_after_the_receipt_changes_nothing_of_what_is_kept(aigerim: Applicant) -> None:
    detail = aigerim.sends()
    aigerim.uploads(detail["document"], made.EXE)
    assert aigerim.says_sent(detail["document"]) == detail
    assert list(aigerim.files.kept.values()) == [made.PDF]


def test_a_receipt_lost_between_keeping_and_recording_is_made_good(aigerim: Applicant) -> None:
    document = aigerim.uploads(aigerim.announces())
    arrived = aigerim.files.arrived_file(f"{aigerim.number}/{document}", 10**7)
    assert arrived
    aigerim.files.keep(f"{aigerim.number}/{document}", arrived)
    assert aigerim.says_sent(document)["sha256"] == sha256(made.PDF).hexdigest()


def test_the_record_is_of_what_is_kept_when_another_upload_came_between(aigerim: Applicant) -> None:
    document = aigerim.announces_blindly()
    name = f"{aigerim.number}/{document}"
    aigerim.files.kept[name] = made.PNG
    detail = aigerim.says_sent(aigerim.uploads(document, made.PDF))
    assert (detail["size"], detail["content_type"]) == (len(made.PNG), "image/png")
    assert detail["sha256"] == sha256(made.PNG).hexdigest()


def test_two_files_of_one_name_stand_side_by_side(aigerim: Applicant) -> None:
    sides = [aigerim.sends("passport", "image.jpg", content) for content in (made.JPG, made.JPG + b"\0")]
    assert aigerim.in_force == sides
    assert lacking(aigerim.call, aigerim.application, OPEN.date()) == ("charter", "poster", "ensemble")


def test_only_the_document_named_is_replaced_and_the_older_stays(aigerim: Applicant) -> None:
    older, other = aigerim.sends(filename="a.pdf"), aigerim.sends(filename="a.pdf", content=made.another_pdf(2))
    newer = aigerim.sends(filename="b.png", content=made.PNG, replaces=older["document"])
    assert aigerim.in_force == [other, newer]
    assert [event.detail for event in document_history.arrivals(aigerim.application)] == [older, other, newer]
    assert "a.pdf" in download(
        aigerim.call, aigerim.store, aigerim.files, aigerim.number, aigerim.key, older["document"]
    )


def test_where_one_file_is_taken_a_second_must_say_that_it_replaces(aigerim: Applicant) -> None:
    first = aigerim.sends("poster", "p.pdf")
    assert aigerim.codes_of(lambda: aigerim.announces("poster")) == ["replacement_not_chosen"]
    assert aigerim.codes_of(lambda: aigerim.announces_blindly("poster")) == ["replacement_not_chosen"]
    assert aigerim.in_force == [first]
    second = aigerim.sends("poster", "p.pdf", made.another_pdf(2), replaces=first["document"])
    assert aigerim.in_force == [second]


def test_of_two_announced_at_once_where_one_is_taken_the_second_is_refused_and_nothing_replaced(
    aigerim: Applicant,
) -> None:
    one, two = aigerim.announces("poster"), aigerim.announces("poster", size=len(made.another_pdf(2)))
    first = aigerim.says_sent(aigerim.uploads(one))
    late = aigerim.uploads(two, made.another_pdf(2))
    assert aigerim.codes_of(lambda: aigerim.says_sent(late)) == ["replacement_not_chosen"]
    assert (aigerim.in_force, aigerim.files.lying) == ([first], {})


@pytest.mark.parametrize("wrong", ["no such", "of another kind", "replaced already", ["x"], 7])
def test_what_is_not_in_force_for_this_question_cannot_be_replaced(aigerim: Applicant, wrong: Any) -> None:
    first = aigerim.sends("songs", "a.pdf")
    aigerim.sends("songs", "a.pdf", made.another_pdf(2), replaces=first["document"])
    there = {"of another kind": aigerim.sends("passport")["document"], "replaced already": first["document"]}
    named = there.get(wrong, wrong) if isinstance(wrong, str) else wrong
    assert aigerim.codes_of(lambda: aigerim.announces("songs", replaces=named)) == ["not_in_force"]


def test_two_replacing_the_same_document_do_not_both_win(aigerim: Applicant) -> None:
    first = aigerim.sends("songs", "a.pdf")
    rivals = [aigerim.announces("songs", replaces=first["document"], size=len(made.another_pdf(i))) for i in (1, 2)]
    winner = aigerim.says_sent(aigerim.uploads(rivals[0], made.another_pdf(1)))
    late = aigerim.uploads(rivals[1], made.another_pdf(2))
    assert aigerim.codes_of(lambda: aigerim.says_sent(late)) == ["not_in_force"]
    assert aigerim.in_force == [winner]


def test_a_question_takes_as_many_files_as_it_says_and_no_more(aigerim: Applicant, call: Call) -> None:
    most = next(d.most for d in call.form.package.documents if d.kind == "passport")
    sent = [aigerim.sends("passport", "a.pdf", made.another_pdf(i)) for i in range(most)]
    assert aigerim.codes_of(lambda: aigerim.announces("passport")) == ["too_many_files"]
    assert aigerim.sends("passport", "b.pdf", replaces=sent[0]["document"]) in aigerim.in_force


def test_the_same_bytes_again_for_one_question_are_the_document_that_is_there(aigerim: Applicant) -> None:
    first = aigerim.sends("passport", "a.pdf")
    again = aigerim.announces("passport", "renamed.pdf")
    aigerim.uploads(again)
    assert [aigerim.says_sent(again) for _ in range(2)] == [first, first]
    assert (aigerim.in_force, len(document_history.arrivals(aigerim.application))) == ([first], 1)
    assert list(aigerim.files.kept) == [f"{aigerim.number}/{first['document']}"]
    assert aigerim.files.lying == {}
    elsewhere = aigerim.sends("songs", "a.pdf")
    assert aigerim.in_force == [first, elsewhere]
    assert aigerim.sends("songs", "a.pdf", replaces=elsewhere["document"]) == elsewhere


def test_what_was_announced_before_replacing_was_a_choice_keeps_its_meaning(aigerim: Applicant) -> None:
    first = aigerim.sends("poster")
    raw = {"kind": "poster", "filename": "b.pdf", "size": len(made.another_pdf(2)), "content_type": "",
           "document": "old"}  # fmt: skip
    change = Change("announce_document", "applicant", OPEN, detail=raw)
    append(aigerim.store, aigerim.application, change)
    second = aigerim.says_sent(aigerim.uploads("old", made.another_pdf(2)))
    assert "replaces" not in second
    assert aigerim.in_force == [second] != [first]


def test_many_sending_the_same_bytes_at_once_leave_one_document(aigerim: Applicant) -> None:
    waiting = [aigerim.uploads(aigerim.announces("songs", f"{i}.pdf")) for i in range(6)]
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(aigerim.says_sent, waiting))
    assert {each["document"] for each in told} == {each["document"] for each in aigerim.in_force}
    assert len(aigerim.in_force) == 1


def test_a_document_in_force_is_no_longer_lacking(aigerim: Applicant, call: Call) -> None:
    aigerim.sends("poster", "p.pptx", made.office("pptx"))
    assert lacking(call, aigerim.application, OPEN.date()) == ("passport", "charter", "ensemble")


def test_two_uploads_at_once_both_arrive(aigerim: Applicant, call: Call) -> None:
    sent = [(kind, f"{kind}.pdf", made.another_pdf(i)) for i in range(4) for kind in ("songs", "letters")]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda each: aigerim.sends(*each), sent))
    kept = document_history.in_force(call.form.package, aigerim.application)
    assert sorted(d["document"] for d in kept) == sorted(d["document"] for d in done)


def test_one_document_said_sent_by_many_at_once_is_recorded_once(aigerim: Applicant) -> None:
    document = aigerim.uploads(aigerim.announces())
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: aigerim.says_sent(document), range(8)))
    assert told == [told[0]] * 8
    assert len(document_history.arrivals(aigerim.application)) == 1


def test_the_package_has_a_limit_when_announced_and_when_received(call: Call, aigerim: Applicant) -> None:
    small = call.form.package._replace(package_max_bytes=2 * len(made.another_pdf(0)))
    aigerim.call = replace(call, form=replace(call.form, package=small))
    sent = [made.another_pdf(i) for i in range(3)]
    waiting = [aigerim.uploads(aigerim.announces("songs", f"{i}.pdf", len(sent[i])), sent[i]) for i in range(3)]
    assert [aigerim.says_sent(document)["document"] for document in waiting[:2]] == waiting[:2]
    assert aigerim.codes_of(lambda: aigerim.says_sent(waiting[2])) == ["package_too_large"]
    assert aigerim.codes_of(lambda: aigerim.announces("passport")) == ["package_too_large"]
    assert aigerim.files.lying == {}


def test_nobody_announces_without_end(aigerim: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_limits, "MOST_ANNOUNCED", 2)
    aigerim.announces(), aigerim.announces()
    assert aigerim.codes_of(aigerim.announces) == ["too_many"]


def test_documents_come_only_in_ones_own_window(aigerim: Applicant) -> None:
    waiting = aigerim.uploads(aigerim.announces(at=CLOSES - MS))
    for late in (lambda: aigerim.announces(at=CLOSES), lambda: aigerim.says_sent(waiting, CLOSES)):
        with pytest.raises(OutsideWindow) as refused:
            late()
        assert (refused.value.outside.rule, refused.value.outside.by_ms) == ("deadline", 0)
    assert aigerim.says_sent(waiting, CLOSES - MS)["document"] == waiting


def test_after_an_interview_the_supplement_window_decides(call: Call, aigerim: Applicant) -> None:
    aigerim.number = interviewed(call, aigerim.store)
    assert aigerim.sends(at=SUPPLEMENT_ENDS - MS)["kind"] == "passport"
    with pytest.raises(OutsideWindow) as late:
        aigerim.announces(at=SUPPLEMENT_ENDS + 7 * MS)
    assert (late.value.outside.rule, late.value.outside.by_ms) == ("supplement", 7)


def test_a_draft_takes_documents_and_what_is_withdrawn_does_not(call: Call, aigerim: Applicant) -> None:
    draft, key = save_new_draft(call, aigerim.store, PEPPER, {}, OPEN)
    mine = Applicant(call, aigerim.store, aigerim.files, draft.number, key)
    assert mine.sends()["kind"] == "passport"
    waiting = mine.announces()
    withdraw(call, mine.store, mine.number, key, OPEN)
    for act in (mine.announces, lambda: mine.says_sent(mine.uploads(waiting))):
        with pytest.raises(NotAllowed):
            act()


def test_without_javascript_name_size_and_type_follow_from_what_arrived(aigerim: Applicant) -> None:
    document = aigerim.announces_blindly("poster")
    detail = aigerim.says_sent(aigerim.uploads(document, made.office("pptx"), "Таныстырылым.PPTX"))
    assert (detail["filename"], detail["content_type"]) == ("Таныстырылым.PPTX", announced_document.TYPES["pptx"])
    assert (detail["kind"], detail["size"]) == ("poster", len(made.office("pptx")))


@pytest.mark.parametrize("said", ["", "a.exe", "a\x00.pdf", "Ә" * 200 + ".pdf", "${filename}"])
def test_a_name_that_cannot_be_kept_is_made_from_the_kind(aigerim: Applicant, said: str) -> None:
    document = aigerim.announces_blindly()
    assert aigerim.says_sent(aigerim.uploads(document, made.PDF, said))["filename"] == f"passport-{document[:4]}.pdf"


@pytest.mark.parametrize(("content", "code"), [
    (made.EXE, "executable"), (made.HTML, "web_page"), (b"", "empty"), (bytes(10 * 1024 * 1024 + 1), "too_large"),
])  # fmt: skip
def test_a_blind_upload_is_examined_no_less(aigerim: Applicant, content: bytes, code: str) -> None:
    document = aigerim.announces_blindly()
    assert aigerim.codes_of(lambda: aigerim.says_sent(aigerim.uploads(document, content))) == [code]


def test_a_file_of_exactly_the_most_bytes_is_taken_and_one_byte_more_is_not(call: Call, aigerim: Applicant) -> None:
    just = call.form.package._replace(file_max_bytes=len(made.PDF))
    aigerim.call = replace(call, form=replace(call.form, package=just))
    assert aigerim.codes_of(lambda: aigerim.announces(size=len(made.PDF) + 1)) == ["too_large"]
    more = aigerim.uploads(aigerim.announces_blindly(), made.PDF + b"\n")
    assert aigerim.codes_of(lambda: aigerim.says_sent(more)) == ["too_large"]
    assert aigerim.says_sent(aigerim.uploads(aigerim.announces_blindly()))["size"] == len(made.PDF)
    assert aigerim.sends("poster")["size"] == len(made.PDF)


@pytest.mark.parametrize(("length", "is_kept"), [(document_names.MOST, True), (document_names.MOST + 1, False)])
def test_a_name_as_long_as_may_be_is_kept_and_a_longer_one_is_not(
    aigerim: Applicant, length: int, is_kept: bool
) -> None:
    name = "Ә" * (length - 4) + ".pdf"
    document = aigerim.announces_blindly()
    assert (aigerim.says_sent(aigerim.uploads(document, made.PDF, name))["filename"] == name) == is_kept


def test_whoever_says_it_a_moment_later_is_told_what_the_first_was_told(aigerim: Applicant) -> None:
    """The first press has recorded the document and cleared the upload away before the second looks for it."""
    document = aigerim.uploads(aigerim.announces())

    class Overtaken(FakeFiles):
        def arrived_file(self, name: str, most: int) -> Any:
            told.append(receive(aigerim.call, aigerim.store, first, aigerim.number, aigerim.key, document, OPEN)[1])
            return None

    told: list[Any] = []
    first, aigerim.files = aigerim.files, Overtaken()
    assert aigerim.says_sent(document) == told[0].detail
    assert [event.act for event in aigerim.application.events].count("receive_document") == 1


def test_a_wrong_key_and_a_document_of_nobody_are_the_same(call: Call, aigerim: Applicant) -> None:
    detail = aigerim.sends()
    document, other = detail["document"], aigerim.announces()
    receipt = submit(call, aigerim.store, PEPPER, answers(project="Есік"), OPEN)
    theirs = (receipt.event.number, receipt.key)
    attempts = [
        lambda: announce(call, aigerim.store, aigerim.number, "2222", {}, OPEN),
        lambda: receive(call, aigerim.store, aigerim.files, aigerim.number, "2222", document, OPEN),
        lambda: receive(call, aigerim.store, aigerim.files, *theirs, other, OPEN),
        lambda: receive(call, aigerim.store, aigerim.files, aigerim.number, aigerim.key, "0" * 16, OPEN),
        lambda: download(aigerim.call, aigerim.store, aigerim.files, aigerim.number, "2222", document),
        lambda: download(aigerim.call, aigerim.store, aigerim.files, *theirs, document),
        lambda: download(aigerim.call, aigerim.store, aigerim.files, aigerim.number, aigerim.key, other),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_a_receipt_does_not_fail_because_the_upload_cannot_be_forgotten(aigerim: Applicant) -> None:
    class Forgetless(FakeFiles):
        def discard(self, name: str) -> None:
            raise OutcomeUnknown

    aigerim.files = Forgetless()
    assert aigerim.sends()["kind"] == "passport"


def test_a_pass_is_for_one_document_and_one_hour() -> None:
    shown = arrival_pass(PEPPER, "2345-DFGJ", "d1", OPEN)
    assert is_good(PEPPER, shown, OPEN)
    later = OPEN + 3_600_000 * MS
    assert (is_good(PEPPER, shown, later - MS), is_good(PEPPER, shown, later)) == (True, False)
    for name, value in {"number": "2345-DFGK", "document": "d2", "until": "9999999999999", "mark": "0" * 64}.items():
        assert not is_good(PEPPER, shown | {name: value}, OPEN)
    assert not is_good(b"another pepper", shown, OPEN)
    assert not is_good(PEPPER, {}, OPEN)
    assert not is_good(PEPPER, {"mark": "\ud800я", "until": "x"}, OPEN)
    assert not is_good(PEPPER, shown | {"document": "\ud800"}, OPEN)


def test_a_pass_is_still_one_when_the_program_is_replaced_during_an_upload() -> None:
    until = "1775628000000"
    mark = hmac.new(PEPPER, f"arrived\0002345-DFGJ\0d1\0{until}".encode(), "sha256").hexdigest()
    expected = {"number": "2345-DFGJ", "document": "d1", "until": until, "mark": mark}
    assert arrival_pass(PEPPER, "2345-DFGJ", "d1", OPEN) == expected
