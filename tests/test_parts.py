"""What a call does not have is nowhere: every set of parts is walked from a submission to the last act.

At each step the applicant's page, the mails, the tool's queue, what is published and what is refused are looked at, in
both languages; then the pages of the site.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import call_pages
import click
import pytest
from html_fragments import with_fragments
from page_templates import filled_page

from chalicelib.call import Call, current_call
from chalicelib.call.current import CALLS
from chalicelib.call.guard_words import guard_sentence, next_step
from chalicelib.call.words import default_words, rooms
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.submit_application import submit
from chalicelib.notices.mail_composition import compose
from chalicelib.notices.mail_plan import plan
from chalicelib.pages import result_pages as pages
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import waiting
from chalicelib.rules.decline_guards import REASONS, reasons
from chalicelib.rules.lifecycle import ACTS, COMMITTEE, has_act, statuses
from chalicelib.rules.refusals import NotAllowed
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.web import page_view, submission_routes
from chalicelib.web.request_service import Arrival, Service
from staff.acts.publishing import published_list
from staff.console.errors import Failed
from staff.dictionary.contents import dictionary
from staff.main import program
from staff.query.saved_questions import question, questions
from tests.building import PEPPER, FakeStore
from tests.call_of_parts import PARTS, combinations_of_parts, write_call
from tests.traces_of_parts import FIRST, hits, traces

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
START = datetime.fromisoformat("2027-03-02T10:00:00+05:00")
DAY = timedelta(days=1)
EVERY = sorted(combinations_of_parts(), key=lambda parts: (len(parts), sorted(parts)))
# Everything, nothing, and each part missing or standing alone; the others take their time.
FEW = [parts for parts in EVERY if len(parts) in (0, 1, len(PARTS) - 1, len(PARTS))]
SETS = [pytest.param(parts, id="+".join(sorted(parts)) or "nothing", marks=() if parts in FEW else pytest.mark.slow)
        for parts in EVERY]  # fmt: skip


@dataclass
class Walk:
    call: Call
    store: FakeStore = field(default_factory=FakeStore)
    texts: dict[str, str] = field(default_factory=dict)

    def answers(self, language: str) -> dict[str, object]:
        every = {"lang": language, "family": "Серікова", "mail": "a@example.kz", "dream": "Скрипка", "part": "north",
                 "field": "music", "talk": "here", "agree": True, "show": True}  # fmt: skip
        return {name: value for name, value in every.items() if name in self.call.form.by_id}

    def submitted(self, language: str, days: float = 0) -> tuple[str, str]:
        receipt = submit(self.call, self.store, PEPPER, self.answers(language), START + days * DAY)
        self.look(receipt.event.number, "submitted", receipt.key)
        return receipt.event.number, receipt.key

    def desk(self, days: float) -> CommitteeAct:
        return CommitteeAct(self.call, self.store, "committee/alma", START + days * DAY)

    def now(self, number: str) -> Application:
        return Application(self.store.events(number))

    def with_letter(self, number: str, days: float) -> None:
        detail = {"document": "d1", "kind": "letter", "filename": "хат.pdf", "size": 9, "sha256": "0" * 64}
        append(self.store, self.now(number), Change("receive_document", "applicant", START + days * DAY, detail=detail))

    def look(self, number: str, step: str, key: str = "key") -> None:
        """Every way in which the last act is told."""
        found = self.now(number)
        at = found.events[-1].at + timedelta(minutes=5)
        assert found.status in statuses(self.call)
        view = page_view.page_view(Service(self.call, self.store, PEPPER), Arrival(at, {}), found, key)
        for language in self.call.languages:
            self.texts[f"{step}/page/{language}"] = pages.application_page(self.call, language, view)
        for notice in plan(self.call, found, found.events[-1]):
            mail = compose(self.call, found, notice, "https://x.example", at)
            self.texts[f"{step}/{notice.kind}"] = f"{mail.subject}\n{mail.text}\n{mail.html}"
        self.texts[f"{step}/waiting"] = str(waiting(self.call, found, at))
        self.texts[f"{step}/status"] = submission_routes.call_status(
            Service(self.call, self.store, PEPPER), Arrival(at, {})
        ).body

    def refusals(self, number: str) -> Iterator[str]:
        """Every act that the present status forbids, in words."""
        status = self.now(number).status
        for act in (act for act in ACTS if has_act(self.call, act)):
            no = NotAllowed.by_status(act, status)
            by = ACTS[act].by if act else COMMITTEE
            for language in self.call.languages:
                yield guard_sentence(self.call, language, no.why, no.params)
                yield next_step(self.call, language, no.why, no.params, act, by, status)
                yield self.call.rule(no.rule).text[language]


@pytest.fixture
def walk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    call = write_call(tmp_path, request.param)
    monkeypatch.setenv("BAIQAU_CALL", str(tmp_path / call.id))
    assert current_call() == call
    return Walk(call)


def walk_to_the_end(walk: Walk) -> None:
    """Two are submitted; one is declined, one admitted and, where there are tasks, given some to the end."""
    call = walk.call
    good, key = walk.submitted("kk")
    bad, _ = walk.submitted("ru", 0.1)
    walk.with_letter(good, 1)
    walk.look(good, "letter", key)
    days = 2.0
    if call.has("interview"):
        for number in (good, bad):
            interviews.schedule(walk.desk(days), number, START + 3 * DAY, "Мектеп", "here")
            walk.look(number, "scheduled")
            outcome = "passed" if number == good else "failed"
            interviews.record(walk.desk(4), number, date(2027, 3, 5), ["А. Б."], ["В. Г."], outcome)
            walk.look(number, f"recorded {outcome}")
        if call.criteria:
            interviews.score(walk.desk(5), good, "В. Г.", {"1": 4}, {"1": "Ынталы"})
    walk.texts["refusals/undecided"] = "\n".join(walk.refusals(good))
    # After every window of anybody's.
    decisions.admit(walk.desk(30), good)
    walk.look(good, "admitted")
    decisions.decline(walk.desk(30), bad, "interview_failed" if call.has("interview") else "incomplete", "Хат жоқ")
    walk.look(bad, "declined")
    walk.texts["refusals/admitted"] = "\n".join(walk.refusals(good))
    if call.has("exclusion"):
        tasks_to_the_end(walk, good)


def tasks_to_the_end(walk: Walk, number: str) -> None:
    for task in ("1", "2", "3"):
        task_acts.assign(walk.desk(31), number, f"Сабақ {task}", date(2027, 4, 5))
        walk.look(number, "assigned")
        task_acts.miss(walk.desk(36), number, task)
        walk.look(number, "missed")
    decisions.exclude(walk.desk(60), number, "Үш міндет орындалмады")
    walk.look(number, "excluded")


def site_pages(call: Call) -> dict[str, str]:
    """Every page in every language, its fragments in their places."""
    texts = {}
    for path in sorted(DOCS.glob("*.md")):
        language = path.name.split(".")[1]
        text = call_pages.source(path.name) or path.read_text("utf-8")
        texts[f"site/{path.name}"] = with_fragments(filled_page(text, call, language), call, language)
    return texts


def said(text: str) -> str:
    """The words of a page and of what its scripts may show."""
    return re.sub(r"(?s)<svg.*?</svg>", " ", text).lower()


@pytest.mark.parametrize("walk", SETS, indirect=True)
def test_every_set_of_parts_walks_and_says_nothing_of_a_part_that_is_absent(
    walk: Walk, request: pytest.FixtureRequest
) -> None:
    parts: frozenset[str] = request.node.callspec.params["walk"]
    walk_to_the_end(walk)
    texts = walk.texts | site_pages(walk.call)
    assert traces(parts, {name: said(text) for name, text in texts.items()}) == []


@pytest.mark.parametrize("walk", SETS, indirect=True)
def test_an_act_of_an_absent_part_is_refused_and_nothing_counts_it(walk: Walk, request: pytest.FixtureRequest) -> None:
    call, (number, _) = walk.call, walk.submitted("ru")
    if not call.has("interview"):
        with pytest.raises(NotAllowed):
            interviews.schedule(walk.desk(1), number, START + 2 * DAY, "x", "here")
        assert {"interview_failed", "no_interview"} & set(reasons(call)) == set()
    assert ("criteria" in reasons(call)) == bool(call.criteria)
    assert set(reasons(call)) <= set(REASONS)
    if not call.has("exclusion"):
        with pytest.raises(NotAllowed):
            task_acts.assign(walk.desk(1), number, "x", date(2027, 4, 1))
    columns = published_list(call, [walk.now(number)])["columns"]
    assert ("interviewed" in columns, "excluded" in columns) == (call.has("interview"), call.has("exclusion"))


@pytest.mark.parametrize("walk", [SETS[0], SETS[-1]], indirect=True)
def test_a_site_is_built_of_the_folder_alone(walk: Walk, tmp_path: Path) -> None:
    """Nothing of the first call, no page's name, no file's, no index's."""
    target = tmp_path / "site"
    given = {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "functions"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
                          cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    texts = {path.relative_to(target).as_posix(): path.read_text("utf-8") for path in sorted(target.rglob("*"))
             if path.suffix in (".html", ".json", ".ics", ".xml", ".svg", ".txt")}  # fmt: skip
    assert hits(FIRST, {name: text.lower() for name, text in texts.items()}) == []
    assert not [name for name in texts if re.search("accelerator|rukhani", name)]
    assert "«Оқу жазы» шәкіртақылар байқауы" in texts["index.html"]
    assert "Конкурс стипендий «Лето учёбы»</title>" in texts["ru/index.html"]


@pytest.mark.parametrize("walk", SETS, indirect=True)
def test_the_tool_offers_and_tells_nothing_of_an_absent_part(walk: Walk) -> None:
    call = walk.call
    told = json.dumps(dictionary(call), ensure_ascii=False)
    offered = {each.name for each in questions(call)}
    shown = set(program.list_commands(click.Context(program)))
    assert ("interviews" in told, "interview" in shown) == (call.has("interview"),) * 2
    assert ("time_to_interview" in offered) == call.has("interview")
    tasks = call.has("exclusion")
    assert ('"tasks"' in told, "missed_tasks" in offered, "task" in shown, "exclude" in shown) == (tasks,) * 4
    assert ("score" in shown) == ("ranking" in offered) == (call.has("interview") and bool(call.criteria))
    assert {status["code"] for status in dictionary(call)["statuses"]} == set(statuses(call))
    if not tasks:
        with pytest.raises(Failed):
            question(call, "missed_tasks")


def texts_of_the_first_call() -> set[str]:
    """Whatever its folder says that the software does not say of every call; short words are found inside others."""
    first = CALLS / "rukhani-zhangyru-2021"
    tables = [tomllib.loads(file.read_text("utf-8")) for file in sorted(first.rglob("*.toml"))]
    ours = {text for room in rooms() for word in default_words(room).values() for text in word.values()}
    ours |= {path.read_text("utf-8") for path in DOCS.glob("*.md")}
    every = {
        piece.strip().lower() for table in tables for text in strings(table) for piece in re.split(r"\{.*?\}", text)
    }
    return {text for text in every if len(text) > 14 and not any(text in own.lower() for own in ours)}


def strings(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    for below in table.values() if isinstance(table, dict) else table if isinstance(table, list) else ():
        yield from strings(below)


@pytest.mark.parametrize("walk", [SETS[0], SETS[-1]], indirect=True)
def test_no_text_of_the_first_calls_folder_is_said_by_another_call(walk: Walk) -> None:
    walk_to_the_end(walk)
    texts = {name: said(text) for name, text in (walk.texts | site_pages(walk.call)).items()}
    first = texts_of_the_first_call()
    assert len(first) > 300
    assert {text: name for name, whole in texts.items() for text in first if text in whole} == {}
