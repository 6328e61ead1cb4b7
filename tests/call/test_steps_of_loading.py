"""A folder becomes a call in three steps, each only when the one before found nothing, all its mistakes together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chalicelib.call import DefinitionError
from chalicelib.call.loading import form_files, load_call, word_files
from tests.call.small_form import SMALL, small_call
from tests.calls import change, with_next_version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small-call"))


def told(folder: Path) -> list[tuple[str, str, str]]:
    """Code, file within the folder and place of each refusal."""
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    every = (error.value, *error.value.others)
    return [(each.code, each.file.partition("/")[2], each.shown) for each in every]


def first_fault(folder: Path) -> DefinitionError:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    return error.value


def kept(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    """The form of today under that name in `forms`, and a second version in its place."""
    (folder / "forms").mkdir(exist_ok=True)
    shutil.copy(folder / "form.toml", folder / "forms" / f"{name}.toml")
    change(folder / "forms" / f"{name}.toml", *changes)


WRONG_VALUE = ("appendix = 1", "appendix = 0")
WRONG_SENSE = ("valid_until = 2027-01-01", "valid_until = 2026-04-02")
WRONG_TEXT = ("window мәтін (рус.)", "три дня")
WRONG_VERSION = ("version = 1", "version = 0")


def test_the_folder_is_the_call_that_its_tables_are(folder: Path) -> None:
    call = load_call(folder)
    assert call == small_call()
    assert (call.form.by_id["starts"].example, call.form.sections[0].note) == (
        {"kk": "2026-05", "ru": "2026-05"}, call.no_grant,
    )  # fmt: skip
    assert call.consent.text["ru"].startswith("«Оператор (рус.)» до\u00a024.00 31")


def test_each_step_is_taken_only_when_the_one_before_found_nothing(folder: Path) -> None:
    steps = [
        ("call", WRONG_VALUE, [("number_out_of_range", "call.toml", "appendix")]),
        ("call", WRONG_SENSE, [("consent_expires_early", "call.toml", "consent.valid_until")]),
        ("call", WRONG_TEXT, [("number_word_in_rule", "call.toml", "rule[window].text.ru")]),
        ("form", ('kk = "{example_month_to}", ru = "{example_month_to}"', 'kk = "1", ru = "1"'),
         [("bad_example", "form.toml", "section[project].field[ends].example.kk")]),
        ("form", WRONG_VERSION, [("form_version", "form.toml", "version")]),
    ]  # fmt: skip
    for file, spoilt, _ in steps:
        change(folder / f"{file}.toml", spoilt)
    for file, (old, new), faults in steps:
        assert told(folder) == faults
        change(folder / f"{file}.toml", (new, old))
    assert load_call(folder) == small_call()


def test_mistakes_of_one_step_in_several_files_are_told_together_in_the_order_of_the_files(folder: Path) -> None:
    kept(folder, "1", ('kind = "iin"', 'kind = "pin"'))
    change(folder / "form.toml", WRONG_VERSION, ('kind = "accept"', 'kind = "agree"'))
    change(folder / "call.toml", WRONG_VALUE)
    (folder / "words").mkdir()
    (folder / "words" / "site.toml").write_text("x = 1", "utf-8")
    (folder / "look.toml").write_text("[evening]\n", "utf-8")
    assert told(folder) == [
        ("number_out_of_range", "call.toml", "appendix"),
        ("unknown_kind", "form.toml", "section[project].field[agreed].kind"),
        ("unknown_kind", "forms/1.toml", "section[applicant].field[iin].kind"),
        ("not_a_text", "words/site.toml", "x"), ("unknown_key", "look.toml", ""),
    ]  # fmt: skip


def test_a_mistake_of_a_look_or_of_own_words_has_its_line_too(folder: Path) -> None:
    (folder / "look.toml").write_text('[light]\n\nink = "#000"\npeper = "#fff"\n', "utf-8")
    assert [(first_fault(folder).code, first_fault(folder).line)] == [("unknown_key_near", 4)]
    (folder / "words").mkdir()
    (folder / "words" / "site.toml").write_text("\nx = 1", "utf-8")
    assert [(first_fault(folder).code, first_fault(folder).line)] == [("not_a_text", 2)]


def test_a_key_that_nobody_asks_for_is_told_with_the_one_it_may_be_a_slip_of(folder: Path) -> None:
    change(folder / "call.toml", ("appendix = 1", "apendix = 1\nstranger = 1"))
    first = first_fault(folder)
    assert [(each.code, each.params) for each in (first, *first.others)] == [
        ("unknown_key_near", {"key": "apendix", "near": "appendix"}), ("unknown_key", {"key": "stranger"}),
    ]  # fmt: skip


def test_kept_versions_are_read_with_the_calls_lists_and_its_words(folder: Path) -> None:
    kept(folder, "1")
    change(folder / "form.toml", ("version = 1", "version = 2"))
    call = load_call(folder)
    assert [form.version for form in call.forms] == [1, 2]
    (first,) = call.other_forms
    assert first.by_id["topic"].options == call.directions == call.form.by_id["topic"].options
    assert first.sections[0].note == call.no_grant
    assert first.by_id["starts"].example == {"kk": "2026-05", "ru": "2026-05"}


def test_the_form_in_use_knows_which_questions_it_no_longer_asks(folder: Path) -> None:
    call = with_next_version(folder, ('id = "summary"', 'id = "abstract"'))
    assert call.form.retired == {"summary": small_call().form.by_id["summary"].label}
    assert [form.retired for form in call.other_forms] == [{}]


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (('role = "email"', ""), ("role_missing", "forms/1.toml", "")),
        (('kk = "Пошта (қаз.)"', 'kk = "{mood}"'), ("unknown_fact", "forms/1.toml",
                                                   "section[applicant].field[mail].label.kk")),
        (('kk = "{example_month_to}", ru = "{example_month_to}"', 'kk = "1", ru = "1"'),
         ("bad_example", "forms/1.toml", "section[project].field[ends].example.kk")),
        (("max = 254", "max = 200"), ("kept_form_changed", "forms/1.toml", "fingerprint")),
    ],
)  # fmt: skip
def test_a_kept_version_is_asked_as_strictly_as_the_current_one(
    folder: Path, spoilt: tuple[str, str], fault: tuple[str, str, str]
) -> None:
    kept(folder, "1", spoilt)
    change(folder / "form.toml", ("version = 1", "version = 2"))
    assert told(folder) == [fault]


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("2", "1"),
        ("old", "1"),
        ("1a", "1"),
        ("01", "1"),
        ("100001", "1"),
        ("٢", "2"),
        ("²", "2"),
        ("old", '"old"'),
        ("old", "-1"),
    ],
)
def test_a_kept_version_lies_in_the_file_of_its_number_and_nothing_else_is_told_then(
    folder: Path, name: str, version: str
) -> None:
    kept(folder, name, ("version = 1", f"version = {version}"))
    change(folder / "call.toml", WRONG_VALUE)
    assert told(folder) == [("form_file_name", f"forms/{name}.toml", "version")]


def test_a_kept_file_without_a_version_is_named_wrongly_and_the_version_of_the_greatest_number_is_not(
    folder: Path,
) -> None:
    kept(folder, "1", ("version = 1\n", ""))
    assert told(folder) == [("form_file_name", "forms/1.toml", "version")]
    assert first_fault(folder).params == {"version": "?"}
    (folder / "forms" / "1.toml").unlink()
    kept(folder, "1000001", ("version = 1", "version = 1000001"))
    assert told(folder) == [("form_version_stray", "forms/1000001.toml", "version")]


def test_a_calls_folder_is_called_by_its_id_where_that_is_one(folder: Path) -> None:
    other = folder.rename(folder.with_name("other"))
    assert told(other) == [("call_id_not_folder", "call.toml", "id")]
    assert first_fault(other).params == {"id": "small-call", "folder": "other"}
    for written, code in (('id = "Small call"', "bad_call_id"), ("id = 5", "wrong_type"), ("", "missing")):
        shutil.copy(SMALL / "call.toml", other / "call.toml")
        change(other / "call.toml", ('id = "small-call"', written))
        assert told(other) == [(code, "call.toml", "id")]


def test_files_are_read_in_the_order_of_their_names_and_only_toml(folder: Path) -> None:
    for name in (
        "forms/2.toml",
        "forms/1.toml",
        "forms/1.txt",
        "forms/.toml",
        "words/b.toml",
        "words/a.toml",
        "words/.a.swp",
        "words/~b.toml",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", "utf-8")
    assert [file.name for file in form_files(folder)] == ["1.toml", "2.toml"]
    assert [file.name for file in word_files(folder)] == ["a.toml", "b.toml"]
    assert form_files(SMALL) == word_files(SMALL) == []


@pytest.mark.parametrize("name", ["title", "short_title"])
@pytest.mark.parametrize("word", ["{call.%s}", "{Call.%s}: %s"])
def test_a_title_that_is_absent_is_one_mistake_also_where_the_calls_own_words_say_it(
    folder: Path, name: str, word: str
) -> None:
    (folder / "words").mkdir(exist_ok=True)
    text = word.replace("%s", name)
    (folder / "words" / "site.toml").write_text(f'theme = {{ kk = "{text}", ru = "{text}" }}\n', "utf-8")
    load_call(folder)
    lines = (folder / "call.toml").read_text("utf-8").split("\n")
    # The call's own stands first.
    lines.remove(next(line for line in lines if line.startswith(f"{name} = ")))
    (folder / "call.toml").write_text("\n".join(lines), "utf-8")
    assert told(folder) == [("missing", "call.toml", name)]


@pytest.mark.parametrize("name", ["forms/.1.toml", "forms/~1.toml", "words/.site.toml", "words/~site.toml"])
def test_what_an_editor_leaves_beside_the_files_is_no_part_of_the_call(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("half = [", "utf-8")
    assert load_call(folder).id == "small-call"
