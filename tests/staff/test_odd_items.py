"""One odd item never silences the rest: it is counted, named and shown as what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from results import results

from chalicelib.call import Call, say
from staff.applications.damage import Damage
from staff.applications.item_reading import read_item
from staff.printing.damage_words import MOST, damage_lines
from tests.building import OPEN
from tests.staff.conftest import Tool
from tests.staff.odd_items import ODD, SOUND, odd_items

LATE = OPEN + timedelta(days=40)


@pytest.fixture
def odd(tool: Tool) -> Tool:
    for item in odd_items():
        tool.place.client.put_item(TableName=tool.place.table, Item=item)
    return tool


def named(told: dict[str, Any]) -> dict[str, set[str]]:
    """Parts by number."""
    found: dict[str, set[str]] = {}
    for each in told["damaged"]:
        found.setdefault(each["number"], set()).add(each["part"])
    return found


def test_the_list_has_every_application_and_names_what_could_not_be_read(odd: Tool) -> None:
    told = odd.json("list", at=LATE)
    drafts = odd.json("list", "--status", "draft", at=LATE)
    listed = {row["number"] for row in told["applications"]} | {row["number"] for row in drafts["applications"]}
    assert listed == {SOUND, *ODD}
    readable = {number: parts - {"record"} for number, (_, parts) in ODD.items() if parts - {"record"}}
    assert {number: parts - {"record"} for number, parts in named(told).items() if parts - {"record"}} == readable


def test_the_queue_has_what_cannot_be_told_as_the_committees(odd: Tool) -> None:
    told = odd.json("queue", at=LATE)
    waits = {row["number"]: (row["waiting_for"], row["on"]) for row in told["queue"]}
    assert waits[SOUND] == ("to_schedule", "committee")
    assert waits["3333-0009"] == waits["3333-0018"] == waits["3333-0020"] == ("damaged", "committee")
    drafts_and_done = {f"3333-000{place}" for place in range(1, 5)} | {"3333-0014"}
    assert set(waits) | drafts_and_done >= {SOUND, *ODD} - {"3333-0021"}


@pytest.mark.parametrize(("command", "language"), [("show", "kk"), ("history", "ru")])
def test_each_is_shown_and_its_damage_named(odd: Tool, command: str, language: str) -> None:
    for number in (SOUND, *ODD):
        told = odd.json(command, number, at=LATE)
        wanted, parts = ODD[number][1] if number in ODD else set(), {each["part"] for each in told["damaged"]}
        assert told["number"] == number and parts - {"record"} == wanted - {"record"}, number
        assert "record" not in parts or "record" in wanted, number
        ran = odd(command, number, "--lang", language, at=LATE)
        assert ran.code == 0 and ran.out
        lines = [*damage_lines([Damage(**each) for each in told["damaged"]], language)]
        assert all(line in ran.err for line in lines[1:]), number


def test_odd_answers_are_shown_as_they_were_sent(odd: Tool) -> None:
    assert odd.json("show", "3333-0001")["answers"]["team_members"] == [None, {"full_name": "Ұлжан"}]
    told = odd.json("show", "3333-0002")["answers"]["team_members"]
    assert told == ["мәтін", 5, [], {"full_name": {"x": 1}}]
    told = odd.json("show", "3333-0004")["answers"]
    assert (told["project_title"], told["summary"], told["consent_publication"]) == (12, ["a"], "иә")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_lists_of_tasks_and_results_leave_nobody_out(odd: Tool, call: Call, language: str, tmp_path: Any) -> None:
    assert odd.json("task", "list", at=LATE)["damaged"]
    out = tmp_path / "results.json"
    assert odd("results", "--out", str(out), "--lang", language, at=LATE).code == 0
    told = json.loads(out.read_text("utf-8"))
    submitted = sum(1 for items, _ in ODD.values() if items[0].get("act") == {"S": "submit"}) + 1
    assert told["totals"]["received"] == submitted
    assert len(told["admitted"]) == 2
    told["admitted"][0]["group"], told["admitted"][1]["territory"] = "lost", "lost"
    out.write_text(json.dumps(told), "utf-8")
    page = results(call, language, out)
    group = call.form.role("group")
    assert group and say("site", "results.no_group", language, group=group.label[language]) in page
    assert page.count("<li>") == len(told["admitted"])


def test_a_table_with_nothing_odd_says_so_in_json_and_nothing_to_people(tool: Tool) -> None:
    ran = tool("list")
    assert (ran.err, tool.json("list")["damaged"]) == ("", [])


def test_more_than_anybody_reads_are_counted() -> None:
    found = [Damage(f"{place:04d}-0000", "answers", 1) for place in range(MOST + 5)]
    lines = [*damage_lines(found + found, "ru")]
    assert len(lines) == MOST + 2 and str(MOST + 5) in lines[0] and lines[-1].strip() == "и ещё 5"


def test_an_item_of_which_nothing_can_be_read_is_named_by_its_key() -> None:
    event, damage = read_item({"pk": {"S": "application#2222-2222"}, "sk": {"S": "event#x"}, "form": {"N": "9" * 5000}})
    assert event is None or event.number == "2222-2222"
    assert damage and {each.number for each in damage} == {"2222-2222"}


def every_part() -> Iterator[str]:
    yield from ("answers", "detail", "at", "item", "events", "status", "act", "record", "answer", "event", "more")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_part_has_its_words(language: str) -> None:
    params = {"field": "x", "seq": 1, "count": 1}
    assert all(say("staff", f"damage.{part}", language, **params) for part in every_part())
