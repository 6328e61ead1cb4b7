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
    "another id": (PAIR | {"pages/payment.ru.md": RU.replace("#when", "#then")}, "headings_differ",
                   "pages/payment.kk.md", 0),
    "a heading more": (PAIR | {"pages/payment.ru.md": RU + "## Где {#where}\n"}, "headings_differ",
                       "pages/payment.kk.md", 0),
    "a phase there is not": (PAIR | {"pages/payment.kk.md": KK + "<!--when opened-->\nx\n<!--end when-->\n"},
                             "unknown_phase", "pages/payment.kk.md", 4),
    "no phase": (PAIR | {"pages/payment.kk.md": KK + "<!--when -->x<!--end when-->\n"}, "unknown_phase",
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
    "a question that asks nothing": ({"questions/who.sql": "-- Кім | Кто\n\n"}, "question_empty",
                                     "questions/who.sql", 1),
    "a question's name": ({"questions/Who is it.sql": ASKED}, "question_name", "questions/Who is it.sql", 0),
    "a question of Word": ({"questions/who.docx": b"PK"}, "question_name", "questions/who.docx", 0),
    "a question of another code page": ({"questions/who.sql": "-- Кім".encode("cp1251")}, "not_utf8",
                                        "questions/who.sql", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_page_or_question_is_refused_alone_at_its_file_and_line(tmp_path: Path, name: str) -> None:
    files, code, file, line = SPOILT[name]
    with pytest.raises(DefinitionError) as error:
        load_call(folder_with(tmp_path, files))
    refused = [(each.code, each.file, each.line) for each in (error.value, *error.value.others)]
    assert refused == [(code, f"small-call/{file}", line)]
    for language, word in (("kk", f"{line}-жол"), ("ru", f"строка {line}")):
        (sentence,) = sentences(error.value, language)
        assert sentence.startswith(f"small-call/{file}") and (not line or word in sentence)
        assert len(re.sub(r"[^А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]", "", sentence)) > 15


def test_refusals_of_pages_stand_beside_those_of_the_definition(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"pages/payment.kk.md": KK, "questions/who.sql": "SELECT 1"})
    call = folder / "call.toml"
    call.write_text(call.read_text("utf-8").replace("score_min = 0", "score_min = -1"), "utf-8")
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    files = [each.file.partition("/")[2] for each in (error.value, *error.value.others)]
    assert files == ["call.toml", "pages/payment.kk.md", "questions/who.sql"]


def test_the_second_call_has_pages_and_questions_of_its_own() -> None:
    """What is asked here is asked of a call that has them."""
    assert [*(SECOND / "pages").glob("*.md")] and [*(SECOND / "questions").glob("*.sql")]
