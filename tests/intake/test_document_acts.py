"""What is written of a document, by which rule it is refused, and by which address it is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.send_document import announce, download, sizes_of
from chalicelib.rules.announced_document import AnnouncedDocument
from chalicelib.rules.application import Event
from chalicelib.rules.refusals import BadDocument, NotAllowed, OutsideWindow
from tests import files_building as made
from tests.building import MS, PEPPER
from tests.intake import test_documents
from tests.intake.test_documents import Applicant
from tests.small_building import CLOSES, OPEN

call, aigerim = test_documents.call, test_documents.aigerim


def test_what_is_announced_and_what_arrives_is_written_whole(aigerim: Applicant) -> None:
    detail = aigerim.says_sent(aigerim.uploads(aigerim.announces(at=OPEN + MS)), OPEN + 2 * MS)
    assert re.fullmatch("[0-9a-f]{16}", detail["document"])
    announced = {name: value for name, value in detail.items() if name != "sha256"}
    common: dict[str, Any] = {"number": aigerim.number, "actor": "applicant", "status": "submitted",
                              "before": "submitted", "version": 1}  # fmt: skip
    assert aigerim.application.events[1:] == (
        Event(seq=2, at=OPEN + MS, act="announce_document", detail=announced, **common),
        Event(seq=3, at=OPEN + 2 * MS, act="receive_document", detail=detail, **common),
    )


def test_a_number_typed_by_hand_is_answered_and_addressed_as_it_is_stored(call: Call, aigerim: Applicant) -> None:
    typed = aigerim.number.replace("-", " ").lower()
    number, wish = announce(call, aigerim.store, typed, aigerim.key, {"kind": "passport"}, OPEN, blind=True)
    assert (number, wish) == (aigerim.number, AnnouncedDocument("passport", document=wish.document, replaces=""))
    aigerim.says_sent(aigerim.uploads(wish.document, made.PNG, "a.png"))
    address = download(call, aigerim.store, aigerim.files, typed, aigerim.key, wish.document)
    assert address == f"{aigerim.files.url}{number}/{wish.document}?as=a.png&type=image%2Fpng"


def test_an_upload_has_the_size_that_was_announced_or_any_that_the_package_takes(call: Call) -> None:
    package = call.form.package
    assert sizes_of(package, AnnouncedDocument("passport", "a.pdf", 7)) == (7, 7)
    assert sizes_of(package, AnnouncedDocument("passport")) == (1, package.file_max_bytes)


ACTS: dict[str, Callable[[Applicant, str, datetime], Any]] = {
    "announce_document": lambda applicant, waiting, at: applicant.announces(at=at),
    "receive_document": lambda applicant, waiting, at: applicant.says_sent(waiting, at),
}


@pytest.fixture
def drafting(call: Call, aigerim: Applicant) -> tuple[Applicant, str]:
    """A draft, and its document that is on its way."""
    draft, key = save_new_draft(call, aigerim.store, PEPPER, {}, OPEN)
    applicant = Applicant(call, aigerim.store, aigerim.files, draft.number, key)
    return applicant, applicant.uploads(applicant.announces())


@pytest.mark.parametrize("act", ACTS)
def test_of_what_is_withdrawn_the_status_speaks_before_the_window(
    call: Call, drafting: tuple[Applicant, str], act: str
) -> None:
    owner, waiting = drafting
    withdraw(call, owner.store, owner.number, owner.key, OPEN)
    with pytest.raises(NotAllowed) as refused:
        ACTS[act](owner, waiting, CLOSES)
    no = refused.value
    assert (no.status, no.why, no.act) == ("withdrawn", "wrong_status", act)


@pytest.mark.parametrize("act", ACTS)
def test_of_what_comes_late_the_window_speaks_and_says_of_which_act(drafting: tuple[Applicant, str], act: str) -> None:
    owner, waiting = drafting
    with pytest.raises(OutsideWindow) as refused:
        ACTS[act](owner, waiting, CLOSES)
    late = refused.value
    assert (late.outside.rule, late.act, late.status) == ("deadline", act, "draft")


def test_whatever_is_wrong_with_the_announcement_itself_is_said_first(aigerim: Applicant) -> None:
    aigerim.sends("poster", "p.pdf")
    with pytest.raises(BadDocument) as refused:
        aigerim.announces("poster", "p.exe", 0)
    assert [problem.code for problem in refused.value.problems] == ["wrong_extension", "empty"]
