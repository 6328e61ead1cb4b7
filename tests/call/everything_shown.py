"""Everything a person, a machine or an applicant's fate gets from a call, by name: what a changed fact may change.

A name begins with the language (`kk/page/rules`) where the output has one. Nothing is built or started: pages are
printed, letters composed and acts done in this process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import calendar_file
import call_pages
import material
from html_fragments import with_fragments
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Undefined
from page_templates import THEME, environment_of, filled_page

from chalicelib.call import Call
from chalicelib.call.schema import form_schema
from chalicelib.intake.consent_record import consents
from chalicelib.intake.number_and_key import ALPHABET
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.notices.mail_composition import compose
from chalicelib.notices.reminders import due
from chalicelib.pages import result_pages as pages
from chalicelib.rules.application import Application
from chalicelib.rules.application_record import interview
from chalicelib.rules.interview_guards import to_score
from chalicelib.rules.objection import Objection
from chalicelib.rules.refusals import NotAllowed, Refused
from chalicelib.rules.supplement import supplement_until
from chalicelib.rules.window import phase
from chalicelib.selection import task_acts
from chalicelib.web import page_view, submission_routes
from chalicelib.web.problem_documents import of_refusal
from chalicelib.web.request_service import Arrival, Service
from staff.commands.form import _data as form_data
from tests.building import CLOSES, OPEN, PEPPER, FakeStore, answers
from tests.call.facts_changed import OWN_PAGES
from tests.notices.building import MAKERS, SITE
from tests.selection.building import desk
from tests.web.gateway import as_form

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted({path.name.split(".")[0] for path in DOCS.glob("*.md")})
DAY, HOUR, MILLISECOND = timedelta(days=1), timedelta(hours=1), timedelta(milliseconds=1)
# Long before the call opens and long after it closes, whatever a test makes of its dates.
EARLY, LATE = datetime(2021, 6, 1, tzinfo=UTC), datetime(2022, 6, 1, tzinfo=UTC)
SECRET = re.compile(rf"\b[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}})+\b|\b[0-9a-f]{{64}}\b")
Outputs = dict[str, str]


def everything_shown(call: Call) -> Outputs:
    """Every output by its name. Numbers, keys and hashes are made anew each time and are masked."""
    outputs = dict(_of_languages(call)) | dict(_of_machines(call)) | dict(_behaviour(call))
    return {name: SECRET.sub("#", text) for name, text in outputs.items()}


def _of_languages(call: Call) -> Iterator[tuple[str, str]]:
    for language in call.languages:
        environment = environment_of(call, language)
        parts = {**_pages(call, language), **_letters(call, language), **_answers(call, language)}
        parts["frame"] = _frame(environment, language)
        parts["ics"] = calendar_file.calendar(call, language, SITE).replace("\r\n ", "")
        yield from ((f"{language}/{name}", text) for name, text in parts.items())


def _frame(environment: Environment, language: str) -> str:
    """What stands around every page. MkDocs, not we, finds the theme's own templates, and is lenient with names."""
    templates = ChoiceLoader(
        [FileSystemLoader(folder) for folder in (THEME, Path(material.__file__).parent / "templates")]
    )
    lenient = environment.overlay(loader=templates, undefined=Undefined)
    config = {"site_name": "", "site_url": "", "theme": {"language": language}}
    return lenient.get_template("main.html").render(page=None, nav=SimpleNamespace(items=[]), config=config)


def _pages(call: Call, language: str) -> Outputs:
    files = {name: f"{name}.{language}.md" for name in PAGES}
    sources = {name: call_pages.source(file) or (DOCS / file).read_text("utf-8") for name, file in files.items()}
    return {
        f"page/{name}": with_fragments(filled_page(text, call, language), call, language)
        for name, text in sources.items()
    }


def _letters(call: Call, language: str) -> Outputs:
    """A mail of every kind, and the calendar file of an interview; a refusal where the acts lead to no such mail."""
    return {f"mail/{kind}": _letter(call, language, kind) for kind in MAKERS}


def _letter(call: Call, language: str, kind: str) -> str:
    try:
        told = MAKERS[kind](call, FakeStore(), application_language=language)
    except (Refused, ValueError) as refused:
        return f"no such mail: {refused}"
    mail = compose(call, told.application, told.notice, SITE, told.notice.at)
    # The other language stands below; its own letter tells what changes in it.
    own = mail.text.split("\n----")[0]
    return f"{mail.subject}\n{own}" + "".join(attachment.content.decode() for attachment in mail.attachments)


