"""Two calls that are as unlike the current one as can be, each a folder of data: walked by the code as it is.

From before the opening to the last decision, by every act of applicants and committee; then all that staff make of it,
and the site. Nothing of it may speak of the current call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.call import say
from chalicelib.call.words import WORDS
from chalicelib.notices import KINDS
from chalicelib.rules.lifecycle import ACTS, has_act
from chalicelib.web.openapi import openapi_document
from staff.dictionary import dictionary
from staff.main import main
from staff.workbook.sheets import sheet_title
from tests.calls import LEAST, SECOND, committee_desk, exported, least_played, second_played
from tests.calls.applying import Applicant
from tests.calls.cloud import Cloud, cloud
from tests.calls.foreign_words import default_texts, foreign_texts, found_in
from tests.calls.people import TO_LEAST, TO_SECOND
from tests.machine_spelling import found
from tests.site.conftest import build
from tests.web.published_document import check, operation_path

OF_SECOND = pytest.mark.parametrize("walk", ["second"], indirect=True)
OF_LEAST = pytest.mark.parametrize("walk", ["least"], indirect=True)
ROOT = Path(__file__).parents[2]


@dataclass
class Walk:
    """A call played; what is made of it is made once, when it is first asked for."""

    folder: Path
    cloud: Cloud
    people: Mapping[str, Applicant]
    at: datetime
    answers: Mapping[str, Any]
    made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    @property
    def place(self) -> Path:
        exported_to: Path = self.once("export", lambda: exported.export(self.cloud, self.at))
        return exported_to

    @property
    def results(self) -> Any:
        return self.once("results", lambda: exported.results(self.cloud, self.at))

    def book(self, language: str) -> openpyxl.Workbook:
        book: openpyxl.Workbook = self.once(
            f"book {language}", lambda: exported.workbook(self.cloud, self.place, self.at, language)
        )
        return book

    def report(self, language: str) -> str:
        return str(self.once(f"report {language}", lambda: exported.report(self.cloud, self.place, self.at, language)))

    @property
    def desk(self) -> dict[str, int]:
        numbers = [who.number for who in self.people.values()]
        statuses: dict[str, int] = self.once("desk", lambda: committee_desk.read(self.cloud, numbers, self.at))
        return statuses

    @property
    def site(self) -> Path:
        site: Path = self.once("site", self._build)
        return site

    def _build(self) -> Path:
        assert self.results
        target = self.cloud.layout.folder.parent / "site"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BAIQAU_RESULTS", str(exported.published(self.cloud)))
            done = build(target)
        assert done.returncode == 0, done.stderr + done.stdout
        return target


@pytest.fixture(scope="module", params=["second", "least"])
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder, played, answers = {
        "second": (SECOND, second_played, TO_SECOND), "least": (LEAST, least_played, TO_LEAST),
    }[request.param]  # fmt: skip
    at = played.DECIDED + 60 * second_played.DAY
    with cloud(folder, tmp_path_factory.mktemp(request.param), played.DECIDED) as here:
        people = played.play(here)
        here.mail_events()
        for number, mail in enumerate(here.mails):
            attached = [attachment.content.decode() for attachment in mail.attachments]
            here.keep(f"mail {number}", "\n".join([mail.subject, mail.text, mail.html, *attached]))
        yield Walk(folder, here, people, at, answers)


def test_every_act_of_the_life_cycle_that_the_call_has_was_done(walk: Walk) -> None:
    done = {event.act for event in walk.cloud.events()}
    # The software's own, of documents that wait for a scanner: no part of a call brings it.
    assert done | {"check_document"} == {act for act in ACTS if has_act(walk.cloud.call, act)} | {"check_document"}


def test_every_reply_is_as_the_published_document_says_of_this_call(walk: Walk) -> None:
    """A part that the call lacks is in no reply: no property may be there that the document does not name."""
    document = openapi_document(walk.cloud.call)
    for method, path, answer in walk.cloud.replies:
        check(document, method.lower(), operation_path(document, path), answer)
    told = {path for _, path, answer in walk.cloud.replies if answer.status < 300}
    assert {operation_path(document, path) for path in told} >= {"/call", "/applications", "/applications/{number}"}


def test_the_published_document_speaks_of_no_part_that_the_call_lacks(walk: Walk) -> None:
    call = walk.cloud.call
    document = json.dumps(openapi_document(call))
    of_parts = {"interview": "interview", "InterviewAnswer": "interview", "supplement_days": "supplement",
                "supplement_until": "supplement", "tasks": "exclusion", "Explanation": "exclusion",
                "_task": "exclusion", "_appointment": "interview"}  # fmt: skip
    assert {name: f'"{name}"' in document for name in of_parts} == {
        name: call.has(rule) for name, rule in of_parts.items()
    }


def kinds_of_mail_sent(walk: Walk) -> set[str]:
    everyone = walk.cloud.office.outbox.everyone()
    return {posting.kind for _, postings in everyone for posting in postings if posting.state == "sent"}


@OF_SECOND
def test_every_kind_of_mail_was_sent(walk: Walk) -> None:
    assert kinds_of_mail_sent(walk) == set(KINDS)


@OF_LEAST
def test_only_mails_of_what_the_call_has_were_sent(walk: Walk) -> None:
    assert kinds_of_mail_sent(walk) == {
        "received", "admitted", "declined", "withdrawn", "submit_reopened", "key_reissued", "draft_reminder",
        "draft_closed", "draft_saved", "changed",
    }  # fmt: skip


def test_every_mail_went_to_the_applicants_own_address(walk: Walk) -> None:
    role = walk.cloud.call.form.role("email")
    assert role and {mail.to for mail in walk.cloud.mails} == {walk.answers[role.id]}


def test_every_saved_question_is_answered_alike_raw_kept_and_as_athena_is_asked(walk: Walk) -> None:
    own = {file.stem for file in (walk.folder / "questions").glob("*.sql")}
    run = {*own, "where_applications_stand", "missing_answers"}
    # Asked of those who may still bring what is missing after an interview, by calls that give them the time.
    run |= {"incomplete_packages"} if walk.cloud.call.has("supplement") else set()
    told = {question.name: rows for question, rows in exported.answers_alike(walk.cloud, walk.place, walk.at, run)}
    assert all(told[name] for name in {*own, "where_applications_stand"})
    for language in walk.cloud.call.languages:
        for name in sorted(run):
            walk.cloud.runs("query", name, "--from", str(walk.place), at=walk.at, lang=language)


@OF_SECOND
def test_the_answers_to_questions_named_like_columns_of_ours_are_there(walk: Walk) -> None:
    desk = exported.desk(walk.cloud, walk.place, walk.at, raw=True)
    number = walk.people["completed"].number
    fields = dictionary(walk.cloud.call)["fields"]
    columns = {field["column"]: field.get("question", field["column"]) for field in fields}
    row = desk.ask(f"SELECT * FROM applications WHERE number = '{number}'")
    cells = dict(zip(row.columns, next(iter(row.rows)), strict=True))
    said = {question: cells[column] for column, question in columns.items() if column in cells}
    assert cells["number"] == number and cells["status"] == "completed"
    assert {name: said[name] for name in ("who", "kind", "status", "size", "key")} == {
        "who": "neighbours", "kind": "tale", "status": "again", "size": 120000, "key": ["pier", "kids"],
    }  # fmt: skip
    package = desk.ask(f"SELECT kind, is_required, is_received FROM package WHERE number = '{number}' ORDER BY place")
    assert [tuple(row) for row in package.rows] == [
        ("sketch", True, True), ("actor", True, True), ("charter", False, False), ("guardian", False, False),
        ("number", False, False),
    ]  # fmt: skip
    desk.close()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_workbook_has_a_sheet_a_group_and_a_column_a_question(walk: Walk, language: str) -> None:
    book, call = walk.book(language), walk.cloud.call
    group = call.form.role("group")
    front, *sheets = book.worksheets
    assert front.title == say("reports", "workbook.front", language)
    if group:
        titles = [sheet_title(number, option.label[language]) for number, option in enumerate(group.options, 1)]
        assert [sheet.title for sheet in sheets] == titles
    heads = [str(cell.value) for cell in sheets[0][1]]
    assert len(set(heads)) == len(heads)
    for question in call.form:
        if question is not group:
            assert any(head.startswith(question.label[language]) for head in heads), question.id
    rows = sum(sheet.max_row - 1 for sheet in sheets)
    assert rows == len({event.number for event in walk.cloud.events() if event.act == "submit"})


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_report_is_drawn(walk: Walk, language: str) -> None:
    html = walk.report(language)
    assert "<svg" in html and walk.cloud.call.title[language] in html
    territory = walk.cloud.call.form.role("territory")
    assert all(option.label[language] in html for option in (territory.options if territory else ()))


def test_only_who_agreed_is_named_in_the_results(walk: Walk) -> None:
    told = walk.results
    assert told["call"] == walk.cloud.call.id
    names = [line.get("leader") for line in told["admitted"]]
    assert names == (["Бекжан Ақтоты"] if walk.cloud.call.form.role("publication") else [None])


def test_every_page_of_the_committees_desk_opens_that_the_call_has(walk: Walk) -> None:
    """A draft is its applicant's alone."""
    call, drafts = walk.cloud.call, [who.number for name, who in walk.people.items() if name == "forgotten"]
    absent = {f"applications/{number}" for number in drafts}
    absent |= set() if call.has("interview") else {"interviews", "interviews.ics"}
    absent |= set() if call.has("exclusion") else {"tasks"}
    assert walk.desk == {path: 404 if path.rpartition("desk/")[2] in absent else 200 for path in walk.desk}
    assert len(walk.desk) == 2 * (len(committee_desk.PAGES) + len(walk.people))


