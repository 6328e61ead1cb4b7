"""Documents with a scanner configured: silence is no yes, and no no; what comes later is recorded when it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pytest

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.malware_scan import check_waiting
from chalicelib.intake.receive_document import receive
from chalicelib.intake.send_document import download
from chalicelib.intake.submit_application import submit
from chalicelib.rules import document_history
from chalicelib.rules.admission_guards import unchecked_kinds
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import WaitingFor, missing_documents, package_state
from chalicelib.rules.committee_queue import waiting as waiting_for
from chalicelib.rules.refusals import BadDocument, NotFound
from chalicelib.selection import decisions
from tests import files_building as made
from tests.building import MS, PEPPER, FakeStore
from tests.intake.test_documents import Applicant
from tests.selection.building import desk, interviewed, refused, with_documents
from tests.small_building import CLOSES, OPEN, WHOLE_PACKAGE, answers, call_with_documents

CHECKING = {"document": "w", "kind": "passport", "filename": "a.pdf", "size": 9, "sha256": "1" * 64, "replaces": "",
            "checking": True}  # fmt: skip


@dataclass
class FakeScanner:
    """Answers in turn what it is told; silent when there is nothing left."""

    says: list[str] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)

    def verdict(self, file: BinaryIO) -> str:
        file.seek(0)
        self.asked.append(file.read())
        return self.says.pop(0) if self.says else ""


@dataclass
class Watched(Applicant):
    """An applicant whose documents a scanner looks at."""

    scanner: FakeScanner = field(default_factory=FakeScanner)

    def says_sent(self, document: str, at: Any = OPEN) -> Any:
        return receive(self.call, self.store, self.files, self.number, self.key, document, at, self.scanner)[1].detail


@pytest.fixture(scope="session")
def call() -> Call:
    return call_with_documents()


@pytest.fixture
def aigerim(call: Call) -> Watched:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    return Watched(call, store, number=receipt.event.number, key=receipt.key)


def waiting(aigerim: Watched) -> list[str]:
    return [detail["document"] for detail in document_history.waiting(aigerim.application)]


def test_a_clean_document_counts_at_once(aigerim: Watched) -> None:
    aigerim.scanner.says = ["clean"]
    detail = aigerim.sends()
    assert (aigerim.in_force, "checking" in detail) == ([detail], False)
    assert aigerim.scanner.asked == [made.PDF]


def test_an_infected_one_is_refused_and_discarded(aigerim: Watched) -> None:
    aigerim.scanner.says = ["infected"]
    assert aigerim.codes_of(aigerim.sends) == ["infected"]
    assert (aigerim.files.kept, aigerim.files.lying, aigerim.in_force) == ({}, {}, [])


def test_while_the_scanner_is_silent_a_document_is_kept_and_waits_and_does_not_count(aigerim: Watched) -> None:
    detail = aigerim.sends()
    assert (detail["checking"], aigerim.in_force, waiting(aigerim)) == (True, [], [detail["document"]])
    assert unchecked_kinds(aigerim.call, aigerim.application, OPEN.date()) == ("passport",)
    assert list(aigerim.files.kept.values()) == [made.PDF]


def test_a_word_that_is_neither_is_silence(aigerim: Watched) -> None:
    aigerim.scanner.says = ["probably fine", "probably fine"]
    detail = aigerim.sends()
    aigerim.says_sent(detail["document"])
    assert (aigerim.in_force, waiting(aigerim)) == ([], [detail["document"]])


def test_it_counts_from_the_moment_the_scanner_answers_even_after_the_window(aigerim: Watched) -> None:
    detail = aigerim.sends()
    before = len(aigerim.application.events)
    assert aigerim.says_sent(detail["document"]) == detail
    assert len(aigerim.application.events) == before, "a silent scanner leaves no trace"
    aigerim.scanner.says = ["clean"]
    assert aigerim.says_sent(detail["document"], CLOSES + MS) == detail
    assert (aigerim.in_force, waiting(aigerim)) == ([detail], [])
    last = aigerim.application.events[-1]
    assert (last.act, last.actor, last.detail) == (
        "check_document",
        "scanner",
        {"document": detail["document"], "verdict": "clean"},
    )
    aigerim.says_sent(detail["document"])
    assert (len(aigerim.application.events), len(aigerim.scanner.asked)) == (before + 1, 3)


def test_it_is_refused_when_the_answer_is_bad_and_the_file_is_handed_to_nobody(aigerim: Watched) -> None:
    document = aigerim.sends()["document"]
    aigerim.scanner.says = ["infected"]
    for _ in range(2):
        with pytest.raises(BadDocument) as refused:
            aigerim.says_sent(document)
        assert [problem.code for problem in refused.value.problems] == ["infected"]
    assert (aigerim.in_force, waiting(aigerim)) == ([], [])
    with pytest.raises(NotFound):
        download(aigerim.call, aigerim.store, aigerim.files, aigerim.number, aigerim.key, document)


def test_what_it_was_to_replace_counts_until_it_is_found_clean(aigerim: Watched) -> None:
    aigerim.scanner.says = ["clean"]
    first = aigerim.sends("poster", "a.pdf")
    second = aigerim.sends("poster", "b.pdf", made.another_pdf(2), replaces=first["document"])
    assert aigerim.in_force == [first]
    aigerim.scanner.says = ["clean"]
    aigerim.says_sent(second["document"])
    assert aigerim.in_force == [second]


def test_what_waits_takes_its_place_and_can_itself_be_replaced(aigerim: Watched) -> None:
    aigerim.scanner.says = ["clean"]
    first = aigerim.sends("poster", "a.pdf")
    second = aigerim.sends("poster", "b.pdf", made.another_pdf(2), replaces=first["document"])
    assert aigerim.codes_of(lambda: aigerim.announces("poster")) == ["replacement_not_chosen"]
    aigerim.scanner.says = ["clean"]
    third = aigerim.sends("poster", "c.pdf", made.another_pdf(3), replaces=second["document"])
    assert aigerim.in_force == [third], "the third stands for the second, and for the first through it"
    aigerim.scanner.says = ["clean"]
    aigerim.says_sent(second["document"])
    assert aigerim.in_force == [third], "what was replaced while it waited stays replaced"


def test_the_same_bytes_are_not_looked_at_twice_while_they_wait(aigerim: Watched) -> None:
    first = aigerim.sends()
    assert aigerim.sends(filename="again.pdf") == first
    assert len(aigerim.scanner.asked) == 1


def test_all_that_waits_is_looked_at_until_the_scanner_is_silent(aigerim: Watched) -> None:
    sent = [aigerim.sends("songs", f"{i}.pdf", made.another_pdf(i)) for i in range(3)]
    aigerim.scanner.says, aigerim.scanner.asked = ["infected", "clean"], []
    application = check_waiting(aigerim.store, aigerim.files, aigerim.scanner, aigerim.application, OPEN)
    assert document_history.verdicts(application) == {sent[0]["document"]: "infected", sent[1]["document"]: "clean"}
    assert (len(aigerim.scanner.asked), waiting(aigerim)) == (3, [sent[2]["document"]])


def test_a_silent_scanner_is_asked_once_and_not_for_every_document_that_waits(aigerim: Watched) -> None:
    """Each question to it may take many seconds, and somebody waits for the page."""
    sent = [aigerim.sends("songs", f"{i}.pdf", made.another_pdf(i))["document"] for i in range(3)]
    aigerim.scanner.says, aigerim.scanner.asked = ["", "clean", "clean"], []
    check_waiting(aigerim.store, aigerim.files, aigerim.scanner, aigerim.application, OPEN)
    assert (len(aigerim.scanner.asked), waiting(aigerim)) == (1, sent)


def test_what_is_kept_in_place_of_what_was_scanned_waits_to_be_scanned_itself(aigerim: Watched) -> None:
    """Two uploads at once: the scanner called one clean, the bucket keeps the other."""
    document = aigerim.announces_blindly()
    aigerim.files.kept[f"{aigerim.number}/{document}"] = made.PNG
    aigerim.scanner.says = ["clean"]
    detail = aigerim.says_sent(aigerim.uploads(document, made.PDF))
    assert (aigerim.scanner.asked, detail["checking"], aigerim.in_force) == ([made.PDF], True, [])
    aigerim.scanner.says = ["infected"]
    assert aigerim.codes_of(lambda: aigerim.says_sent(document)) == ["infected"]
    assert aigerim.scanner.asked == [made.PDF, made.PNG]


def test_of_two_looks_at_once_the_first_verdict_stands_and_is_written_once(aigerim: Watched) -> None:
    document = aigerim.sends()["document"]

    class Overtaken(FakeScanner):
        """While it looks, somebody else's look is answered and recorded."""

        def verdict(self, file: BinaryIO) -> str:
            rival = FakeScanner(["clean"])
            check_waiting(aigerim.store, aigerim.files, rival, aigerim.application, OPEN)
            return "infected"

    check_waiting(aigerim.store, aigerim.files, Overtaken(), aigerim.application, OPEN)
    verdicts = [event.detail for event in aigerim.application.events if event.act == "check_document"]
    assert verdicts == [{"document": document, "verdict": "clean"}]


