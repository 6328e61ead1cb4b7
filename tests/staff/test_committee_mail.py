"""An event without its mail is visible to staff, and an uncertain one goes again only by a person's decision."""

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.notices.notice import of_event
from chalicelib.rules.mail_service import MailService
from chalicelib.store.mail_service_state import TableServiceRecord
from chalicelib.store.outbox import TableOutbox
from staff.console import staff_log
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


def test_what_the_service_refused_is_listed_with_why_and_since_when(
    tool: Tool, number: str, outbox: TableOutbox
) -> None:
    notice = of_event(number, "received", 1, OPEN)
    for n in range(2):
        claimed_at = OPEN + timedelta(hours=n)
        outbox.settle(notice, outbox.claim(notice, claimed_at, "sending"), "deferred", claimed_at, "AddressNotVerified")
    assert [
        (row["state"], row["attempts"], row["why"], row["since"]) for row in tool.json("mail", "list")["mails"]
    ] == [("deferred", 0, "AddressNotVerified", "2021-09-15T10:00:00.000+06:00")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Пошта қызметі хаттарды қабылдамай тұр", "11.15")),
        ("ru", ("Почтовая служба не принимает письма", "11.15")),
    ],
)
def test_the_list_says_that_the_service_refuses_why_since_when_and_until_when(
    tool: Tool, number: str, language: str, words: tuple[str, ...]
) -> None:
    assert tool.json("mail", "list")["service"] is None
    rest = MailService(0, 7, OPEN, OPEN + timedelta(minutes=75), "LimitExceededException")
    TableServiceRecord(tool.place.client, tool.place.table).write(rest)
    assert tool.json("mail", "list")["service"] == {
        "why": "LimitExceededException", "since": "2021-09-15T10:00:00.000+06:00",
        "next_try": "2021-09-15T11:15:00.000+06:00",
    }  # fmt: skip
    shown = " ".join(tool("mail", "list", "--lang", language).out.split())
    assert [word for word in (*words, "LimitExceededException") if word not in shown] == []


def test_the_list_can_be_cut_to_states(tool: Tool, number: str) -> None:
    assert [row["state"] for row in tool.json("mail", "list", "--state", "waiting")["mails"]] == ["waiting"]
    assert tool.json("mail", "list", "--state", "failed", "--state", "deferred")["mails"] == []
    assert tool("mail", "list", "--state", "strange").code == 2


def test_mails_that_failed_are_released_together_and_those_of_other_states_are_not(
    call: Call, tool: Tool, outbox: TableOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: NEXT_DAY)
    numbers = [building.submitted(call, tool.store, settlement=name) for name in ("Есік", "Талғар", "Текелі")]
    for number in numbers[:2]:
        notice = of_event(number, "received", 1, OPEN)
        outbox.settle(notice, outbox.claim(notice, OPEN, "sending"), "failed", OPEN, "BadRequestException")
    released = tool.json("mail", "release", "--all", "--state", "failed")["released"]
    assert sorted(row["number"] for row in released) == sorted(numbers[:2])
    assert sorted(states(tool)) == [
        (MARK, "deferred", 0, "released"), (MARK, "deferred", 0, "released"), (MARK, "waiting", 0, ""),
    ]  # fmt: skip
    assert tool.json("mail", "release", "--all", "--state", "failed")["released"] == []
    (entry,) = staff_log.entries(tool.place, NEXT_DAY.strftime("%Y-%m-%d"))
    assert (entry["command"], entry["why"]) == ("mail release", "--all --state failed")


@pytest.mark.parametrize(
    "wrong", [(), ("2345-DFGJ",), ("--all",), ("--state", "failed"), ("2345-DFGJ", MARK, "--all", "--state", "failed")]
)
def test_release_wants_one_mail_or_all_of_a_state_and_nothing_between(tool: Tool, wrong: tuple[str, ...]) -> None:
    assert tool("mail", "release", *wrong).code == 2


def test_a_mail_nobody_tried_in_time_is_released_by_a_person(
    tool: Tool, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = OPEN + timedelta(days=3)
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: late)
    assert [row["state"] for row in tool.json("mail", "list", at=late)["mails"]] == ["overdue"]
    assert tool("mail", "release", number, MARK, at=late).code == 0
    assert [row["state"] for row in tool.json("mail", "list", at=late)["mails"]] == ["deferred"]


def test_mails_are_listed_by_every_state_that_one_can_be_in(tool: Tool, number: str) -> None:
    states = ["waiting", "deferred", "sending", "failed", "uncertain", "overdue", "lapsed", "limited", "no_address"]
    asked = [word for state in states for word in ("--state", state)]
    assert tool("mail", "list", *asked).code == 0
    assert tool("mail", "list", "--state", "sent").code == 2


def test_a_mail_over_the_day_s_bound_is_released_by_a_person(
    tool: Tool, number: str, outbox: TableOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: NEXT_DAY)
    outbox.claim(of_event(number, "received", 1, OPEN), OPEN, "limited")
    assert [row["state"] for row in tool.json("mail", "list", "--state", "limited", at=NEXT_DAY)["mails"]] == [
        "limited"
    ]
    assert tool("mail", "release", "--all", "--state", "limited", at=NEXT_DAY).code == 0
    assert [row["state"] for row in tool.json("mail", "list", at=NEXT_DAY)["mails"]] == ["deferred"]


def test_only_what_no_sender_will_take_again_can_be_released_and_who_did_is_recorded(
    tool: Tool, number: str, outbox: TableOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: NEXT_DAY)
    notice = of_event(number, "received", 1, OPEN)
    assert tool("mail", "release", number, MARK).code == 4
    outbox.claim(notice, NEXT_DAY - timedelta(minutes=14), "sending")
    assert tool("mail", "release", number, MARK).code == 4
    later = NEXT_DAY + timedelta(minutes=1)
    assert tool("mail", "release", number, MARK, at=later).code == 0
    assert states(tool) == [(MARK, "deferred", 0, "released")]
    assert [entry["command"] for entry in staff_log.entries(tool.place, NEXT_DAY.strftime("%Y-%m-%d"))] == [
        "mail release"
    ]
    assert tool("mail", "release", number, MARK, at=later).code == 4