@OF_LEAST
def test_the_desk_of_a_call_speaks_of_no_part_that_it_lacks(walk: Walk) -> None:
    assert walk.desk
    texts = {where: text for where, text in walk.cloud.texts.items() if " desk " in where}
    match = {f"{where}: {word[0]}" for where, text in texts.items()
             for word in re.finditer(r"(?i)интервью|сұхбат|задач|міндет(?!ті)", text)}  # fmt: skip
    assert match == set()


def test_a_history_is_told_in_words_and_not_as_it_is_stored(walk: Walk) -> None:
    told = {where: text for where, text in walk.cloud.texts.items() if "baiqau history" in where}
    assert len(told) >= 2
    stored = re.compile(r"\b(?:True|False|None)\b|(?<!\S)[a-z_]+: |\d{4}-\d\d-\d\d")
    assert {f"{where}: {word[0]}" for where, text in told.items() for word in stored.finditer(text)} == set()


@OF_LEAST
@pytest.mark.parametrize(("language", "hidden"), [("kk", "(•••): пошта."), ("ru", "(•••): почта.")])
def test_a_workbook_says_to_be_hidden_only_what_the_call_asks_for(walk: Walk, language: str, hidden: str) -> None:
    assert hidden in str(walk.book(language).worksheets[0]["A3"].value)


