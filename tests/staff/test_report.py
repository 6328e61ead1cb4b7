"""The page with charts: right numbers, nothing fetched, nobody named."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chalicelib.call import Call
from chalicelib.call.wording import keyboard_text
from chalicelib.rules.application import Application
from staff.main import main
from staff.report.charts import Chart
from staff.report.figures import facts
from staff.report.svg import scale, spans
from tests.staff.export_building import desk, full_export, invented, items, nasty

LIVES = invented(150)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    full_export(folder, items(LIVES))
    return folder


def page(place: Path, to: Path, language: str) -> str:
    assert main(["report", str(to), "--from", str(place), "--lang", language]) == 0
    return to.read_text("utf-8")


class Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br", "rect", "line"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line") and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_one_file_in_one_language_that_fetches_nothing(place: Path, tmp_path: Path, language: str) -> None:
    html = page(place, tmp_path / "a.html", language)
    assert f'<html lang="{language}">' in html
    assert not re.search(r"\s(?:src|href)=|url\(|@import", html)
    assert "<script" not in html and "prefers-color-scheme: dark" in html and "@media print" in html
    tree = Tree()
    tree.feed(re.sub(r"<rect[^>]*>(?=<title>)", "<g>", html).replace("</title></rect>", "</title></g>"))
    assert tree.wrong == [] and tree.open == []


def test_the_numbers_are_those_of_the_applications(place: Path, call: Call) -> None:
    told = facts(desk(place), "ru")
    charts = {chart.id: chart for chart in told.charts}
    all_ = [Application(life) for life in LIVES]
    submitted = [each for each in all_ if each.submitted_at]
    assert told.tiles[0] == (len(submitted), "подано заявок")
    assert told.tiles[3][0] == sum(each.status == "draft" for each in all_)
    assert charts["days"].total == len(submitted)
    in_contest = [each for each in submitted if each.status != "withdrawn"]
    for name in ("group", "territory", "language"):
        assert charts[name].total == len(in_contest) < len(submitted), name
    assert charts["statuses"].total == len(all_) and charts["hours"].total == told.tiles[1][0] > 0
    assert len(charts["territory"].bars) == len(call.districts)
    assert (len(charts["days"].bars), len(charts["hours"].bars)) == (21, 24)


def test_nothing_of_an_applicant_reaches_the_page(tmp_path: Path) -> None:
    full_export(tmp_path, nasty())
    html = page(tmp_path, tmp_path / "a.html", "kk")
    assert "900101100014" not in html and "Сәрсенова" not in html and "HYPERLINK" not in html


def test_an_export_with_nothing_in_it_still_makes_a_page(tmp_path: Path) -> None:
    full_export(tmp_path, [])
    assert "Пока нет данных." in page(tmp_path, tmp_path / "a.html", "ru")


@pytest.mark.parametrize(
    ("most", "top"), [(0, (1, 1)), (1, (1, 1)), (5, (5, 1)), (6, (6, 2)), (30, (30, 10)), (551, (600, 200))]
)
def test_a_scale_is_of_round_numbers(most: int, top: tuple[int, int]) -> None:
    assert scale(most) == top


def test_a_chart_without_bars_has_no_most() -> None:
    assert (Chart("a", "A", []).most, Chart("a", "A", []).total) == (0, 0)


@pytest.mark.parametrize(
    ("names", "room", "told"),
    [
        (["қыркүйек 2021"] * 21, 43, [(0, "қыркүйек 2021")]),
        (["a"] * 18 + ["b"] * 7, 36, [(0, "a"), (18, "b")]),
        # One column has no room for the name of its month.
        (["a"] + ["b"] * 20, 43, [(1, "b")]), (["a"] * 20 + ["b"], 43, [(0, "a")]), ([], 43, []), (["", ""], 43, []),
    ],
)  # fmt: skip
def test_a_month_is_named_where_its_days_begin(names: list[str], room: float, told: list[tuple[int, str]]) -> None:
    assert list(spans(names, room)) == told


def test_days_and_hours_are_told_in_words(place: Path, call: Call) -> None:
    told = {chart.id: chart.bars[0] for chart in facts(desk(place), "ru").charts}
    assert (keyboard_text(told["days"].label), told["days"].short) == ("10 сентября 2021 года", "10")
    assert keyboard_text(told["days"].span) == "сентябрь 2021"
    assert (keyboard_text(told["hours"].label), told["hours"].short) == ("29 сентября 2021 года в 18.00", "18")
    assert keyboard_text(told["hours"].span) == "29 сентября 2021 года"
