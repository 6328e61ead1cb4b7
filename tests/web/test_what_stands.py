"""Who comes too late, or with a gap, is told what stays in force and what is still possible, in JSON and on a page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.call import Call, say
from chalicelib.selection import interviews
from chalicelib.selection.committee_act import CommitteeAct
from tests.building import CLOSES, MS, OPEN, answers
from tests.selection.building import AFTER_WINDOW, EXPERT, HELD, MEMBER
from tests.web.gateway import Answer, post_form, post_json, send
from tests.web.test_my_application import act, put

DOCUMENT = {"kind": "leader_id", "filename": "a.pdf", "size": 9, "content_type": "application/pdf"}
CHANGED = answers(settlement="Есік")


def announced(receipt: Any, at: Any) -> Answer:
    headers = {"Authorization": f"Bearer {receipt['key']}", "Content-Type": "application/json", "Accept-Language": "ru"}
    return send("POST", f"/applications/{receipt['number']}/documents", json.dumps(DOCUMENT).encode(), at, headers)


def on_a_page(receipt: Any, at: Any) -> Answer:
    fields = [("key", receipt["key"]), ("kind", "leader_id"), ("_language", "ru")]
    return post_form(f"/applications/{receipt['number']}/documents", fields, at)


def interviewed(receipt: Any, outcome: str) -> None:
    service = wiring.service()
    for at, one in ((OPEN, "schedule"), (OPEN + 2 * (HELD - OPEN.date()), "record")):
        desk = CommitteeAct(service.call, service.store, "committee/asel", at)
        if one == "schedule":
            interviews.schedule(desk, receipt["number"], OPEN + MS, "Онлайн", "online")
        else:
            interviews.record(desk, receipt["number"], HELD, [MEMBER], [EXPERT], outcome)


def test_a_late_edit_leaves_the_application_in_force_and_says_so() -> None:
    receipt = post_json("/applications", answers()).json
    for language, stands, after in (("kk", "күшінде қалады", "Сұхбаттан кейін"),
                                    ("ru", "остаётся в силе", "После интервью")):  # fmt: skip
        late = put(receipt["number"], receipt["key"], CHANGED | {"application_language": language}, CLOSES,
                   If_Match='"1.1"').json  # fmt: skip
        assert (late["status"], late["rule"], late["title"]) == (
            403, "deadline", say("refusals", "too_late.sent.title", language),
        )  # fmt: skip
        assert stands in late["next"] and after in late["next"]
        assert late["answers"]["settlement"] == "Есік"


def test_a_late_draft_has_nothing_in_force() -> None:
    draft = post_json("/drafts", answers(application_language="ru")).json
    late = put(draft["number"], draft["key"], CHANGED | {"application_language": "ru"}, CLOSES, If_Match='"1.1"').json
    assert late["title"] == say("refusals", "too_late.title", "ru") and "в силе" not in late["next"]
    assert act("submit", draft, CLOSES).json["title"] == say("refusals", "too_late.title", "kk")


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_late_document_is_told_as_one_and_its_page_says_what_to_do(is_draft: bool) -> None:
    receipt = post_json("/drafts" if is_draft else "/applications", answers()).json
    late, page = announced(receipt, CLOSES).json, on_a_page(receipt, CLOSES)
    assert (late["status"], page.status) == (403, 403)
    assert late["title"] == say("refusals", "too_late.document.title", "ru")
    assert "Файл не сохранён" in late["detail"] and "написанное" not in late["detail"].lower()
    assert ("остаётся в силе" in late["next"]) == (not is_draft)
    for part in ("title", "detail", "next"):
        assert late[part] in page.body
    assert "tel:" in page.body


@pytest.mark.parametrize(("outcome", "sentence"), [("passed", "supplement_over"), ("failed", "window_never_opened")])
def test_a_document_after_ones_own_window_is_told_as_one(outcome: str, sentence: str) -> None:
    receipt = post_json("/applications", answers()).json
    interviewed(receipt, outcome)
    late = announced(receipt, AFTER_WINDOW).json
    assert late["title"] == say("refusals", f"{sentence}.title", "ru")
    assert "Файл не сохранён" in late["detail"] and late["next"] in on_a_page(receipt, AFTER_WINDOW).body


def test_what_the_status_forbids_tells_its_next_step_on_a_documents_page_too(call: Call) -> None:
    receipt = post_json("/applications", answers()).json
    act("withdraw", receipt)
    refused = announced(receipt, OPEN).json
    assert (refused["status"], refused["status_now"]) == (409, "withdrawn")
    assert refused["next"] in on_a_page(receipt, OPEN).body


@pytest.mark.parametrize("is_interviewed", [False, True])
def test_changes_with_a_gap_are_never_called_an_application_that_was_not_sent(is_interviewed: bool) -> None:
    receipt = post_json("/applications", answers()).json
    if is_interviewed:
        interviewed(receipt, "passed")
    at = OPEN + 2 * (HELD - OPEN.date()) if is_interviewed else OPEN
    for language in ("kk", "ru"):
        gap = put(receipt["number"], receipt["key"], answers(settlement="", application_language=language), at,
                  If_Match='"1.1"').json  # fmt: skip
        assert gap["status"] == 422
        assert gap["detail"] == say("refusals", "incomplete.sent.detail", language, count=1)
    draft = post_json("/drafts", answers(settlement="")).json
    assert act("submit", draft).json["detail"] == say("refusals", "incomplete.detail", "kk", count=1)
