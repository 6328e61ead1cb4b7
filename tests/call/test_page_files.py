"""A call's own pages and saved questions are refused as its definition is: by a sentence, with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from chalicelib.call import DefinitionError
from chalicelib.call.definition_files import MOST_BYTES
from chalicelib.call.definition_refusal import sentences
from chalicelib.call.loading import load_call
from tests.calls import SECOND

SMALL = Path(__file__).parent / "small-call"
KK, RU = "# Төлем {#payment}\n\n## Қашан {#when}\n", "# Выплата {#payment}\n\n## Когда {#when}\n"
PAIR = {"pages/payment.kk.md": KK, "pages/payment.ru.md": RU}
ASKED = "-- Қанша өтінім | Сколько заявок\nSELECT count(*) FROM applications\n"


def folder_with(to: Path, files: Mapping[str, str | bytes]) -> Path:
    folder = Path(shutil.copytree(SMALL, to / "small-call"))
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


ACCEPTED: dict[str, Mapping[str, str | bytes]] = {
    "a pair": PAIR,
    "what Windows writes": {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in PAIR.items()},
    "what lies about": PAIR | {"pages/.DS_Store": b"\x00", "pages/~$payment.kk.md": b"\xff", "questions/.swp": b"\xff"},
    "a heading of code": {name: text + "\n```\n# pip\n```\n" for name, text in PAIR.items()},
    "phases": {name: text + "<!--when open last_day-->x<!--end when-->\n" for name, text in PAIR.items()},
    "phases with spaces about them": {
        name: f"{text}<!-- when  open\tlast_day -->x<!--\tend  when -->\n<!--whenever-->" for name, text in PAIR.items()
    },
    "old addresses": {"pages/aliases.toml": '"old/kaz" = "kk"\nold = "ru"\n'},
    "a question": {"questions/how_many.sql": ASKED},
    "a question of Windows": {"questions/how_many.sql": b"\xef\xbb\xbf" + ASKED.replace("\n", "\r\n").encode()},
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_pages_in_pairs_and_questions_that_say_what_they_answer_are_accepted(tmp_path: Path, name: str) -> None:
    assert load_call(folder_with(tmp_path, ACCEPTED[name])).id == "small-call"


SPOILT: dict[str, tuple[Mapping[str, str | bytes], str, str, int]] = {
    "a twin that is missing": ({"pages/payment.ru.md": RU}, "page_twin", "pages/payment.ru.md", 0),
    "no language": ({"pages/payment.md": KK}, "page_name", "pages/payment.md", 0),
    "a capital": (PAIR | {"pages/Jury.kk.md": KK}, "page_name", "pages/Jury.kk.md", 0),
    "an ending that Windows hides": ({"pages/jury.kk.md.txt": KK}, "page_name", "pages/jury.kk.md.txt", 0),
    "a picture": ({"pages/jury.png": b"\x89PNG"}, "page_name", "pages/jury.png", 0),
    "another code page": (PAIR | {"pages/payment.ru.md": KK.encode() + RU.encode("cp1251")}, "not_utf8",
                          "pages/payment.ru.md", 4),
    "endless": (PAIR | {"pages/payment.kk.md": b" " * (MOST_BYTES + 1)}, "file_too_large", "pages/payment.kk.md", 0),
    "a heading without an id": (PAIR | {"pages/payment.kk.md": KK + "\n## Қайда\n"}, "heading_id",
                                "pages/payment.kk.md", 5),
    "a Cyrillic id": (PAIR | {"pages/payment.kk.md": KK.replace("#when", "#қашан")}, "heading_id",
                      "pages/payment.kk.md", 3),
    "the first of three headings without an id": (
        PAIR | {"pages/payment.kk.md": "# Төлем\n\n" + KK}, "heading_id", "pages/payment.kk.md", 1),
    "another id": (PAIR | {"pages/payment.ru.md": RU.replace("#when", "#then")}, "headings_differ",
                   "pages/payment.kk.md", 0),
    "a heading more": (PAIR | {"pages/payment.ru.md": RU + "## Где {#where}\n"}, "headings_differ",
                       "pages/payment.kk.md", 0),
    "a phase there is not": (PAIR | {"pages/payment.kk.md": KK + "<!--when opened-->\nx\n<!--end when-->\n"},
                             "unknown_phase", "pages/payment.kk.md", 4),
    "no phase": (PAIR | {"pages/payment.kk.md": KK + "<!--when -->x<!--end when-->\n"}, "unknown_phase",
                 "pages/payment.kk.md", 4),
    "no phase but spaces": (PAIR | {"pages/payment.kk.md": KK + "<!-- when  -->x<!-- end when -->\n"}, "unknown_phase",
                            "pages/payment.kk.md", 4),
    "no phase and no space": (PAIR | {"pages/payment.kk.md": KK + "<!--when-->x<!--end when-->\n"}, "unknown_phase",
                              "pages/payment.kk.md", 4),
    "a phase there is not in a mark with spaces": (
        PAIR | {"pages/payment.kk.md": KK + "<!-- when\topened -->\nx\n<!--end when-->\n"}, "unknown_phase",
        "pages/payment.kk.md", 4),
    "an end with spaces and no piece": (PAIR | {"pages/payment.kk.md": KK + "<!-- end when -->\n"}, "lone_phase",
                                        "pages/payment.kk.md", 4),
    "a piece without an end": (PAIR | {"pages/payment.kk.md": KK + "\n<!--when open-->\nx\n"}, "lone_phase",
                               "pages/payment.kk.md", 5),
    "an end without a piece": (PAIR | {"pages/payment.kk.md": KK + "<!--end when-->\n"}, "lone_phase",
                               "pages/payment.kk.md", 4),
    "a piece in a piece": (PAIR | {"pages/payment.kk.md": KK + "<!--when open-->\n<!--when closed-->\n"}, "lone_phase",
                           "pages/payment.kk.md", 4),
    "an address with a space": ({"pages/aliases.toml": '"a b" = "kk"\n'}, "bad_alias", "pages/aliases.toml", 0),
    "an address of no language": ({"pages/aliases.toml": 'old = "en"\n'}, "bad_alias", "pages/aliases.toml", 0),
    "addresses that are no TOML": ({"pages/aliases.toml": 'old = "kk\n'}, "no_toml", "pages/aliases.toml", 1),
    "a question without a line": ({"questions/who.sql": "SELECT 1\n"}, "question_first_line", "questions/who.sql", 1),
    "a question in one language": ({"questions/who.sql": "-- Кто\nSELECT 1\n"}, "question_first_line",
                                   "questions/who.sql", 1),
    "a question half said": ({"questions/who.sql": "-- Кім | \nSELECT 1\n"}, "question_first_line",
                             "questions/who.sql", 1),
    "a question half said, the first half missing": ({"questions/who.sql": "-- | Кто\nSELECT 1\n"},
                                                     "question_first_line", "questions/who.sql", 1),
    "a question whose line is no comment": ({"questions/who.sql": "Кім | Кто\nSELECT 1\n"}, "question_first_line",
                                            "questions/who.sql", 1),
    "a question that asks nothing": ({"questions/who.sql": "-- Кім | Кто\n\n"}, "question_empty",
                                     "questions/who.sql", 1),
    "a question's name": ({"questions/Who is it.sql": ASKED}, "question_name", "questions/Who is it.sql", 0),
    "a question of Word": ({"questions/who.docx": b"PK"}, "question_name", "questions/who.docx", 0),
    "a question of another code page": ({"questions/who.sql": "-- Кім".encode("cp1251")}, "not_utf8",
                                        "questions/who.sql", 1),
}  # fmt: skip


def refused(folder: Path) -> tuple[DefinitionError, ...]:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    return (error.value, *error.value.others)


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_page_or_question_is_refused_alone_at_its_file_and_line(tmp_path: Path, name: str) -> None:
    files, code, file, line = SPOILT[name]
    faults = refused(folder_with(tmp_path, files))
    assert [(each.code, each.file, each.line) for each in faults] == [(code, f"small-call/{file}", line)]
    for language, word in (("kk", f"{line}-жол"), ("ru", f"строка {line}")):
        (sentence,) = sentences(faults[0], language)
        assert sentence.startswith(f"small-call/{file}") and (not line or word in sentence)
        assert len(re.sub(r"[^А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]", "", sentence)) > 15


def in_kazakh(text: str) -> Mapping[str, str]:
    return PAIR | {"pages/payment.kk.md": KK + text}


PHASES, NONE = "upcoming, open, last_day, closed", "—"
NAMED: dict[str, tuple[Mapping[str, str], Mapping[str, object]]] = {
    "the languages of a page's two files": ({"pages/payment.md": KK}, {"languages": "kk / ru"}),
    "the twin that is missing": ({"pages/payment.ru.md": RU}, {"missing": "pages/payment.kk.md"}),
    "the other twin that is missing": ({"pages/payment.kk.md": KK}, {"missing": "pages/payment.ru.md"}),
    "a heading, as much of it as is shown": (in_kazakh(f"## {'қ' * 60}аб \t\n"), {"heading": "қ" * 60}),
    "the ids that differ first": (
        PAIR | {"pages/payment.ru.md": RU.replace("#when", "#then")},
        {"one": "when", "other": "then", "twin": "pages/payment.ru.md"}),
    "the first of the ids that differ": (
        PAIR | {"pages/payment.ru.md": RU.replace("#payment", "#pay")},
        {"one": "payment", "other": "pay", "twin": "pages/payment.ru.md"}),
    "a heading that only the second language has": (
        PAIR | {"pages/payment.ru.md": RU + "## Где {#where}\n"},
        {"one": NONE, "other": "where", "twin": "pages/payment.ru.md"}),
    "a heading that only the first language has": (
        in_kazakh("## Қайда {#where}\n"), {"one": "where", "other": NONE, "twin": "pages/payment.ru.md"}),
    "phases there are not": (
        in_kazakh("<!--when opened open Closed-->x<!--end when-->\n"), {"phase": "opened Closed", "known": PHASES}),
    "as much of a phase as is shown": (
        in_kazakh(f"<!--when {'x' * 61}-->x<!--end when-->\n"), {"phase": "x" * 60, "known": PHASES}),
    "no phase": (in_kazakh("<!--when -->x<!--end when-->\n"), {"phase": NONE, "known": PHASES}),
    "an old address, as much of it as is shown": (
        {"pages/aliases.toml": f'"{"Я" * 61}" = "kk"\n'}, {"address": "Я" * 60, "known": "kk, ru"}),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_refusal_of_a_page_names_what_is_wrong_and_what_may_stand_there(tmp_path: Path, name: str) -> None:
    files, named = NAMED[name]
    assert [fault.params for fault in refused(folder_with(tmp_path, files))] == [named]


def test_each_question_is_asked_whatever_the_one_before_it_is(tmp_path: Path) -> None:
    files = {"questions/Who.sql": ASKED, "questions/what.sql": b"\xff", "questions/who.sql": "SELECT 1\n"}
    assert [(fault.code, fault.file) for fault in refused(folder_with(tmp_path, files))] == [
        ("question_name", "small-call/questions/Who.sql"), ("not_utf8", "small-call/questions/what.sql"),
        ("question_first_line", "small-call/questions/who.sql"),
    ]  # fmt: skip


def test_refusals_of_pages_stand_beside_those_of_the_definition(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"pages/payment.kk.md": KK, "questions/who.sql": "SELECT 1"})
    call = folder / "call.toml"
    call.write_text(call.read_text("utf-8").replace("score_min = 0", "score_min = -1"), "utf-8")
    files = [each.file.partition("/")[2] for each in refused(folder)]
    assert files == ["call.toml", "pages/payment.kk.md", "questions/who.sql"]


def test_the_second_call_has_pages_and_questions_of_its_own() -> None:
    """What is asked here is asked of a call that has them."""
    assert [*(SECOND / "pages").glob("*.md")] and [*(SECOND / "questions").glob("*.sql")]
