"""«My application» speaks with one voice: whatever status, window, package and hour, no two sentences contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from chalicelib.call import Call, current_call, say, words
from chalicelib.pages.application_words import with_links
from chalicelib.pages.rendering import deadline
from chalicelib.pages.result_pages import application_page
from chalicelib.rules.lifecycle import STATUSES
from tests.pages.reading import read

LANGUAGES = ("kk", "ru")
UNTIL = "2021-09-21T00:00:00.000+06:00"
DECISIONS = {"admitted": "admit", "not_admitted": "decline", "completed": "complete", "excluded": "exclude"}
WITH_INTERVIEW = ("interview_scheduled", "interviewed", *DECISIONS)

# What a sentence claims: keys of words/page.toml that say it, whole or by their beginning before what is filled in.
CLAIMS = {
    "sends_missing": ["next.interviewed", "my.missing_note"],
    "may_supplement": ["next.interviewed_complete", "my.supplement_until"],
    "nothing_missing": ["next.interviewed_complete", "package_state.complete"],
    "something_missing": ["next.interviewed", "my.missing", "package_state.to_be_supplemented",
                          "package_state.incomplete"],
    "asks_for_documents": ["package_state.to_be_supplemented", "my.missing_note"],
    "takes_no_documents": ["my.missing_late"],
    "asks_to_confirm": ["offer_state.asked"],
    "window_is_open": ["my.edit_until", "my.draft_until", "my.supplement_until"],
    "window_is_over": ["my.no_window", "my.missing_late", "next.interviewed_late", "next.draft_late"],
    "outcome_is_open": ["outcome.pending"],
    "decision_is_awaited": ["stands.interviewed", "next.interviewed_late", "next.interviewed_closed",
                            "next.interviewed_complete", "next.interviewed"],
    "interview_is_ahead": ["next.interview_scheduled", "my.calendar"],
    "interview_is_past": ["next.interview_scheduled_past", "stands.interviewed", "next.interviewed"],
    "is_good_news": ["stands.admitted", "stands.completed"],
    "is_bad_news": ["stands.not_admitted", "stands.excluded", "outcome.failed"],
    "is_a_draft": ["stands.draft", "stands.draft_late"],
    "is_received": ["stands.submitted", "receipt.received"],
    "one_may_apply": ["next.withdrawn"],
    "no_one_may_apply": ["next.withdrawn_over", "next.abandoned_over"],
}  # fmt: skip
CONTRARY = [
    ("sends_missing", "nothing_missing"), ("sends_missing", "window_is_over"), ("something_missing", "nothing_missing"),
    ("window_is_open", "window_is_over"), ("may_supplement", "window_is_over"), ("outcome_is_open", "decided"),
    ("decision_is_awaited", "decided"), ("interview_is_ahead", "interview_is_past"), ("interview_is_ahead", "decided"),
    ("asks_for_documents", "takes_no_documents"), ("asks_to_confirm", "interview_is_past"),
    ("is_good_news", "is_bad_news"), ("is_a_draft", "is_received"), ("one_may_apply", "no_one_may_apply"),
]  # fmt: skip


def views() -> Iterator[dict[str, Any]]:
    """Every combination that an application can come to, and some that it cannot."""
    matrix = product(STATUSES, (True, False), ((), ("presentation",)), ("passed", "failed", "pending"), (True, False))
    for status, has_window, missing, outcome, is_later in matrix:
        if status in ("admitted", "completed", "excluded") and outcome != "passed":
            continue  # The guard of admission: nobody is admitted on another outcome.
        interview = {"when": UNTIL, "place": "https://meet.example.kz/1", "format": "online"}
        if status == "interview_scheduled":
            interview |= {"answer": "asked"}
        if status in ("interviewed", *DECISIONS):
            interview |= {"held": "2021-09-16", "outcome": outcome}
            interview |= {"supplement_until": None if outcome == "failed" and not has_window else UNTIL}
        window = "supplement_until" if status == "interviewed" else "edit_until"
        is_open = has_window and status not in (*DECISIONS, "withdrawn")
        decision = {"act": DECISIONS[status], "reason": "", "text": ""} if status in DECISIONS else None
        yield {
            "number": "2DFG-7JNR", "key": "k", "status": status, "version": 1, "answers": {}, "answers_sha256": "0",
            "received_at": None if status == "draft" else UNTIL, "form_version": 1,
            "windows": {window: UNTIL if is_open else None},
            "package": {"state": "to_be_supplemented" if missing else "complete", "missing": list(missing)},
            "interview": interview if status in WITH_INTERVIEW else None, "decision": decision,
            "calendar": "" if is_later or status != "interview_scheduled" else "BEGIN:VCALENDAR",
            "is_appointment_over": is_later, "is_call_open": not is_later, "decision_rule": decision and "admission",
        }  # fmt: skip


def claimed(call: Call, language: str, view: dict[str, Any]) -> set[str]:
    text = spaced(read(application_page(call, language, view)).text)
    found = {claim for claim, keys in CLAIMS.items() if any(said(key, language, text) for key in keys)}
    return found | ({"decided"} if view["decision"] else set())


def said(key: str, language: str, text: str) -> bool:
    """Whether every piece of the sentence that nothing is filled into stands there."""
    written = words("page")[key][language].replace("{until}", deadline(current_call(), language, UNTIL))
    pieces = [spaced(piece) for piece in re.split(r"\{[^}]*\}", written)]
    return all(piece in text for piece in pieces if len(piece) > 3)


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sentences_of_a_page_contradict_each_other(call: Call, language: str) -> None:
    broken = {}
    for view in views():
        told = claimed(call, language, view)
        if both := [pair for pair in CONTRARY if set(pair) <= told]:
            broken[view["status"], str(view["windows"]), str(view["package"]["missing"])] = both
    assert broken == {}


def test_every_claim_is_made_on_some_page(call: Call) -> None:
    """Otherwise the test above would look for words that nobody says."""
    made = {claim for view in views() for claim in claimed(call, "ru", view)}

    assert made >= set(CLAIMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_first_where_it_stands_and_what_to_do_or_that_nothing_is_to_be_done(
    call: Call, language: str
) -> None:
    for view in views():
        html = application_page(call, language, view)
        lead = html.partition('class="bq-stands"')[2].partition("</div>")[0]
        assert html.index('class="bq-stands"') < html.index("<h2"), view["status"]
        assert ('value="open"' in lead) == bool([end for end in view["windows"].values() if end])


@pytest.mark.parametrize(("text", "pieces"), [
    ("Талдықорған, 26", [("Талдықорған, 26", "")]),
    ("https://meet.example.kz/1", [("https://meet.example.kz/1", "https://meet.example.kz/1")]),
    ("Zoom: https://z.example/j?a=1&b=2, код 5.", [
        ("Zoom: ", ""), ("https://z.example/j?a=1&b=2", "https://z.example/j?a=1&b=2"), (", код 5.", "")]),
    ("javascript:alert(1)", [("javascript:alert(1)", "")]),
])  # fmt: skip
def test_a_web_address_in_a_place_leads_there_and_nothing_else_does(text: str, pieces: list[tuple[str, str]]) -> None:
    assert with_links(text) == pieces


def test_the_address_of_an_online_interview_is_a_link_that_cannot_break_out(call: Call) -> None:
    view = next(view for view in views() if view["status"] == "interview_scheduled")
    view["interview"]["place"] = 'https://a.example/"><script>x</script>'
    html = application_page(call, "ru", view)

    assert '<a href="https://a.example/' in html
    assert "<script>x" not in html


def test_good_news_is_told_warmly_and_a_decline_with_the_words_of_its_rule(call: Call) -> None:
    told = {view["status"]: read(application_page(call, "ru", view)).text for view in views()}

    assert all("Поздравляем!" in told[status] for status in ("admitted", "completed"))
    assert "Поздравляем!" not in told["not_admitted"]
    quoted = {status for status, text in told.items() if spaced(call.rule("admission").text["ru"]) in spaced(text)}
    assert quoted == {"not_admitted", "excluded"}
    assert say("page", "my.decision", "ru") in told["not_admitted"]


def test_milliseconds_stand_beside_the_hash_and_nowhere_else(call: Call) -> None:
    at = "2021-09-20T10:07:04.125+06:00"
    view = next(view for view in views() if view["status"] == "submitted")
    sent = {"document": "d1", "kind": "presentation", "filename": "a.pdf", "size": 1024, "received_at": at,
            "in_force": True, "checking": False, "refused": False}  # fmt: skip
    view |= {"received_at": at, "history": [{"at": at, "act": "submit"}], "documents": [sent]}
    page = spaced(read(application_page(call, "ru", view)).text)

    assert page.count("20 сентября 2021 года в 10.07") == 2
    assert page.count("20 сентября 2021 года в 10:07:04,125") == 1
    assert "04,125" not in page.partition(say("page", "my.history", "ru"))[2]
