"""A call's own pages stand instead of those of docs/ or beside them, in pairs; its folder goes into the package."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from chalicelib.call.wording import keyboard_text
from infra import package
from staff.console.errors import REFUSED
from staff.main import main
from tests.call_of_parts import write_call
from tests.site.conftest import build

KAZAKH = "Бұл бетте шәкіртақының қалай төленетіні жазылған. " * 4
RUSSIAN = "На этой странице написано, как выплачивается стипендия. " * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    call = write_call(tmp_path, frozenset())
    (tmp_path / call.id / "pages").mkdir()
    monkeypatch.setenv("BAIQAU_CALL", str(tmp_path / call.id))
    return tmp_path / call.id


def write(folder: Path, name: str, title: str, text: str) -> None:
    page = f"---\ntitle: {title}\nshort: {title}\n---\n# {title} {{#{name.split('.')[0]}}}\n\n{text}\n"
    (folder / "pages" / f"{name}.md").write_text(page, "utf-8")


def test_a_page_of_the_call_is_in_the_menu_and_one_of_ours_gives_way(folder: Path, tmp_path: Path) -> None:
    write(folder, "payment.kk", "Төлем", KAZAKH + "{{ until(call.closes_at) }}")
    write(folder, "payment.ru", "Выплата", RUSSIAN + "{{ until(call.closes_at) }}")
    write(folder, "faq.kk", "Сұрақтар", KAZAKH)
    write(folder, "faq.ru", "Вопросы", RUSSIAN)
    done = build(tmp_path / "site")
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site" / "ru" / "index.html").read_text("utf-8")
    assert '<a href="/ru/payment/">Выплата</a>' in home
    page = (tmp_path / "site" / "payment" / "index.html").read_text("utf-8")
    assert "2027 жылғы 20 наурыз сағат 17.00-ге дейін" in keyboard_text(page)
    faq = (tmp_path / "site" / "ru" / "faq" / "index.html").read_text("utf-8")
    assert "как выплачивается стипендия" in faq and "Черновик — это уже заявка?" not in faq
    index = json.loads((tmp_path / "site" / "ru" / "search" / "search_index.json").read_text("utf-8"))
    assert "ru/payment/" in {entry["location"] for entry in index["docs"]}


def test_a_page_of_the_call_without_its_twin_stops_the_build(folder: Path, tmp_path: Path) -> None:
    write(folder, "faq.kk", "Сұрақтар", KAZAKH)
    done = build(tmp_path / "site")
    assert done.returncode != 0 and "нужен файл «pages/faq.ru.md»" in done.stderr + done.stdout


def test_what_is_wrong_in_a_pages_braces_is_told_by_build_and_tool_alike(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "payment.kk", "Төлем", "{{ closing }}")
    write(folder, "payment.ru", "Выплата", '{{ call.titel }} {{ term("committee.off") }}')
    write(folder, "prizes.kk", "Жүлде", "{{ until(call.closes_at) ")
    write(folder, "terms.kk", "Мерзім", KAZAKH + "[ереже](rules.md#deadline), [төлем](payment.md), [жоқ](nowhere.md)")
    write(folder, "terms.ru", "Сроки", RUSSIAN)
    write(folder, "prizes.ru", "Призы", RUSSIAN + '{{ term("committee.off") }}')
    told = {language: [] for language in ("kk", "ru")}
    for language, lines in told.items():
        assert main(["form", str(folder), "--lang", language]) == REFUSED
        lines += [line for line in capsys.readouterr().err.splitlines() if line.startswith(folder.name)]
    assert [line.partition(": ")[0] for line in told["ru"]] == [
        f"{folder.name}/pages/{page}.md, строка 7"
        for page in ("payment.kk", "payment.ru", "prizes.kk", "prizes.ru", "terms.kk")
    ]
    assert [name in line for name, line in zip(
        ("closing", "titel", "{{ … }}", "committee.off", "«nowhere.md»"), told["ru"], strict=True
    )] == [True] * 5  # fmt: skip
    done = build(tmp_path / "site")
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert [line for line in (*told["kk"], *told["ru"]) if line not in done.stderr + done.stdout] == []


def test_the_tool_leaves_the_call_in_use_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAIQAU_CALL")
    path = [*sys.path]
    assert main(["form", str(folder)]) == 0
    assert "BAIQAU_CALL" not in os.environ and sys.path == path


def test_the_packaged_sources_hold_the_folder_and_name_it(folder: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    (calls / "another-2020" / "words").mkdir(parents=True)
    (folder / "pages").mkdir(exist_ok=True)
    package.put_the_call(calls)
    assert {file.name for file in calls.iterdir()} == {"current.txt", folder.name}, "nothing of another call travels"
    assert not (calls / folder.name / "pages").exists()
    assert (calls / "current.txt").read_text("utf-8") == folder.name
    assert (calls / folder.name / "call.toml").read_bytes() == (folder / "call.toml").read_bytes()


def test_another_call_makes_another_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = package.inputs_digest("local")
    monkeypatch.delenv("BAIQAU_CALL")
    assert package.inputs_digest("local") != theirs


def test_pages_of_a_call_without_interviews_name_no_experts_and_promise_no_order(folder: Path, tmp_path: Path) -> None:
    done = build(tmp_path / "site")
    assert done.returncode == 0, done.stderr
    texts = {page: page.read_text("utf-8") for page in (tmp_path / "site").rglob("index.html")}
    assert len(texts) > 15
    stems = ("эксперт", "Эксперт", "сарап", "Сарап", "мере поступления", "түсуіне қарай")
    assert [(str(page), stem) for page, text in texts.items() for stem in stems if stem in text] == []
    for home, title in ((tmp_path / "site", "«Оқу жазы»"), (tmp_path / "site" / "ru", "Конкурс")):
        assert texts[home / "index.html"].partition("<title>")[2].startswith(title), "its title alone, as a name"
