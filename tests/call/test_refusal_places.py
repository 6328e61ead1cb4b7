"""On which line of which file a refusal stands, and the way to its value as people read it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from chalicelib.call.definition_error import DefinitionError, unknown_key
from chalicelib.call.definition_files import File, unreadable
from chalicelib.call.refusal_places import way_of, with_places, without_misspelt

CALL = """id = "my-call"
title = { kk = "а", ru = "б" }

[contact]
phones = [
  { dial = "109" },
  { dial = "112" },
]

[[rule]]
id = "window"
"""
FORM = f"""version = 1

[[section]]
id = "about"
label = {{ kk = "а", ru = "б" }}
[[section.field]]
id = "mail"
kind = "email"
[[section.field]]
kind = "text"
[[section.field]]
id = "{"x" * 60}"
[[section.field]]
id = "{"x" * 61}"
[[section.field]]
id = ""
code = "by_code"
[[section.field]]
id = 5
[[section.field]]
id = "q"

[package]
[[package.document]]
kind = "passport"
most = 0
"""
FILES = [File(root, text, tomllib.loads(text)) for root, text in (("call", CALL), ("form", FORM))]
FOLDER = Path("my-call")
Place = tuple[str, int, str]


def placed(*faults: DefinitionError) -> list[Place]:
    first = with_places(faults, FOLDER, FILES)
    return [(each.file, each.line, each.shown) for each in (first, *first.others)]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("call", ("my-call/call.toml", 1, "")), ("call.id", ("my-call/call.toml", 1, "id")),
        ("call.title.ru", ("my-call/call.toml", 2, "title.ru")),
        # What is missing is told where the table begins that lacks it.
        ("call.contact.email", ("my-call/call.toml", 4, "contact.email")),
        ("call.opens_at", ("my-call/call.toml", 1, "opens_at")),
        # A row without a name of its own is counted from one.
        ("call.contact.phones[1].dial", ("my-call/call.toml", 7, "contact.phones[2].dial")),
        ("call.contact.phones[1].shown", ("my-call/call.toml", 7, "contact.phones[2].shown")),
        ("call.rule[0].id", ("my-call/call.toml", 11, "rule[window].id")),
        ("form.version", ("my-call/form.toml", 1, "version")),
        ("form.section[0].field[0].id", ("my-call/form.toml", 7, "section[about].field[mail].id")),
        # The kind of a question is no name, a document's is; nor is one that is empty, no text, or endless.
        ("form.section[0].field[1].kind", ("my-call/form.toml", 10, "section[about].field[2].kind")),
        ("form.section[0].field[2].id", ("my-call/form.toml", 12, f"section[about].field[{'x' * 60}].id")),
        ("form.section[0].field[3].id", ("my-call/form.toml", 14, "section[about].field[4].id")),
        ("form.section[0].field[4].id", ("my-call/form.toml", 16, "section[about].field[by_code].id")),
        ("form.section[0].field[5].id", ("my-call/form.toml", 19, "section[about].field[6].id")),
        ("form.section[0].field[6].id", ("my-call/form.toml", 21, "section[about].field[q].id")),
        ("form.section[0].field[9].id", ("my-call/form.toml", 6, "section[about].field[10].id")),
        ("form.package.document[0].most", ("my-call/form.toml", 26, "package.document[passport].most")),
        # Of a file that is not read as a definition only its name is known.
        ("look.light.ink", ("my-call/look.toml", 0, "")), ("emblem", ("my-call/emblem.svg", 0, "")),
        ("ornament", ("my-call/ornament.svg", 0, "")),
    ],
)  # fmt: skip
def test_a_place_is_a_file_a_line_and_a_way_that_people_can_follow(place: str, where: Place) -> None:
    assert placed(DefinitionError("wrong_type", place)) == [where]


def test_a_key_that_nobody_knows_is_told_at_its_own_line_and_its_tables_place() -> None:
    places = placed(unknown_key("call", "title", []), unknown_key("form.section[0].field[0]", "kind", ["kind_"]))
    assert places == [
        ("my-call/call.toml", 2, ""), ("my-call/form.toml", 8, "section[about].field[mail]"),
    ]  # fmt: skip


def test_refusals_stand_in_the_order_of_the_files_and_of_their_lines_and_equal_ones_as_they_were_found() -> None:
    found = [
        "look.x",
        "form.package.document[0].most",
        "form.version",
        "form.fingerprint",
        "call.rule[0].id",
        "call.id",
    ]
    first = with_places([DefinitionError("wrong_type", place) for place in found], FOLDER, FILES)
    assert [each.place for each in (first, *first.others)] == [
        "call.id", "call.rule[0].id", "form.version", "form.fingerprint", "form.package.document[0].most", "look.x",
    ]  # fmt: skip
    assert all(other.others == () for other in first.others)


def test_a_refusal_that_knows_its_line_keeps_it() -> None:
    located = unreadable(FOLDER, "call.toml", "no_toml", 77)
    assert placed(located, DefinitionError("wrong_type", "call.rule[0].id")) == [
        ("my-call/call.toml", 11, "rule[window].id"), ("my-call/call.toml", 77, ""),
    ]  # fmt: skip


def test_a_slip_of_a_key_is_one_mistake_and_not_a_missing_key_too() -> None:
    slip, missed = unknown_key("call", "titel", ["title"]), DefinitionError("missing", "call.title")
    elsewhere = [DefinitionError("missing", "form.title"), DefinitionError("wrong_type", "call.title")]
    assert without_misspelt([missed, slip, *elsewhere]) == [slip, *elsewhere]
    assert without_misspelt([missed]) == [missed]


def test_a_way_is_read_step_by_step() -> None:
    assert way_of("section[2].field[10].min") == ("section", 2, "field", 10, "min")
    assert way_of("") == ()


def test_before_its_files_are_read_a_refusal_knows_its_file_and_its_way_but_no_line() -> None:
    fault = DefinitionError("wrong_type", "call.amendment[0].closes_at", expected="datetime")
    assert (fault.file, fault.line, fault.shown) == ("call.toml", 0, "amendment[0].closes_at")
    assert (fault.is_located, fault.others) == (False, ())
    # Where nobody tells it in a sentence, a programmer reads the same.
    assert str(fault) == "wrong_type at call.amendment[0].closes_at: {'expected': 'datetime'}"
