"""Each spoiled definition is refused at its file, line and place, alone, in both languages; its neighbours are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from chalicelib.call import DefinitionError, words
from chalicelib.call.definition_refusal import definition_refusal, sentences
from chalicelib.call.loading import load_call
from tests.call.named_in_refusals import NAMED
from tests.call.spoiled import ACCEPTED, MARK, SPOILED, Spoiled
from tests.call_of_parts import write_call
from tests.calls import load_with_new_fingerprint

SMALL = Path(__file__).parent / "small-call"
# Told of a folder, its words, pages or the versions kept in it: test_definition_files, test_call_words,
# test_form_versions, test_page_files, tests/site/test_call_pages.
OF_FOLDERS = frozenset([
    "no_file", "file_too_large", "not_utf8", "form_changed", "kept_form_changed", "form_version_missing",
    "form_version_stray", "form_file_name", "unknown_words", "lone_brace", "term_by_half", "bad_colour", "bad_drawing",
    "page_name", "page_twin", "heading_id", "headings_differ", "unknown_phase", "lone_phase", "page_name_unknown",
    "page_braces", "page_empty", "page_link", "bad_alias", "question_name", "question_first_line", "question_empty",
])  # fmt: skip
# At the table that lacks something; and sentences that show a brace.
OF_ABSENCE = ("missing", "role_missing", "rule_missing", "key_without_rule")
# Nothing more can be said of them than where they are; what a brace may name is asked of test_facts.
NAMELESS = frozenset([
    "twin_key", "too_deep", "closes_before_opens", "missing", "contact_unreachable", "not_a_text", "empty_condition",
    "required_twice", "not_a_table",
])  # fmt: skip
OF_BRACES = ("unknown_fact", "unequal_facts", "digit_in_rule", "number_word_in_rule", "bad_condition", "no_toml")


def folder_with(to: Path, file: str, old: str, new: str) -> tuple[Path, int]:
    """The small call with one change, and the line from 1 on which the mark in `new` stood."""
    folder = Path(shutil.copytree(SMALL, to / "small-call"))
    text = (folder / f"{file}.toml").read_text("utf-8")
    assert text.count(old) == 1, f"{file}.toml says {text.count(old)} times {old}"
    changed = text.replace(old, new if MARK in new else MARK + new)
    (folder / f"{file}.toml").write_text(changed.replace(MARK, ""), "utf-8")
    return folder, changed[: changed.index(MARK)].count("\n") + 1


def refusal_of(folder: Path) -> DefinitionError:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    return error.value


def test_the_small_call_is_one() -> None:
    assert load_call(SMALL).id == "small-call"


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda s: f"{s.code}: {s.new[:40]}".replace("\n", " "))
def test_a_spoiled_definition_is_refused_at_its_line_and_place_and_alone(tmp_path: Path, spoiled: Spoiled) -> None:
    folder, line = folder_with(tmp_path, spoiled.file, spoiled.old, spoiled.new)
    error = refusal_of(folder)
    assert [(each.code, each.file, each.shown) for each in (error, *error.others)] == [
        (spoiled.code, f"small-call/{spoiled.file}.toml", spoiled.shown)
    ]
    assert error.line == line or (error.code in OF_ABSENCE and error.line <= line)
    (kk,), (ru,) = sentences(error, "kk"), sentences(error, "ru")
    assert definition_refusal(error) == f"{kk}\n{ru}"
    assert kk.startswith(f"small-call/{spoiled.file}.toml, {error.line}-жол")
    assert ru.startswith(f"small-call/{spoiled.file}.toml, строка {error.line}")
    if error.code not in OF_BRACES:
        assert not re.search(r"[{}]", kk + ru)


@pytest.mark.parametrize(("file", "old", "new"), ACCEPTED)
def test_what_is_just_inside_a_limit_is_accepted(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder, _ = folder_with(tmp_path, file, old, new)
    assert load_with_new_fingerprint(folder).id == "small-call"


# Of several that are told alike at one place the first is asked.
FIRST_OF_A_KIND = list({(spoiled.code, spoiled.shown): spoiled for spoiled in reversed(SPOILED)}.values())


@pytest.mark.parametrize("named", NAMED, ids=" at ".join)
def test_a_refusal_names_what_was_written_and_what_may_stand_there(tmp_path: Path, named: tuple[str, str]) -> None:
    (spoiled,) = (each for each in FIRST_OF_A_KIND if (each.code, each.shown) == named)
    folder, _ = folder_with(tmp_path, spoiled.file, spoiled.old, spoiled.new)
    assert refusal_of(folder).params == NAMED[named]


def test_what_is_named_is_asked_of_every_refusal_that_names_something() -> None:
    assert {code for code, _ in NAMED} | NAMELESS | {"unknown_fact"} == {spoiled.code for spoiled in SPOILED}


def test_every_sentence_about_a_definition_has_its_spoiled_one() -> None:
    sentences_there_are = {key for key in words("definition") if "." not in key}
    assert sentences_there_are == {spoiled.code for spoiled in SPOILED} | OF_FOLDERS | {"scale_without_criteria"}
    assert len(SPOILED) >= 120


def test_a_scale_without_criteria_is_told_at_the_scale_and_says_what_it_is_of(tmp_path: Path) -> None:
    folder = tmp_path / write_call(tmp_path, frozenset()).id
    file = folder / "call.toml"
    file.write_text("score_min = 0\nscore_max = 5\n" + file.read_text("utf-8"), "utf-8")
    error = refusal_of(folder)
    assert (error.code, error.shown, error.line, error.others) == ("scale_without_criteria", "score_min", 1, ())
    assert definition_refusal(error).count("score_min, score_max") == 2


def test_all_mistakes_of_a_definition_are_told_together_in_the_order_of_the_files(tmp_path: Path) -> None:
    folder, _ = folder_with(tmp_path, "call", "appendix = 1", "appendix = 0")
    call, form = folder / "call.toml", folder / "form.toml"
    call.write_text(call.read_text("utf-8").replace("score_min = 0", "score_min = -1"), "utf-8")
    form.write_text(form.read_text("utf-8").replace('kind = "iin"', 'kind = "pin"'), "utf-8")
    error = refusal_of(folder)
    every = [error, *error.others]
    assert [(each.file.partition("/")[2], each.shown) for each in every] == [
        ("call.toml", "appendix"), ("call.toml", "score_min"), ("form.toml", "section[applicant].field[iin].kind"),
    ]  # fmt: skip
    assert [each.line for each in every[:2]] == sorted(each.line for each in every[:2])
