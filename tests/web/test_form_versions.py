"""Routes and plain forms of an application whose form has changed since."""

from __future__ import annotations

import json
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.web import application_form, application_routes
from chalicelib.web.request_parsing import FORM, JSON
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.building import OPEN, PEPPER, FakeStore, answers
from tests.calls import NEW_QUESTION, TITLE, copied, with_next_version
from tests.pages.reading import read

MULTI = (
    '{ id = "interview_format", kind = "multi", role = "interview_format", required = true,'
    ' options = "interview_formats",'
)
FORMATS = ["offline", "online"]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second form asks one question more, one format only, and for members under another name."""
    return with_next_version(
        copied(tmp_path_factory.mktemp("changed")), (TITLE, NEW_QUESTION + TITLE),
        (MULTI, MULTI.replace("multi", "choice")), ('{ id = "unit", kind', '{ id = "measure", kind'),
        ('{ id = "team_members",', '{ id = "members",'),
    )  # fmt: skip


@pytest.fixture
def service(changed: Call) -> Service:
    return Service(changed, FakeStore(), PEPPER)


@pytest.fixture
def submitted(service: Service, changed: Call) -> tuple[str, str]:
    """Number and key of a submission by the first form."""
    said = answers(interview_format=FORMATS)
    receipt = submit(changed.with_form(1), service.store, PEPPER, said, OPEN)
    return receipt.event.number, receipt.key


def by_form(service: Service, number: str, key: str, act: str, **fields: Any) -> Reply:
    hidden = {"_key": key, "_act": act, "_version": "1", "_language": "ru"}
    body = urlencode(hidden | fields, doseq=True).encode()
    return application_form.act_by_form(service, Arrival(OPEN, {"content-type": FORM}, body), number)


def test_the_api_says_for_which_version_the_answers_were_written(service: Service, submitted: tuple[str, str]) -> None:
    number, key = submitted
    arrival = Arrival(OPEN, {"authorization": f"Bearer {key}"})
    assert json.loads(application_routes.look_up_application(service, arrival, number).body)["form_version"] == 1


def test_an_edit_by_the_api_is_judged_by_the_version_of_the_submission(
    service: Service, submitted: tuple[str, str]
) -> None:
    number, key = submitted
    headers = {"authorization": f"Bearer {key}", "if-match": '"1"', "content-type": JSON}
    body = json.dumps(answers(interview_format=FORMATS, settlement="Үшарал")).encode()
    assert application_routes.rewrite_application(service, Arrival(OPEN, headers, body), number).status == 200
    assert [event.form for event in service.store.events(number)] == [1, 1]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_of_a_submission_is_of_its_own_form(
    service: Service, submitted: tuple[str, str], changed: Call, language: str
) -> None:
    number, key = submitted
    shown = unescape(by_form(service, number, key, "show", _language=language).body)
    assert answers()["team_members"][0]["full_name"] in shown
    assert changed.with_form(1).form.by_id["team_members"].label[language] in shown
    opened = by_form(service, number, key, "open", _language=language).body
    assert 'name="team_members-0-full_name"' in opened and "village_elders" not in opened


def test_a_plain_form_is_read_by_the_form_it_was_made_of(service: Service, submitted: tuple[str, str]) -> None:
    """Lists and tables of the first form come whole, though the second knows them otherwise."""
    number, key = submitted
    page = read(by_form(service, number, key, "open").body)
    pairs = [(name, "Үшарал" if name == "settlement" else value) for name, value in page.pairs]
    body = urlencode([*pairs, ("_act", "edit")]).encode()
    reply = application_form.act_by_form(service, Arrival(OPEN, {"content-type": FORM}, body), number)
    content = Application(service.store.events(number)).content
    assert (reply.status, content.act, content.form) == (200, "edit", 1)
    assert content.answers == answers(interview_format=FORMATS, settlement="Үшарал")


def test_what_is_refused_comes_back_in_the_fields_of_its_own_form(service: Service, submitted: tuple[str, str]) -> None:
    number, key = submitted
    members = {"team_members-0-full_name": "Жаңа мүше", "team_members-0-role": "р"}
    reply = by_form(service, number, key, "edit", **answers(team_members=None, budget_items=None), **members)
    assert reply.status == 422
    assert 'name="team_members-0-full_name"' in reply.body and "Жаңа мүше" in reply.body


def test_a_draft_of_the_first_form_opens_in_the_current_one_with_what_it_has_no_place_for(
    service: Service, changed: Call
) -> None:
    draft, key = save_new_draft(changed.with_form(1), service.store, PEPPER, answers(), OPEN)
    page = unescape(by_form(service, draft.number, key, "open").body)
    assert 'name="village_elders"' in page
    assert changed.form.retired["team_members"]["ru"] in page
    assert f"Показатель 1: {changed.form.retired['indicators.unit']['ru']}" in page
    assert answers()["team_members"][0]["full_name"] in page
