"""What a call does not have is nowhere in what staff and programs are shown: every page of the desk for every role, the
exports' dictionary, the workbook, the report, the tool's help, the form's data and schemas.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest

from chalicelib import desk_wiring
from chalicelib.call.schema import form_schema
from chalicelib.pages.form_data import form_json
from chalicelib.rules.committee_rights import ROLES
from chalicelib.rules.sign_in import LINK_LIFETIME
from chalicelib.web.openapi import openapi_document
from staff.main import program
from staff.query.view_descriptions import columns_of_views
from tests.call_of_parts import NAME, PARTS, combinations_of_parts, write_call
from tests.calls import committee_desk, exported
from tests.calls.applying import submitted
from tests.calls.cloud import Cloud, cloud
from tests.desk.building import member
from tests.traces_of_parts import traces
from tests.web.desk_browser import Browser

START = datetime.fromisoformat("2027-03-02T10:00:00+05:00")
DAY = timedelta(days=1)
# Nothing; interviews or tasks alone; each part missing. Every set of parts is walked by test_parts.
EVERY = sorted(combinations_of_parts(), key=lambda parts: (len(parts), sorted(parts)))
FEW = [parts for parts in EVERY if len(parts) in (0, len(PARTS) - 1) or parts in ({"interview"}, {"tasks"})]
SETS = [pytest.param(parts, id="+".join(sorted(parts)) or "nothing", marks=pytest.mark.slow if parts else ())
        for parts in FEW]  # fmt: skip
ANSWERS = {"lang": "ru", "family": "Серикова", "mail": "a@example.kz", "dream": "Скрипка", "part": "north",
           "field": "music", "talk": "here", "agree": True, "show": True}  # fmt: skip


@pytest.fixture
def in_use(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cloud]:
    write_call(tmp_path, request.param)
    with cloud(tmp_path / NAME, tmp_path, START + 40 * DAY) as here:
        yield here


def apply(here: Cloud) -> list[str]:
    asked = {name: value for name, value in ANSWERS.items() if name in here.call.form.by_id}
    numbers = [submitted(here, asked | {"dream": dream}, START).number for dream in ("Скрипка", "Домбыра")]
    here.runs("decline", numbers[0], "--reason", "ineligible", "--text", "Жасы жетпеген", at=START + 40 * DAY)
    return numbers


def read_by_every_role(here: Cloud, numbers: list[str], at: datetime) -> None:
    committee_desk.read(here, numbers, at)
    desk = desk_wiring.desk_service()
    for role in (role for role in ROLES if role != "secretary"):
        person = member(role)
        desk.committee.people.add(here.call.id, person)
        for base in committee_desk.BASES.values():
            secret, _ = desk.sign_ins.issue(here.call.id, person.id, at + LINK_LIFETIME)  # type: ignore[attr-defined]
            browser = Browser(at, base=base)
            browser.submit(browser.get(f"sign-in/{secret}"), secret)
            for path in ("", "progress", "meeting", "help", f"applications/{numbers[1]}"):
                here.keep(f"desk {role} {base}{path}", browser.get(path).body)


def keep_what_programs_read(here: Cloud) -> None:
    for language in here.call.languages:
        # The units that people type after a number are the software's, whatever the call is.
        data = json.loads(form_json(here.call, language)) | {"typed": ""}
        here.keep(f"form data {language}", json.dumps(data, ensure_ascii=False))
    here.keep("schema", json.dumps(form_schema(here.call), ensure_ascii=False))
    here.keep("openapi", json.dumps(openapi_document(here.call), ensure_ascii=False))


def keep_what_staff_make(here: Cloud, at: datetime) -> None:
    place = exported.export(here, at)
    for language in here.call.languages:
        exported.workbook(here, place, at, language)
        exported.report(here, place, at, language)
        here.runs("query", at=at, lang=language)
        here.runs("form", at=at, lang=language)
        for command in program.list_commands(click.Context(program)):
            here.runs(command, "--help", at=at, lang=language)


@pytest.mark.parametrize("in_use", SETS, indirect=True)
def test_nothing_of_an_absent_part_is_shown_to_staff_or_programs(in_use: Cloud, request: pytest.FixtureRequest) -> None:
    parts: frozenset[str] = request.node.callspec.params["in_use"]
    at = START + 40 * DAY
    numbers = apply(in_use)
    read_by_every_role(in_use, numbers, at)
    keep_what_programs_read(in_use)
    keep_what_staff_make(in_use, at)
    assert traces(parts, in_use.texts) == []
    columns = {column for columns in columns_of_views(in_use.call).values() for column in columns}
    assert ("held" in columns) == ("interview" in parts)
    assert bool({"supplement_until", "supplement_day"} & columns) == ("supplement" in parts)
    paths = set(openapi_document(in_use.call)["paths"])
    told = tuple(f"/applications/{{number}}/{act}" in paths for act in ("interview", "explain"))
    assert told == ("interview" in parts, "tasks" in parts)
