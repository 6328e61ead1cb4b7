"""A page of the desk reads what it shows, however many applications there are: counted, not timed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import current_call
from chalicelib.desk.committee import Committee
from chalicelib.projection.light_item import LightItem
from chalicelib.rules.committee_rights import Member
from chalicelib.rules.instant_format import write_instant
from chalicelib.rules.sign_in import SESSION_LIFETIME, Session
from chalicelib.store.desk_journal import TableJournal
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.item_writes import put
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.people import TablePeople
from chalicelib.store.projection import TableProjection, items_kept
from chalicelib.store.request_counts import TableRequestCounts
from chalicelib.store.reviews import ASSIGNMENTS, REVIEWS, TableReviews
from chalicelib.store.sign_ins import TableSignIns
from chalicelib.store.slot_claims import TableSlotClaims
from chalicelib.web.arrival_clock import EPOCH
from chalicelib.web.client_limits import Limits
from chalicelib.web.desk import desk_handler
from chalicelib.web.desk.desk_request import DeskService
from tests.building import MS, OPEN
from tests.desk.building import CALL
from tests.store.engines import sqlite_client
from tests.web.test_desk import DAY, EXPERT, FIRST, SECRETARY

HERE = "127.0.0.1"
NOW = OPEN + 20 * DAY
DAY_NEAR = f"interviews?day={(NOW + DAY).date()}"
OF_JUDGES = ("", "progress?status=interviewed")
PAGES = [
    *((SECRETARY, page) for page in (*OF_JUDGES, "interviews", DAY_NEAR, "progress/reviewers", "meeting")),
    *((FIRST, page) for page in (*OF_JUDGES, "progress/reviewers", "meeting")),
    *((EXPERT, page) for page in OF_JUDGES),
]
# Of 50 rows, with who has a conflict about them and one more to know that there are more, and the day's menu.
MOST_READ = 450


@contextmanager
def desk(count: int) -> Iterator[tuple[SqliteTable, DeskService]]:
    with sqlite_client() as client:
        client.create_table(TableName="t")  # type: ignore[attr-defined]
        committee = Committee(
            current_call(), EventTable(client, "t"), TablePeople(client, "t"), TableReviews(client, "t"),
            TableProjection(client, "t"), TableJournal(client, "t"), TableSlotClaims(client, "t"),
        )  # fmt: skip
        limits = Limits(TableRequestCounts(lambda: client, "t"), b"reads", HERE)
        files: Any = FolderFiles.__new__(FolderFiles)
        for person in (SECRETARY, FIRST, EXPERT):
            committee.people.add(CALL, person)
        with client.database.writing(is_flushed=False) as connection:
            for item in (each for place in range(count) for each in kept(place)):
                put(connection, {"Item": item})
        committee.projection.mark_whole(CALL)  # type: ignore[attr-defined]
        yield client, DeskService(committee, TableSignIns(client, "t"), files, limits)


def kept(place: int) -> Iterator[dict[str, Any]]:
    """Four of each place: received, appointed (past and ahead in turn), to be judged, and judged."""
    received = write_instant(OPEN + place * MS)
    when = write_instant(NOW + (place % 2 * 2 - 1) * place * timedelta(minutes=20))
    answer = "declined" if place % 3 else "confirmed"
    panel = {"committee": (FIRST.name,), "experts": (EXPERT.name,)}
    of_status = {
        "R": LightItem("", 1, "submitted", 1, received=received),
        "A": LightItem("", 2, "interview_scheduled", 1, received=received, when=when, place=f"Зал {place}", minutes=20,
                       answer=answer, expected=(FIRST.name, EXPERT.name)),
        "W": LightItem("", 3, "interviewed", 1, received=received, **panel),  # type: ignore[arg-type]
        "S": LightItem("", 4, "interviewed", 1, received=received, **panel,  # type: ignore[arg-type]
                       scored=(FIRST.name, EXPERT.name)),
    }  # fmt: skip
    for letter, item in of_status.items():
        number = f"{letter}{place:07}"
        yield from items_kept(CALL, LightItem(**{**vars(item), "number": number}))
        yield key(f"{ASSIGNMENTS}{CALL}#{EXPERT.id}", number)
        yield key(f"{REVIEWS}{CALL}#{number}", f"assigned#{EXPERT.id}")


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def reads(client: SqliteTable, service: DeskService, who: Member, page: str) -> tuple[int, int, str]:
    """Requests and items read for one page, and the page."""
    token = service.sign_ins.open_session(Session(CALL, who.id, NOW, NOW + SESSION_LIFETIME))
    asked: list[int] = []
    own = {name: getattr(client, name) for name in ("query", "get_item", "batch_get_item")}

    def counting(name: str) -> Any:
        def ask(**wish: Any) -> dict[str, Any]:
            answer: dict[str, Any] = own[name](**wish)
            asked.append(count_of(answer))
            return answer

        return ask

    for name in own:
        setattr(client, name, counting(name))
    answer = desk_handler.answer(lambda: service, event(page, token, NOW), "", 0, "")
    for name, ask in own.items():
        setattr(client, name, ask)
    assert answer["statusCode"] == 200, answer["body"]
    return len(asked), sum(asked), answer["body"]


def count_of(answer: dict[str, Any]) -> int:
    if "Responses" in answer:
        return sum(map(len, answer["Responses"].values()))
    return int(answer.get("ScannedCount", "Item" in answer))


def event(page: str, token: str, at: datetime) -> dict[str, Any]:
    path, _, query = page.partition("?")
    return {
        "path": f"/desk/{path}", "httpMethod": "GET", "headers": {"Cookie": f"__Host-desk={token}"},
        "queryStringParameters": dict([query.split("=")]) if query else None, "isBase64Encoded": False, "body": "",
        "requestContext": {"requestId": "reads", "requestTimeEpoch": (at - EPOCH) // MS,
                           "identity": {"sourceIp": HERE}},
    }  # fmt: skip


@pytest.fixture(scope="module")
def desks() -> Iterator[list[tuple[SqliteTable, DeskService]]]:
    with desk(250) as few, desk(2000) as many:
        yield [few, many]


@pytest.mark.parametrize(("who", "page"), PAGES, ids=lambda each: each if isinstance(each, str) else each.role)
def test_a_page_costs_the_same_with_a_thousand_applications_and_with_eight(
    desks: list[tuple[SqliteTable, DeskService]], who: Member, page: str
) -> None:
    few, many = (reads(client, service, who, page) for client, service in desks)
    assert (few[0], few[1]) == (many[0], many[1])
    assert many[1] <= MOST_READ and len(many[2].encode()) < 50_000


def test_what_waits_is_shown_first_and_that_there_is_more_is_said(desks: list[tuple[SqliteTable, DeskService]]) -> None:
    client, service = desks[1]
    for who in (SECRETARY, FIRST, EXPERT):
        page = reads(client, service, who, "")[2]
        assert (page.count('<li class="desk-row'), "desk-done" in page, "Бұл бәрі емес" in page) == (50, False, True)


def test_with_lists_of_an_earlier_layout_the_pages_show_the_same(desks: list[tuple[SqliteTable, DeskService]]) -> None:
    client, service = desks[0]
    pages = [(SECRETARY, page) for page in ("", "interviews", DAY_NEAR)]
    whole = [rows(reads(client, service, who, page)[2]) for who, page in pages]
    state = key(f"projection#{CALL}", "state")
    client.put_item(TableName="t", Item=state | {"layout": {"N": "1"}})
    assert [rows(reads(client, service, who, page)[2]) for who, page in pages] == whole
    assert all(whole)
    service.committee.projection.mark_whole(CALL)  # type: ignore[attr-defined]


def rows(page: str) -> list[str]:
    """The applications a page names, in its order, and the days of its menu."""
    return re.findall(r"applications/(\w+)|day=([\d-]+)", page)