def _answers(call: Call, language: str) -> Outputs:
    """The pages of the functions: receipt, refusals, an application in its states."""
    texts = {
        f"answer/{name}": _submitted(call, language, at)
        for name, at in [("early", EARLY), ("receipt", OPEN), ("late", LATE)]
    }
    for points in (-1, 100):
        objection = _score_objection(call, points)
        assert objection
        refused = NotAllowed(objection.rule, "interviewed", objection.why, objection.params, "score")
        texts[f"refusal/score {points}"] = json.dumps(of_refusal(call, refused, language, OPEN), ensure_ascii=False)
    texts["answer/incomplete"] = _submitted(call, language, OPEN, summary=None, period_to="x", leader_iin="1")
    for kind in OWN_PAGES:
        texts[f"answer/my_{kind}"] = _own_page(call, language, kind)
    return texts


# Every form that is rendered carries a key of its own, drawn at random.
_KEY_OF_A_FORM = re.compile(r'(name="idempotency_key" value=")[^"]+')


def _submitted(call: Call, language: str, at: datetime, **changes: Any) -> str:
    body = urlencode(as_form(answers(application_language=language, **changes))).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    service = Service(call, FakeStore(), PEPPER)
    page = submission_routes.submit_application(service, Arrival(at, headers, body)).body
    return _KEY_OF_A_FORM.sub(r"\1drawn", page)


def _own_page(call: Call, language: str, kind: str) -> str:
    try:
        told = MAKERS[kind](call, FakeStore(), application_language=language)
    except (Refused, ValueError) as refused:
        return f"no such page: {refused}"
    arrival = Arrival(told.application.events[-1].at + HOUR, {})
    view = page_view.page_view(Service(call, FakeStore(), PEPPER), arrival, told.application, "key")
    return pages.application_page(call, language, view)


def _of_machines(call: Call) -> Iterator[tuple[str, str]]:
    yield "schema", json.dumps(form_schema(call), ensure_ascii=False)
    arrival, service = Arrival(OPEN, {}), Service(call, FakeStore(), PEPPER)
    yield "api/call", submission_routes.call_status(service, arrival).body
    yield "tool/form", json.dumps(form_data(call), ensure_ascii=False)
    yield "stored/consents", str(consents(call, answers()))


def _behaviour(call: Call) -> Iterator[tuple[str, str]]:
    """What the rules do at many instants, days, counts and points."""
    hours = [EARLY + HOUR * n for n in range((LATE - EARLY) // HOUR)]
    edges = [edge + step for edge in (call.opens_at, call.closes_at) for step in (-MILLISECOND, MILLISECOND * 0)]
    phases = [f"{at.astimezone(UTC).isoformat()} {phase(call, at)}" for at in [*hours, *edges]]
    yield "does/phase", "\n".join(phases)
    days = [date(2021, 9, 10) + DAY * n for n in range(110)]
    yield "does/supplement_end", "\n".join(supplement_until(call, day).astimezone(UTC).isoformat() for day in days)
    yield "does/draft_reminders", _reminders(call, save_new_draft(call, FakeStore(), PEPPER, answers(), OPEN)[0])
    yield "does/window_reminders", _reminders(call, MAKERS["window_opened"](call, FakeStore()).application)
    yield "does/scores", "\n".join(f"{points} {_score_objection(call, points)}" for points in range(-1, 26))
    yield "does/explanation_end", "\n".join(_explanation_end(call, days) for days in range(40, 47))
    yield "does/local_day", datetime(2021, 9, 15, 18, 30, tzinfo=UTC).astimezone(ZoneInfo(call.timezone)).isoformat()


def _score_objection(call: Call, points: int) -> Objection | None:
    """What stands against these points for every criterion, with a reason each, by an expert of the panel."""
    application = MAKERS["window_opened"](call, FakeStore()).application
    numbers = [str(criterion.number) for criterion in call.criteria]
    expert = (interview(application) or {})["experts"][0]
    return to_score(call, application, expert, dict.fromkeys(numbers, points), dict.fromkeys(numbers, "…"), "a")


def _explanation_end(call: Call, days: float) -> str:
    """Until when a task that is marked as missed so many days after the opening may be explained."""
    store = FakeStore()
    number = MAKERS["task_assigned"](call, store).notice.number
    return str(task_acts.miss(desk(call, store, days), number, "1").events[-1].detail["until"])


def _reminders(call: Call, application: Application) -> str:
    """The instants at which the applicant is reminded, hour by hour through the weeks around the closing."""
    steps = [due(call, application, CLOSES + HOUR * n) for n in range(-400, 400)]
    return "\n".join(dict.fromkeys(notice.mark for notices in steps for notice in notices))
