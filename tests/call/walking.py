"""A call walked from end to end in this process: its pages, its form, a submission, the mail, and what staff get."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import calendar_file
import jsonschema
import page_templates
from html_fragments import with_fragments

from chalicelib.call import Call, Field
from chalicelib.call.schema import form_schema
from chalicelib.intake.submit_application import submit
from chalicelib.notices import plan
from chalicelib.notices.mail_composition import compose
from chalicelib.pages import result_pages as pages
from chalicelib.rules.application import Application, Event
from chalicelib.rules.completeness import judge
from chalicelib.store.event_items import to_item
from chalicelib.web import page_view, submission_routes
from chalicelib.web.request_service import Arrival, Service
from staff.dictionary import as_json, page
from staff.export.export_opening import open_export
from staff.query.engine import QueryEngine
from staff.query.public_views import QuestionScope
from staff.synthetic import Contradiction, invent
from staff.workbook.sheets import write_workbook
from tests.building import PEPPER, FakeStore
from tests.notices.building import SITE
from tests.staff.export_building import full_export
from tests.web.gateway import as_form

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted({path.name.split(".")[0] for path in DOCS.glob("*.md")})
MINUTE = timedelta(minutes=1)


def open_moment(call: Call) -> datetime:
    return call.opens_at + min(MINUTE, (call.closes_at - call.opens_at) / 2)


def walk_pages(call: Call) -> None:
    """Every page of the site and every answer to a form, in both languages; the schema and the calendar."""
    for language in call.languages:
        for name in PAGES:
            source = (DOCS / f"{name}.{language}.md").read_text("utf-8")
            assert with_fragments(page_templates.filled_page(source, call, language), call, language)
        assert calendar_file.calendar(call, language, SITE)
        empty = answer_to_a_form(call, {}, language)
        assert all(f'"{field.id}' in empty or f"={field.id}" in empty for field in call.form)
    # One environment a call is kept there for ever otherwise.
    page_templates._ENVIRONMENTS.clear()


def answer_to_a_form(call: Call, answers: dict[str, Any], language: str) -> str:
    (asked,) = (field.id for field in call.form if field.role == "language")
    body = urlencode(as_form({asked: language} | answers)).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    service = Service(call, FakeStore(), PEPPER)
    return submission_routes.submit_application(service, Arrival(open_moment(call), headers, body)).body


def submission(call: Call, seed: int) -> Event | None:
    """An application made from the definition, judged, sent and told about; None where no answers fit each other."""
    try:
        answers = invent(call, Random(seed))
    except Contradiction:
        return None
    judged = judge(call.form, answers)
    assert judged.problems == () and judge(call.form, judged.answers).answers == judged.answers
    jsonschema.validate(judged.answers, form_schema(call))
    store = FakeStore()
    event = submit(call, store, PEPPER, answers, open_moment(call)).event
    walk_mail(call, Application(store.events(event.number)))
    walk_own_page(call, Application(store.events(event.number)))
    return event


def walk_mail(call: Call, application: Application) -> None:
    for notice in plan(call, application, application.events[-1]):
        mail = compose(call, application, notice, SITE, notice.at)
        assert mail.subject and "\n" not in mail.subject and application.events[0].number in mail.text


def walk_own_page(call: Call, application: Application) -> None:
    view = page_view.page_view(Service(call, FakeStore(), PEPPER), Arrival(open_moment(call), {}), application, "key")
    for language in call.languages:
        shown = pages.application_page(call, language, view)
        assert application.events[0].number in shown


def walk_tables(call: Call, event: Event, to: Path) -> None:
    """The export's row, each answer in it, the dictionary in both languages, and a cell of the workbook."""
    full_export(to, [to_item(event)])
    desk = QueryEngine(open_export(str(to), no_client), QuestionScope(call, event.at + MINUTE, True))
    try:
        assert len(list(desk.ask("SELECT * FROM applications").rows)) == 1
        for language in call.languages:
            assert write_workbook(desk, to / f"{language}.xlsx", language) == 1
    finally:
        desk.close()


def walk_dictionary(call: Call) -> None:
    json.loads(as_json(call))
    for language in call.languages:
        text = page(call, language)
        assert all(field.id in text for field in call.form)


def no_client(service: str) -> Any:
    raise AssertionError(f"nobody should ask for {service} here")


def columns_and_fields(call: Call) -> list[Field]:
    return [each for field in call.form for each in (field, *field.columns)]
