"""What a definition's folder may lack, and files that are none: each is a sentence, whatever the bytes are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.call import DefinitionError
from chalicelib.call.definition_files import MOST_BYTES, MOST_DEPTH, read_file, read_text
from chalicelib.call.definition_refusal import sentences
from chalicelib.call.loading import load_call
from chalicelib.call.toml_lines import lines_of
from chalicelib.call.toml_refusal import toml_fault
from chalicelib.call.wording import keyboard_text
from tests.call.test_spoiled import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small-call"))


def refusal(folder: Path) -> tuple[str, str, int]:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    assert all(sentences(error.value, language) for language in ("kk", "ru"))
    return error.value.code, error.value.file, error.value.line


@pytest.mark.parametrize("name", ["call", "form"])
def test_a_file_that_is_not_there_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    assert refusal(folder) == ("no_file", f"small-call/{name}.toml", 0)
    (folder / f"{name}.toml").mkdir()
    assert refusal(folder) == ("no_file", f"small-call/{name}.toml", 0)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "next") == ("no_file", "next/call.toml", 0)


def test_ten_megabytes_are_not_read(folder: Path) -> None:
    file = folder / "form.toml"
    text = file.read_text("utf-8")
    file.write_text(text + "#" * (MOST_BYTES - len(text.encode())), "utf-8")
    assert load_call(folder).id == "small-call"
    file.write_text(text + "\n" + "# x\n" * 2_500_000, "utf-8")
    assert refusal(folder) == ("file_too_large", "small-call/form.toml", 0)


def test_a_file_has_at_most_a_megabyte_and_is_told_how_much_that_is(tmp_path: Path) -> None:
    (tmp_path / "call.toml").write_bytes(b"#" * MOST_BYTES)
    assert read_file(tmp_path, "call").table == {}
    (tmp_path / "call.toml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(DefinitionError) as error:
        read_file(tmp_path, "call")
    assert error.value.code == "file_too_large"
    assert "больше 1024 КБ" in keyboard_text(sentences(error.value, "ru")[0])


def test_a_file_is_its_text_and_its_table_and_its_lines_end_alike(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "1.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\rc = 3\n\r\n")
    text = "a = 1\nb = 2\nc = 3\n\n"
    assert read_file(tmp_path, "forms/1") == ("forms/1", text, {"a": 1, "b": 2, "c": 3})
    assert read_text(tmp_path, "forms/1.toml") == text


def test_another_encoding_is_named_with_its_line(folder: Path) -> None:
    text = (folder / "call.toml").read_text("utf-8")
    before, after = text.split("title = ", 1)
    (folder / "call.toml").write_bytes(before.encode("utf-8") + b"title = " + after.encode("cp1251", "replace"))
    assert refusal(folder) == ("not_utf8", "small-call/call.toml", before.count("\n") + 1)


def test_what_editors_of_windows_add_does_no_harm(folder: Path) -> None:
    for name in ("call", "form"):
        text = (folder / f"{name}.toml").read_text("utf-8")
        (folder / f"{name}.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    assert load_call(folder) == load_call(SMALL)


def test_what_an_old_editor_of_a_mac_ends_lines_with_does_no_harm(folder: Path) -> None:
    text = (folder / "call.toml").read_text("utf-8")
    (folder / "call.toml").write_bytes(text.replace("\n", "\r").encode("utf-8"))
    assert load_call(folder) == load_call(SMALL)


@pytest.mark.parametrize(("line", "column", "fault"), [
    ("id = “x”", 6, ("odd_quotes", {"column": 6, "sign": "“"})),
    ("\u00a0id = 1", 1, ("odd_space", {"column": 1, "sign": "U+00A0"})),
    ("тitle = 1", 1, ("foreign_letter", {"name": "тitle", "letter": "т", "at": 1})),
    ("x = { labеl = 1 }", 10, ("foreign_letter", {"name": "labеl", "letter": "е", "at": 10})),
    ("б = 1", 1, ("foreign_letter", {"name": "б", "letter": "б", "at": 1})),
    (f"{'б' * 61} = 1", 1, ("foreign_letter", {"name": "б" * 60, "letter": "б", "at": 1})),
    ("-б = 1", 2, ("foreign_letter", {"name": "-б", "letter": "б", "at": 2})),
    ("my_тitle-x = 1", 4, ("foreign_letter", {"name": "my_тitle-x", "letter": "т", "at": 4})),
    ("x = { a-б", 9, ("foreign_letter", {"name": "a-б", "letter": "б", "at": 9})),
    ("\u200bid = 1", 1, ("odd_space", {"column": 1, "sign": "U+200B"})),
    # A plain space and a plain letter are not odd, and a sign that is no letter is no letter of a name.
    ("ab c", 3, ("no_toml", {"column": 3, "rest": "c"})),
    ("x = { ab", 7, ("no_toml", {"column": 7, "rest": "ab"})),
    ("№ = 1", 1, ("no_toml", {"column": 1, "rest": "№ = 1"})),
    # A text that its quotation mark ended too early is no key.
    ('x = "a "Бір""', 9, ("no_toml", {"column": 9, "rest": 'Бір""'})),
    ("at = 20.04.2026 18:00", 11, ("no_toml", {"column": 11, "rest": ".2026 18:00"})),
    ('x = "the end is missing', 24, ("no_toml", {"column": 24, "rest": 'x = "the end is missing'})),
    ("", 1, ("no_toml", {"column": 1, "rest": "…"})),
])  # fmt: skip
def test_the_sign_at_which_reading_stopped_tells_what_is_wrong(line: str, column: int, fault: object) -> None:
    assert toml_fault([line], column) == fault


def test_a_text_may_end_before_the_line_that_is_missed() -> None:
    assert toml_fault([], 1) == ("no_toml", {"column": 1, "rest": "…"})


ENDLESS = "1" * 5000
NO_TOML: dict[str, tuple[str, str, int, dict[str, object]]] = {
    "a key": ("a = 1\nb = 2\na = 3\n", "twin_key", 3, {}),
    "a table": ("[a]\nb = 1\n[a]\n", "twin_key", 3, {}),
    "a table of a list's name": ("[[a]]\n[a]\n", "twin_key", 2, {}),
    "a list of a table's name": ("[a]\n[[a]]\n", "twin_key", 2, {}),
    "a list written out": ("a = []\n[[a]]\n", "twin_key", 2, {}),
    "a language": ('x = 1\ntitle = { kk = "а", kk = "б" }\n', "twin_key", 2, {}),
    "a language written out": ('title = { kk = "а" }\ntitle.ru = "б"\n', "twin_key", 2, {}),
    "a key of a table that is told of again": ("[a]\nb.c = 1\n[d]\nx = 1\n[a.b]\n", "twin_key", 5, {}),
    "no value": ("a = 1\n  b = что\n", "no_toml", 2, {"column": 7, "rest": "что"}),
    "a text without its end": ('a = "б\nb = 1\n', "no_toml", 1, {"column": 7, "rest": 'a = "б'}),
    "an endless number below an empty line": (
        f"\nb = {ENDLESS}\n", "no_toml", 2, {"column": 1, "rest": f"b = {'1' * 26}"}),
    "an endless number": (f"a = 1\nb = {ENDLESS}\n", "no_toml", 2, {"column": 1, "rest": f"b = {'1' * 26}"}),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TOML)
def test_what_is_written_twice_is_told_from_what_is_no_toml(tmp_path: Path, name: str) -> None:
    text, code, line, named = NO_TOML[name]
    (tmp_path / "look.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as error:
        read_file(tmp_path, "look")
    fault = error.value
    assert (fault.code, fault.file, fault.line, fault.params) == (code, f"{tmp_path.name}/look.toml", line, named)
    assert (fault.place, fault.shown, fault.is_located) == ("look", "", True)


HALF = MOST_DEPTH // 2
DEEP: dict[str, tuple[str, int]] = {
    "in one line": (f"a = 1\nb = {'[' * MOST_DEPTH}{']' * MOST_DEPTH}\n", 2),
    "in two lines": (f"a = {'[' * HALF}\n{'[' * HALF}\n{']' * MOST_DEPTH}\n", 2),
    "the last of them in a line of its own": (f"a = {'[' * (MOST_DEPTH - 1)}\n[\n{']' * MOST_DEPTH}\n", 2),
    "with others between them": (f"a = {'[' * HALF}\n[], {{}},\n{'[' * HALF}{']' * MOST_DEPTH}\n", 3),
    "of both sorts": (f"a = [\n{'[{x = ' * HALF}1{'}]' * HALF}]\n", 2),
    "after others that were closed": (
        f"a = {'[' * HALF}{']' * HALF}\nb = {'{x = ' * HALF}1{'}' * HALF}\nc = {'[' * HALF}\n[{'[' * HALF}"
        f"{']' * HALF}]{']' * HALF}\n", 4),
    "deeper than Python reads": (f"a = 1\nb = [\n{'[' * 100_000}\n", 3),
    "by names with dots": (f"a = 1\n{'.'.join('b' * (MOST_DEPTH + 1))} = 1\n", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_the_line_is_named_on_which_too_many_brackets_are_open(tmp_path: Path, name: str) -> None:
    text, line = DEEP[name]
    (tmp_path / "look.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as error:
        read_file(tmp_path, "look")
    assert (error.value.code, error.value.line, error.value.params) == ("too_deep", line, {})


@pytest.mark.parametrize("text", [
    f"a = {'[' * (MOST_DEPTH - 1)}{']' * (MOST_DEPTH - 1)}", f"{'.'.join('b' * MOST_DEPTH)} = 1",
    f"a = '{'[' * 200}'", "\n".join(["a = [", *["  [[]],"] * 200, "]"]),
])  # fmt: skip
def test_what_is_not_too_deep_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "look.toml").write_text(text, "utf-8")
    assert read_file(tmp_path, "look").text == text


@pytest.mark.parametrize(("depth", "code"), [(MOST_DEPTH - 1, "unknown_key"), (MOST_DEPTH, "too_deep")])
def test_brackets_may_lie_in_one_another_so_far(folder: Path, depth: int, code: str) -> None:
    text = (folder / "call.toml").read_text("utf-8")
    (folder / "call.toml").write_text(f"deep = {'[' * depth}{']' * depth}\n{text}", "utf-8")
    assert refusal(folder) == (code, "small-call/call.toml", 1)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-bytes"
    folder.mkdir(exist_ok=True)
    for name in ("call", "form"):
        (folder / f"{name}.toml").write_bytes(raw)
    refusal(folder)


TOML = """a.b.c = 1
[x."y z"]
q = [ # c ] }
 1, '''a ] ''', { p.r = 'x"', s = [ [], [2] ] }, # e
]
w = 2020-01-01 00:00:00
[[x.arr]]
[[x.arr]]
k = {}
[x.arr.sub]
m = "it\\"s ["
[[x.arr.deep]]
n = \"\"\"
]
\"\"\"
o = 1
"""


def test_every_value_has_its_line() -> None:
    assert lines_of(TOML) == {
        ("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 1, ("x",): 2, ("x", "y z"): 2, ("x", "y z", "q"): 3,
        ("x", "y z", "q", 0): 4, ("x", "y z", "q", 1): 4, ("x", "y z", "q", 2): 4, ("x", "y z", "q", 2, "p"): 4,
        ("x", "y z", "q", 2, "p", "r"): 4, ("x", "y z", "q", 2, "s"): 4, ("x", "y z", "q", 2, "s", 0): 4,
        ("x", "y z", "q", 2, "s", 1): 4, ("x", "y z", "q", 2, "s", 1, 0): 4, ("x", "y z", "w"): 6,
        ("x", "arr"): 7, ("x", "arr", 0): 7, ("x", "arr", 1): 8, ("x", "arr", 1, "k"): 9, ("x", "arr", 1, "sub"): 10,
        ("x", "arr", 1, "sub", "m"): 11, ("x", "arr", 1, "deep"): 12, ("x", "arr", 1, "deep", 0): 12,
        ("x", "arr", 1, "deep", 0, "n"): 13, ("x", "arr", 1, "deep", 0, "o"): 16,
    }  # fmt: skip


TIGHT = """[[a]]# c
k=[
1,2]
[ b . "c" ]# d
x . y=1
z={p=[
3]}
"""


def test_spaces_and_comments_may_be_anywhere_or_nowhere() -> None:
    assert lines_of(TIGHT) == {
        ("a",): 1, ("a", 0): 1, ("a", 0, "k"): 2, ("a", 0, "k", 0): 3, ("a", 0, "k", 1): 3, ("b",): 4, ("b", "c"): 4,
        ("b", "c", "x"): 5, ("b", "c", "x", "y"): 5, ("b", "c", "z"): 6, ("b", "c", "z", "p"): 6,
        ("b", "c", "z", "p", 0): 7,
    }  # fmt: skip
    assert lines_of("") == {}
    assert lines_of("a=1") == {("a",): 1}
    assert lines_of("\n\n[a]") == {("a",): 3}