def test_a_waiting_document_whose_file_is_gone_holds_up_no_other(aigerim: Watched) -> None:
    sent = [aigerim.sends("songs", f"{i}.pdf", made.another_pdf(i))["document"] for i in range(2)]
    del aigerim.files.kept[f"{aigerim.number}/{sent[0]}"]
    aigerim.scanner.says = ["clean"]
    application = check_waiting(aigerim.store, aigerim.files, aigerim.scanner, aigerim.application, OPEN)
    assert document_history.verdicts(application) == {sent[1]: "clean"}


def test_without_a_scanner_nothing_waits(aigerim: Watched, call: Call) -> None:
    document = aigerim.uploads(aigerim.announces())
    detail = receive(call, aigerim.store, aigerim.files, aigerim.number, aigerim.key, document, OPEN)[1].detail
    assert aigerim.in_force == [detail]


def test_nobody_is_declined_as_incomplete_for_a_document_that_waits(call: Call) -> None:
    """The applicant sent it in time and can do nothing about a scanner of ours."""
    store = FakeStore()
    number = interviewed(call, store)
    with_documents(store, number, *(kind for kind in WHOLE_PACKAGE if kind != "passport"))
    append(store, Application(store.events(number)), Change("receive_document", "applicant", OPEN, detail=CHECKING))
    after = desk(call, store, 20)
    assert refused(lambda: decisions.decline(after, number, "incomplete", "себеп"))[1] == "nothing_missing"
    assert refused(lambda: decisions.admit(after, number))[1] == "package_unchecked"