def test_the_tool_prints_another_calls_definition_in_that_calls_own_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BAIQAU_CALL", raising=False)
    assert main(["form", str(SECOND), "--lang", "ru"]) == 0
    shown = capsys.readouterr().out
    assert "темы" in shown and "части города" in shown and "направления" not in shown


def pages(walk: Walk) -> dict[str, str]:
    return {str(file.relative_to(walk.site)): file.read_text("utf-8") for file in sorted(walk.site.rglob("*.html"))}


def test_the_site_has_every_page_in_both_languages_and_the_calls_own(walk: Walk) -> None:
    told = pages(walk)
    named = {name for name, page in told.items() if not name.startswith("ru/") and 'http-equiv="refresh"' not in page}
    assert {f"ru/{name}" for name in named if name != "404.html"} <= set(told)
    for path in ("index.html", "rules/index.html", "apply/index.html", "checklist/index.html", "my/index.html",
                 "results/index.html", "faq/index.html", "contacts/index.html", "privacy/index.html"):  # fmt: skip
        for language, page in (("kk", told[path]), ("ru", told[f"ru/{path}"])):
            assert f'<html lang="{language}"' in page, path
    for own in {file.name.split(".")[0] for file in (walk.folder / "pages").glob("*.md")} - {"index"}:
        assert f"{own}/index.html" in named
    call = walk.cloud.call
    for language in call.languages:
        prefix = "" if language == "kk" else "ru/"
        assert call.title[language] in told[f"{prefix}checklist/index.html"]
        for question in call.form:
            for page in ("apply", "checklist"):
                assert question.label[language] in told[f"{prefix}{page}/index.html"], (page, question.id)


