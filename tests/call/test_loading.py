import copy
import re
import tomllib
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call, DefinitionError, words
from chalicelib.call.current import CALLS
from chalicelib.call.loading import build_call, load_call
from chalicelib.call.wording import keyboard_text
from chalicelib.call.words import WORDS

FOLDER = CALLS / "rukhani-zhangyru-2021"
Table = dict[str, Any]


def tables() -> tuple[Table, Table]:
    call, form = (tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("call", "form"))
    return copy.deepcopy(call), copy.deepcopy(form)


def first_field(form: Table) -> Table:
    return form["section"][0]["field"][0]  # type: ignore[no-any-return]


def built(call: Table, form: Table) -> Call:
    """The call of these tables; where a list changed what answers are judged by, under the form's new fingerprint."""
    try:
        return build_call(call, form)
    except DefinitionError as error:
        if error.code != "form_changed":
            raise
        return build_call(call, form | {"fingerprint": error.params["fingerprint"]})


def rule(call: Table, rule_id: str) -> Table:
    return next(row for row in call["rule"] if row["id"] == rule_id)


def amend(call: Table, *entries: tuple[int, int | None]) -> None:
    """Amendments by days counted from 31 August: when each is made, and which day it moves the closing to."""
    start, both = call["closes_at"].replace(month=8, day=31, hour=10), {"kk": "…", "ru": "…"}
    call["amendment"] = [
        {"at": start + timedelta(days=made), "what": both, "why": both}
        | ({"closes_at": start + timedelta(days=moved)} if moved else {})
        for made, moved in entries
    ]


def test_an_extension_moves_the_closing_and_every_text_that_names_it() -> None:
    call, form = tables()
    later = datetime.fromisoformat("2021-10-05T18:00:00+06:00")
    both = {"kk": "…", "ru": "…"}
    call["amendment"] = [{"at": call["opens_at"], "closes_at": later, "what": both, "why": both}]
    extended = build_call(call, form)
    assert (extended.closes_at, extended.announced_closes_at) == (later, call["closes_at"])
    assert "5 октября 2021 года" in keyboard_text(extended.rule("deadline").text["ru"])


def test_another_call_is_another_folder(tmp_path: Any) -> None:
    folder = tmp_path / "next-2022"
    folder.mkdir()
    for name in ("call", "form"):
        text = (FOLDER / f"{name}.toml").read_text("utf-8").replace("rukhani-zhangyru-2021", "next-2022")
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    assert load_call(folder).id == "next-2022"


@pytest.mark.call_of_2021
def test_the_call_is_the_announcements(call: Call) -> None:
    assert (len(call.directions), len(call.criteria), len(call.applicant_types), len(call.districts)) == (6, 5, 6, 20)
    assert [phone.shown for phone in call.contact.phones] == ["(87282) 41-15-81", "87479002640", "87074131988"]
    assert [keyboard_text(way) for way in call.contact.ways] == [
        "(87282) 41-15-81",
        "+7 747 900 26 40",
        "+7 707 413 19 88",
    ]


def test_no_text_of_the_call_keeps_an_unfilled_brace(call: Call) -> None:
    texts = [rule.text for rule in call.rules] + [field.label for field in call.form] + [call.consent.text]
    assert [text for text in texts if "{" in "".join(text.values())] == []


@pytest.mark.parametrize("room", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_every_sentence_has_both_languages_and_the_same_braces(room: str) -> None:
    for key, text in words(room).items():
        braces = [sorted(set(re.findall(r"\{(\w+)", text[language]))) for language in ("kk", "ru")]
        assert braces[0] == braces[1], f"{room}.{key}"
