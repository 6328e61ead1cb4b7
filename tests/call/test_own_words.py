"""A folder's own words over the defaults: what is put together of both, of the call's parts and of its terms."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import DefinitionError
from chalicelib.call.call_parts import call_terms, parts_of, texts_for_parts
from chalicelib.call.call_words import word_faults
from chalicelib.call.words import WORDS, already_read, default_words, rooms, say, term, words, words_of

Place = tuple[str, str, dict[str, Any], str, int]
# The defaults of every call say them.
TITLES = 'title = { kk = "Оқу жазы", ru = "Лето учёбы" }\nshort_title = { kk = "Оқу", ru = "Учёба" }\n'
TEXT = 'brand = { kk = "а", ru = "б" }'


def folder_with(folder: Path, **files: str) -> Path:
    """`call` is the definition, any other a room's words."""
    (folder / "words").mkdir()
    for name, text in ({"call": TITLES} | files).items():
        (folder / ("" if name == "call" else "words") / f"{name}.toml").write_text(text, "utf-8")
    return folder


def faults_of(folder: Path) -> list[tuple[str, str, dict[str, Any]]]:
    return [(fault.code, fault.place, fault.params) for fault in word_faults(folder)]


KNOWN_ROOMS = ", ".join(sorted({path.stem for path in WORDS.glob("*.toml")} - {"definition"}))
KNOWN_TERMS = ", ".join(sorted([*default_words("terms"), "call.title", "call.short_title"]))
SAYS: dict[str, tuple[dict[str, str], list[tuple[str, str, dict[str, Any]]]]] = {
    "nothing": ({}, []),
    "a text": ({"site": TEXT}, []),
    "a text as long as may be": ({"site": f'brand = {{ kk = "{"а" * 5000}", ru = "б" }}'}, []),
    "a text of two lines": ({"site": 'brand = { kk = "а\\nб", ru = "б" }'}, []),
    "a brace that the default fills, in another order": (
        {"guards": 'score_range = { kk = "{max} {min} {criterion}", ru = "{criterion} {criterion}" }'}, []),
    "a brace written twice is a sign": ({"site": 'brand = { kk = "{{а}}", ru = "б" }'}, []),
    "a term": ({"site": 'brand = { kk = "{committee.name} {Committee.of}", ru = "{call.title}" }'}, []),
    # Only terms are whole or not at all.
    "one sentence of several": ({"guards": '[next]\nno_place = { kk = "а", ru = "б" }'}, []),
    "a room that nobody knows": ({"pages": ""}, [("unknown_words", "words/pages", {"known": KNOWN_ROOMS})]),
    "a room that nobody knows beside one that is wrong": (
        {"pages": "", "site": "x = 1"},
        [("unknown_words", "words/pages", {"known": KNOWN_ROOMS}), ("not_a_text", "words/site.x", {})]),
    "the refusals' own words": (
        {"definition": ""}, [("unknown_words", "words/definition", {"known": KNOWN_ROOMS})]),
    "keys that nobody says": (
        {"site": f'brend = {{ kk = "а", ru = "б" }}\n{TEXT}\nxyzzy = {{ kk = "а", ru = "б" }}'},
        [("unknown_key_near", "words/site", {"key": "brend", "near": "brand"}),
         ("unknown_key", "words/site", {"key": "xyzzy"})]),
    "a text that is too long": (
        {"site": f'brand = {{ kk = "{"а" * 5001}", ru = "{{x}}" }}'},
        [("text_too_long", "words/site.brand", {"length": 5001, "most": 5000})]),
    "a sign that hides": (
        {"site": 'brand = { kk = "а", ru = "б\\u202E" }'},
        [("forbidden_sign", "words/site.brand", {"sign": "U+202E"})]),
    "a brace that nobody fills": (
        {"guards": 'score_range = { kk = "{min}", ru = "{most}" }'},
        [("unknown_fact", "words/guards.score_range",
          {"language": "ru", "fact": "most", "known": "criterion, max, min"})]),
    "a brace where nothing is filled": (
        {"site": 'brand = { kk = "{y} {x}", ru = "б" }'},
        [("unknown_fact", "words/site.brand", {"language": "kk", "fact": "x", "known": "—"})]),
    "a lone brace": ({"site": 'brand = { kk = "а", ru = "{б" }'}, [("lone_brace", "words/site.brand", {})]),
    "a term that nobody knows": (
        {"terms": "", "site": 'brand = { kk = "{my.name}", ru = "б" }'},
        [("unknown_fact", "words/site.brand",
          {"language": "kk", "fact": "my.name", "known": KNOWN_TERMS})]),
    "names by half, each told": (
        {"terms": '[programme]\nname = { kk = "а", ru = "б" }\nof = { kk = "а", ru = "б" }\n'
                  '[group]\nown = { kk = "а", ru = "б" }'},
        [("term_by_half", "words/terms.group", {"forms": "many"}),
         ("term_by_half", "words/terms.programme", {"forms": "from, in"})]),
    "a name without any form": (
        {"terms": 'group = { kk = "а", ru = "б" }'},
        [("unknown_key", "words/terms", {"key": "group"}),
         ("term_by_half", "words/terms.group", {"forms": "many, own"})]),
    "a text of a table in another that lacks a language": (
        {"site": '[results]\nnameless = { kk = "а" }\n[results.x]'},
        [("one_language", "words/site.results.nameless", {"language": "ru"})]),
    "a name in all its forms": (
        {"terms": '[group]\nown = { kk = "а", ru = "б" }\nmany = { kk = "а", ru = "б" }'}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_own_words_are_refused_for_each_thing_once(tmp_path: Path, name: str) -> None:
    files, faults = SAYS[name]
    assert faults_of(folder_with(tmp_path, **files)) == faults


def test_the_line_of_an_own_text_is_known_to_whoever_reads_one_room(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, site=f'{TEXT}\nmenu = {{ kk = "{{my.name}}", ru = "б" }}', mail="\n\nx = 1")
    for room, code, line, shown in (("site", "unknown_fact", 2, "menu"), ("mail", "not_a_text", 3, "x")):
        with pytest.raises(DefinitionError) as error:
            words_of(folder, room)
        where = (error.value.code, error.value.file, error.value.line, error.value.shown)
        assert where == (code, f"{folder.name}/words/{room}.toml", line, shown)


def test_a_text_of_the_defaults_that_needs_a_title_the_call_lacks_is_blank_and_no_mistake_of_its_own(
    tmp_path: Path,
) -> None:
    folder = folder_with(tmp_path, call='short_title = { kk = "Оқу", ru = "Учёба" }')
    assert words_of(folder, "site")["site_name"] == {"kk": "", "ru": ""}


def test_a_package_says_what_it_was_packed_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site.json").write_text('{"brand": {"kk": "а", "ru": "б"}}', "utf-8")
    monkeypatch.setitem(already_read.__globals__, "WORDS", tmp_path)
    assert words_of(tmp_path, "site") == {"brand": {"kk": "а", "ru": "б"}}


def test_a_sentence_that_is_given_nothing_keeps_its_braces_for_whoever_fills_them() -> None:
    assert say("guards", "score_range", "ru") == words("guards")["score_range"]["ru"]
    assert "{criterion}" in say("guards", "score_range", "ru")


def test_a_page_names_things_by_terms_and_begins_a_sentence_with_one() -> None:
    of = words("terms")["committee.of"]["ru"]
    assert [term("ru", name) for name in ("committee.of", "Committee.of")] == [of, of[0].upper() + of[1:]]
    with pytest.raises(DefinitionError) as error:
        term("ru", "committee.off")
    known = ", ".join(sorted(words("terms")))
    named = {"language": "ru", "fact": "committee.off", "known": known}
    assert (error.value.code, error.value.place, error.value.params) == ("unknown_fact", "words/terms", named)


def test_the_defaults_are_keyed_by_the_way_to_each_text() -> None:
    default_words.cache_clear()
    read = default_words("site")
    table = tomllib.loads((WORDS / "site.toml").read_text("utf-8"))
    assert (read["brand"], read["results.nameless"]) == (table["brand"], table["results"]["nameless"])


def test_own_words_lie_over_the_defaults_key_by_key_and_terms_stand_in_both(tmp_path: Path) -> None:
    terms = '[group]\nown = { kk = "номинациясы", ru = "номинация" }\nmany = { kk = "а", ru = "б" }'
    folder = folder_with(tmp_path, terms=terms, site='menu = { kk = "{Group.own}", ru = "{group.own} 30-й" }')
    read = words_of(folder, "site")
    assert read["menu"] == {"kk": "Номинациясы", "ru": "номинация 30\u2011й"}
    assert read["theme"] == default_words("site")["theme"]
    assert set(read) >= {key for key in default_words("site") if not key.startswith("without.")}
    assert words_of(folder, "terms")["group.own"] == {"kk": "номинациясы", "ru": "номинация"}


def test_the_titles_of_a_call_are_terms_where_they_are_texts(tmp_path: Path) -> None:
    call = 'title = { kk = "Оқу жазы", ru = "Лето учёбы" }\nshort_title = { kk = "Оқу" }\n'
    folder = folder_with(tmp_path, call=call)
    blank = {"kk": "", "ru": ""}
    assert call_terms(folder) == {"call.title": {"kk": "Оқу жазы", "ru": "Лето учёбы"}, "call.short_title": blank}
    assert call_terms(tmp_path / "words") == {"call.title": blank, "call.short_title": blank}


def test_the_refusals_own_words_are_the_defaults_whatever_lies_beside_a_call(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, definition='missing = { kk = "а", ru = "б" }')
    assert words_of(folder, "definition") == default_words("definition")
    assert rooms() == sorted(path.stem for path in WORDS.glob("*.toml"))


# What is said in a call without some of its parts


A, B, C = ({"kk": name, "ru": name} for name in "abc")
TEXTS = {"x.y": A, "without.interview.x.y": C, "without.supplement.x.y": B, "without.scores.z": B, "z": A, "w": A}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        # Of nothing that is not known to be absent it is said that it is.
        ([], {"x.y": A, "z": A, "w": A}), (["interview", "supplement", "scores"], {"x.y": A, "z": A, "w": A}),
        (["interview", "scores"], {"x.y": B, "z": A, "w": A}), (["supplement", "scores"], {"x.y": C, "z": A, "w": A}),
        (["window"], {"x.y": C, "z": B, "w": A}), (["interview", "supplement"], {"x.y": A, "z": B, "w": A}),
    ],
)  # fmt: skip
def test_what_is_said_without_a_part_stands_in_the_place_of_what_is_said_with_it(parts: list[str], said: Any) -> None:
    assert texts_for_parts(TEXTS, frozenset(parts)) == said
    backwards = dict(reversed(TEXTS.items()))
    assert texts_for_parts(backwards, frozenset(parts)) == said


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        ("", []), ("rule = 5", []), ('rule = ["x"]', []), ('[[rule]]\nid = "window"', ["window"]),
        ('[[rule]]\nid = "interview"\n[[rule]]\nid = "window"', ["interview", "window"]),
        ('[[rule]]\nid = "interview"\n[[criterion]]\nnumber = 1', ["interview", "scores"]),
        ('criterion = []\n[[rule]]\nid = "interview"', ["interview"]),
        ('[[rule]]\nid = "window"\n[[criterion]]\nnumber = 1', ["window"]),
    ],
)  # fmt: skip
def test_the_parts_of_a_call_are_its_rules_and_scores_at_an_interview(
    tmp_path: Path, call: str, parts: list[str]
) -> None:
    assert parts_of(folder_with(tmp_path, call=call)) == frozenset(parts)
    assert parts_of(tmp_path / "words") == frozenset()


def test_a_call_without_interviews_is_told_so_in_its_words(tmp_path: Path) -> None:
    without = {key: text for key, text in default_words("guards").items() if key.startswith("without.interview.next.")}
    folder = folder_with(tmp_path, call='[[rule]]\nid = "window"')
    read = words_of(folder, "guards")
    for key, text in without.items():
        if not any("{" in words for words in text.values()):
            assert read[key.removeprefix("without.interview.")] == text
    assert not any(key.startswith("without.") for key in read)


def test_own_words_too_may_speak_of_a_call_without_a_part(tmp_path: Path) -> None:
    own = '[without.interview.timeline.opens]\ntext = { kk = "а", ru = "б" }'
    without = folder_with(tmp_path, call=f'{TITLES}[[rule]]\nid = "window"', site=own)
    assert words_of(without, "site")["timeline.opens.text"] == {"kk": "а", "ru": "б"}
    (tmp_path / "other").mkdir()
    other = folder_with(tmp_path / "other", call=f'{TITLES}[[rule]]\nid = "interview"', site=own)
    assert words_of(other, "site")["timeline.opens.text"] == default_words("site")["timeline.opens.text"]
