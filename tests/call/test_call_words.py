"""A call's own words lie over the defaults; a folder is named by a variable or by current.txt."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from chalicelib.call import DefinitionError, current, current_call, say
from chalicelib.call.current import CALLS, call_folder
from chalicelib.call.loading import load_call
from chalicelib.call.words import default_words, words_of
from tests.call.small_form import small_call
from tests.calls import copied

pytestmark = pytest.mark.call_of_2021


def with_words(folder: Path, room: str, text: str) -> Path:
    (folder / "words").mkdir(parents=True, exist_ok=True)
    (folder / "words" / f"{room}.toml").write_text(text, "utf-8")
    return folder


def test_a_variable_names_the_call_by_its_id_or_by_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_default = call_folder()
    monkeypatch.setenv("BAIQAU_CALL", by_default.name)
    assert call_folder() == by_default
    monkeypatch.setenv("BAIQAU_CALL", str(copied(tmp_path)))
    assert call_folder() == tmp_path / by_default.name
    assert by_default.parent == CALLS
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAIQAU_CALL", "not-there")
    assert call_folder() == tmp_path / "not-there"


def test_a_package_has_its_call_inside_and_is_not_asked_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "current.txt").write_bytes("\ufeffsmall-call\r\n".encode())
    (tmp_path / "current.pickle").write_bytes(pickle.dumps(small_call()))
    monkeypatch.setattr(current, "CALLS", tmp_path)
    monkeypatch.setattr(current, "ALREADY_READ", tmp_path / "current.pickle")
    monkeypatch.setenv("BAIQAU_CALL", str(tmp_path / "other"))
    assert (call_folder(), current_call()) == (tmp_path / "small-call", small_call())
    (tmp_path / "current.pickle").unlink()
    monkeypatch.setenv("BAIQAU_CALL", str(tmp_path / "third"))
    assert call_folder() == tmp_path / "third"


def test_the_call_and_its_words_follow_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = current_call().title["ru"]
    folder = copied(tmp_path, call=((ours, "Малые гранты"),))
    with_words(folder, "site", 'brand = { kk = "Шағын гранттар", ru = "Малые гранты" }')
    monkeypatch.setenv("BAIQAU_CALL", str(folder))
    assert (current_call().title["ru"], say("site", "brand", "ru")) == ("Малые гранты", "Малые гранты")
    # What the folder does not say, the defaults do, and not another call.
    assert say("site", "results.nameless", "ru") == default_words("site")["results.nameless"]["ru"]
    monkeypatch.delenv("BAIQAU_CALL")
    assert current_call().title["ru"] == ours


def test_a_term_said_once_stands_in_every_sentence(tmp_path: Path) -> None:
    term = '[programme]\nfrom = { kk = "мектептен", ru = "из школы" }\n'
    folder = with_words(tmp_path, "terms", term)
    assert words_of(folder, "page")["act.exclude"]["ru"] == "Участник исключён из школы"
    assert words_of(folder, "mail")["task_missed.further"]["kk"].endswith("қатысушыны мектептен шығаруға құқылы.")
    assert in_a_sentence(with_words(tmp_path / "own", "terms", term)) == "Мектептен шығарылды"


def in_a_sentence(folder: Path) -> str:
    own = '[act]\nexclude = { kk = "{Programme.from} шығарылды", ru = "{Programme.from}" }'
    return words_of(with_words(folder, "page", own), "page")["act.exclude"]["kk"]


SPOILT = {
    "a room that nobody knows": ("pages", "", "unknown_words", "words/pages"),
    "the refusals' own words": ("definition", "", "unknown_words", "words/definition"),
    "a slip of a key": ("terms", 'group.mani = { kk = "а", ru = "б" }', "unknown_key_near", "words/terms"),
    "a key that nobody says": ("site", 'x = { kk = "а", ru = "б" }', "unknown_key", "words/site"),
    "one language": ("site", 'brand = { kk = "а" }', "one_language", "words/site.brand"),
    "an empty text": ("site", 'brand = { kk = "а", ru = " " }', "one_language", "words/site.brand"),
    "no text": ("site", 'brand = "а"', "not_a_text", "words/site.brand"),
    "a brace that nobody fills": ("site", 'brand = { kk = "{x}", ru = "б" }', "unknown_fact", "words/site.brand"),
    "a brace alone": ("site", 'brand = { kk = "а", ru = "{б" }', "lone_brace", "words/site.brand"),
    "a name in one form": (
        "terms",
        '[committee]\nname = { kk = "а", ru = "б" }',
        "term_by_half",
        "words/terms.committee",
    ),
    "an unknown term": ("site", 'brand = { kk = "{my.x}", ru = "б" }', "unknown_fact", "words/site.brand"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_words_that_would_not_be_said_right_are_refused(tmp_path: Path, name: str) -> None:
    room, text, code, place = SPOILT[name]
    with pytest.raises(DefinitionError) as error:
        load_call(with_words(copied(tmp_path), room, text))
    assert (error.value.code, error.value.place) == (code, place)
    for language in ("kk", "ru"):
        assert place in say("definition", code, language, place=place, **error.value.params)