def test_what_waits_for_the_scanner_is_called_missing_nowhere_and_the_queue_says_on_whom_it_waits(call: Call) -> None:
    store = FakeStore()
    number = interviewed(call, store)
    with_documents(store, number, *(kind for kind in WHOLE_PACKAGE if kind != "passport"))
    one, over = Application(store.events(number)), desk(call, store, 20).at
    told = lambda: (package_state(call, one), missing_documents(call, one), waiting_for(call, one, over))  # noqa: E731
    assert told() == ("to_be_supplemented", ("passport",), WaitingFor("to_decline"))
    one = append(store, one, Change("receive_document", "applicant", OPEN, detail=CHECKING))
    assert told() == ("being_checked", (), WaitingFor("to_check"))
    one = append(store, one, Change("check_document", "scanner", OPEN, detail={"document": "w", "verdict": "clean"}))
    assert told() == ("complete", (), WaitingFor("to_admit"))


def test_one_that_is_found_infected_is_missing_again(call: Call) -> None:
    store = FakeStore()
    number = interviewed(call, store)
    with_documents(store, number, *(kind for kind in WHOLE_PACKAGE if kind != "passport"))
    one = append(
        store, Application(store.events(number)), Change("receive_document", "applicant", OPEN, detail=CHECKING)
    )
    bad = {"document": "w", "verdict": "infected"}
    one = append(store, one, Change("check_document", "scanner", OPEN, detail=bad))
    assert (package_state(call, one), missing_documents(call, one)) == ("to_be_supplemented", ("passport",))