def test_what_the_call_does_not_have_has_no_anchor_on_its_rules_page(walk: Walk) -> None:
    anchors = set(re.findall(r'id="([a-z]+)"', pages(walk)["rules/index.html"]))
    assert {rule.id for rule in walk.cloud.call.rules} <= anchors
    absent = {"interview", "supplement", "exclusion", "region", "direction", "readiness"} - {
        rule.id for rule in walk.cloud.call.rules
    }
    assert not absent & anchors


def test_the_calendar_and_the_schema_are_the_calls(walk: Walk) -> None:
    call = walk.cloud.call
    calendar = "".join((walk.site / "call.ics").read_text("utf-8").split("\n "))
    assert f"{call.closes_at:%Y%m%dT}" in calendar and call.title["kk"].replace(",", "\\,") in calendar
    schema = json.loads((walk.site / "form.schema.json").read_text("utf-8"))
    assert list(schema["properties"]) == [question.id for question in call.form]


def all_texts(walk: Walk) -> dict[str, str]:
    for language in walk.cloud.call.languages:
        walk.book(language)
        walk.report(language)
    assert walk.desk
    return dict(walk.cloud.texts)


def is_for_machines(where: str) -> bool:
    """What programs read, and the help, whose examples are of what operators type. A workbook is read by its cells."""
    return bool(re.search(r"--json|--help|dictionary|workbook |interviews\.ics|^\d+ (query|results)", where))


def test_whatever_people_read_is_written_as_people_write(walk: Walk) -> None:
    """In pages, mails, the tool's tables, the report and files for Excel; a sheet's days are days of Excel."""
    texts = {where: text for where, text in all_texts(walk).items() if not is_for_machines(where)} | pages(walk)
    contact = walk.cloud.call.contact
    as_written = [*(phone.shown for phone in contact.phones), walk.cloud.call.consent.version]
    faults = [f"{where}: {fault}" for where, text in texts.items() for fault in found(text, as_written)]
    cells = [cell for language in walk.cloud.call.languages for sheet in walk.book(language).worksheets
             for row in sheet.iter_rows() for cell in row]  # fmt: skip
    faults += [f"{cell.coordinate}: {fault}" for cell in cells if isinstance(cell.value, str)
               for fault in found(cell.value)]  # fmt: skip
    assert not faults, "\n".join(faults)
    assert {cell.number_format for cell in cells if cell.is_date} == {"dd.mm.yyyy hh:mm:ss"}


def test_nothing_that_anybody_sees_speaks_of_the_current_call(walk: Walk) -> None:
    texts = all_texts(walk)
    texts |= {
        str(file.relative_to(walk.site)): file.read_text("utf-8")
        for file in walk.site.rglob("*") if file.suffix in (".html", ".ics", ".json", ".js", ".css", ".xml", ".svg")
    }  # fmt: skip
    defaults = [*(ROOT / "docs").glob("*.md"), *WORDS.glob("*.toml")]
    foreign = foreign_texts(walk.folder, default_texts(defaults))
    assert len(foreign) > 200 and len(texts) > 100
    told = found_in(texts, foreign)
    assert not told, "\n".join(told)
    # Who decides in it is a council, and the least call names nobody: the default speaks there.
    others_body = [place for place, text in texts.items() if re.search("комитет", text, re.IGNORECASE)]
    assert bool(others_body) == (walk.folder != SECOND), others_body
    # And it divides applications by theme; the least call divides nothing.
    divided = [place for place, text in texts.items() if re.search(r"направлени|бағыт(?!т?а)", text, re.IGNORECASE)]
    assert divided == []
    # Nor is what is sent in either a project: that word is a call's own.
    projects = [place for place, text in texts.items() if re.search(r"\bпроект|\bжоба(?!лан|лау)", text, re.IGNORECASE)]
    assert projects == []
