"""An act on a damaged record says in one sentence whose record it is and which part; nothing is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call, say
from chalicelib.selection import interviews
from chalicelib.store.event_items import key_of
from staff.applications.damage import Damage
from staff.printing.damage_words import part_in_words
from tests.building import OPEN
from tests.selection import building
from tests.staff.conftest import Tool, rehearsal_clock
from tests.staff.odd_items import ODD, later, odd_items

LATE = OPEN + timedelta(days=40)
AHEAD = (LATE + timedelta(days=1)).isoformat()
ACTS = {
    "admit": ["admit", "{n}"],
    "decline": ["decline", "{n}", "--reason", "incomplete", "--text", "x"],
    "exclude": ["exclude", "{n}", "--text", "x"],
    "complete": ["complete", "{n}"],
    "exception": ["exception", "{n}", "--window", "supplement", "--until", AHEAD, "--why", "x"],
    "schedule": ["interview", "schedule", "{n}", "--when", AHEAD, "--place", "x", "--format", "offline"],
    "record": ["interview", "record", "{n}", "--held", "2021-09-16", "--committee", "А", "--expert", "Б",
               "--outcome", "passed", "--why", "x"],
    "score": ["score", "{n}", "1=8 x", "--for", "Б"],
    "assign": ["task", "assign", "{n}", "--title", "x", "--due", LATE.date().isoformat()],
    "done": ["task", "done", "{n}", "1"],
    "missed": ["task", "missed", "{n}", "1"],
    "key": ["key", "{n}", "--why", "x"],
}  # fmt: skip
# Parts without which nobody can say what an application is.
FATAL = {"answers", "detail", "at", "item", "events", "status", "act", "record"}


def words_of(act: str, number: str) -> list[str]:
    return [word.format(n=number) for word in ACTS[act]]


def put(tool: Tool, *items: dict[str, Any]) -> None:
    for item in items:
        tool.place.client.put_item(TableName=tool.place.table, Item=item)


@pytest.fixture
def odd(tool: Tool) -> Tool:
    put(tool, *odd_items())
    return tool


@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.slow) for turn in range(1, len(ACTS)))])
def test_no_act_on_an_odd_record_ends_otherwise_than_in_words(odd: Tool, turn: int) -> None:
    """Each odd record meets another act at each turn; all turns together are every act on every record."""
    for place, (number, (_, parts)) in enumerate(ODD.items()):
        act = list(ACTS)[(place + turn) % len(ACTS)]
        before = odd.place.client.scan(TableName=odd.place.table)["Count"]
        ran = odd(*words_of(act, number), "--json", at=LATE)
        told = ran.json
        written = odd.place.client.scan(TableName=odd.place.table)["Count"] - before
        # A new key is an event, and the item by which it is found.
        assert (ran.code, written) in {(0, 2 if act == "key" else 1), (3, 0), (5, 0)}, (act, number, ran)
        if ran.code == 5:
            assert (told["error"], told["number"]) == ("damaged", number)
            assert {each["part"] for each in told["damaged"]} & (parts | FATAL), (act, number, told)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("part", "text"), [("answers", "{бүлінген"), ("detail", "{"), ("at", "кеше")])
def test_the_sentence_names_the_application_and_the_part(
    call: Call, tool: Tool, language: str, part: str, text: str
) -> None:
    number = building.interviewed(call, tool.store)
    tool.place.client.update_item(
        TableName=tool.place.table, Key=key_of(number, 1), UpdateExpression="SET #part = :text",
        ExpressionAttributeNames={"#part": part}, ExpressionAttributeValues={":text": {"S": text}},
    )  # fmt: skip
    parts = part_in_words(Damage(number, part, 1), language)
    for act in ("admit", "score", "key"):
        ran = tool(*words_of(act, number), "--lang", language, at=LATE)
        assert (ran.code, ran.out) == (5, ""), act
        assert ran.err.strip().replace("\n", " ") == say(
            "staff", "damage.stopped", language, number=number, parts=parts
        )


def test_an_act_never_takes_the_place_of_a_missing_event(call: Call, tool: Tool) -> None:
    number = building.interviewed(call, tool.store)
    tool.place.client.delete_item(TableName=tool.place.table, Key=key_of(number, 2))
    told = tool("decline", number, "--reason", "incomplete", "--text", "x", "--json", at=LATE).json
    assert (told["error"], told["damaged"]) == ("damaged", [{"number": number, "part": "events"}])
    assert [event.seq for event in tool.store.events(number)] == [1, 3]


def test_a_person_who_confirms_is_told_too_and_a_sound_record_is_decided_on(call: Call, odd: Tool) -> None:
    ran = odd("admit", "3333-0005", at=LATE, ask=lambda _: "иә")
    assert ran.code == 5 and "3333-0005" in ran.err
    number = building.interviewed(call, odd.store, "failed")
    assert odd("decline", number, "--reason", "interview_failed", "--text", "x", at=LATE).code == 0


def test_a_fault_of_the_program_is_not_blamed_on_a_sound_record(
    call: Call, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = building.interviewed(call, tool.store)

    def broken(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(interviews, "to_score", broken)
    with pytest.raises(KeyError):
        tool(*words_of("score", number), at=LATE)


def test_a_record_of_which_nothing_can_be_read_is_damaged_and_not_unknown(tool: Tool) -> None:
    item = {**key_of("4444-4444", 1), "form": {"N": "9" * 30}, "at": {"S": "x"}}
    put(tool, item)
    for words in (["show", "4444-4444"], ["admit", "4444-4444"]):
        ran = tool(*words, "--json", at=LATE)
        assert ran.code in (0, 5) and "4444-4444" in ran.out, ran
    assert tool("show", "5555-5555", at=LATE).code == 4


# ---------------------------------------------------------------- mails and documents


def test_mails_of_the_others_are_listed_and_the_damaged_named(call: Call, odd: Tool) -> None:
    number = building.submitted(call, odd.store)
    put(odd, {"pk": {"S": "mail#6666-6666"}, "sk": {"S": "000001#received"}, "at": {"S": "x"}})
    told = odd.json("mail", "list")
    assert [row["mark"] for row in told["mails"] if row["number"] == number] == ["000001#received"]
    named = {(each["number"], each["part"]) for each in told["damaged"]}
    assert {("3333-0008", "detail"), ("3333-0015", "at"), ("3333-0013", "events"), ("6666-6666", "mail")} <= named
    ran = odd("mail", "list", "--lang", "ru")
    assert ran.code == 0 and "6666-6666: " in ran.err
    assert {row["number"] for row in told["mails"]}.isdisjoint({"3333-0008", "3333-0013"})


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_mail_of_a_damaged_record_is_not_released(odd: Tool, language: str) -> None:
    with rehearsal_clock(odd, "2021-09-16T10:00:00.000+06:00"):
        ran = odd("mail", "release", "3333-0008", "000001#received", "--lang", language, "--json")
    assert (ran.code, ran.json["error"]) == (5, "damaged")


def test_odd_documents_hide_none_of_the_others(call: Call, odd: Tool) -> None:
    for number in ("3333-0005", "3333-0008", "3333-0014", "3333-0022", "3333-0025"):
        ran = odd("document", number, "--json", at=LATE)
        assert ran.code == 0 and ran.json["documents"] == [], (number, ran)
    detail = {"document": "a", "kind": "leader_id", "filename": "a.pdf", "size": 1, "content_type": "application/pdf",
              "sha256": "x", "replaces": ""}  # fmt: skip
    number = "3333-0025"
    put(odd, later(number, 3, "receive_document", "submitted", detail))
    told = odd.json("document", number, at=LATE)
    assert [document["document"] for document in told["documents"]] == ["a"]
    assert {"number": number, "part": "detail", "seq": 2} in told["damaged"]
