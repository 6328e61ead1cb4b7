"""An event without its mail is visible to staff, and an uncertain one goes again only by a person's decision."""

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.notices.notice import of_event
from chalicelib.store.outbox import TableOutbox
from staff import stafflog
from tests.building import OPEN
from tests.selection import building
from tests.staff.conftest import NEXT_DAY, Tool

MARK = "000001#received"


@pytest.fixture
def number(call: Call, tool: Tool) -> str:
    return building.submitted(call, tool.store)


@pytest.fixture
def outbox(tool: Tool) -> TableOutbox:
    return TableOutbox(tool.place.client, tool.place.table)


def states(tool: Tool) -> list[tuple[str, str, int, str]]:
    rows = tool.json("mail", "list")["mails"]
    return [(row["mark"], row["state"], row["attempts"], row["why"]) for row in rows]


def test_a_mail_that_nobody_sent_is_listed_and_one_that_was_sent_is_not(
    tool: Tool, number: str, outbox: TableOutbox
) -> None:
    assert states(tool) == [(MARK, "waiting", 0, "")]
    notice = of_event(number, "received", 1, OPEN)
    outbox.settle(notice, outbox.claim(notice, OPEN, "sending"), "failed", OPEN, "TooManyRequestsException")
    assert states(tool) == [(MARK, "failed", 1, "TooManyRequestsException")]
    outbox.settle(notice, outbox.claim(notice, OPEN, "sending"), "sent", OPEN, "message-id")
    assert states(tool) == []


@pytest.mark.parametrize(
    ("language", "words"), [("kk", ("Өтінім қабылданды", "күтіп тұр")), ("ru", ("Заявка принята", "ожидает отправки"))]
)
def test_the_list_names_the_mail_and_its_state(tool: Tool, number: str, language: str, words: tuple[str, ...]) -> None:
    ran = tool("mail", "list", "--lang", language)
    assert ran.code == 0
    assert [word for word in (*words, number, MARK) if word not in ran.out] == []


def test_only_an_uncertain_mail_can_be_released_and_who_did_is_recorded(
    tool: Tool, number: str, outbox: TableOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staff.places.Place.now", lambda place: NEXT_DAY)
    notice = of_event(number, "received", 1, OPEN)
    assert tool("mail", "release", number, MARK).code == 4
    outbox.claim(notice, NEXT_DAY - timedelta(minutes=14), "sending")
    assert tool("mail", "release", number, MARK).code == 4
    later = NEXT_DAY + timedelta(minutes=1)
    assert tool("mail", "release", number, MARK, at=later).code == 0
    assert states(tool) == [(MARK, "failed", 1, "released")]
    assert [entry["command"] for entry in stafflog.entries(tool.place, NEXT_DAY.strftime("%Y-%m-%d"))] == [
        "mail release"
    ]
    assert tool("mail", "release", number, MARK, at=later).code == 4
