"""The accessibility statement claims what tests show, and no more."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import accessibility
import pytest
import yaml

from chalicelib.call import Call
from tests.site.conftest import ROOT
from tests.site.reading import HOMES, PAGES, page, text_of

# Levels A and AA of WCAG 2.2, as W3C numbers them; 4.1.1 is in it no more.
OF_LEVEL = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 "
         "2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 "
          "3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}  # fmt: skip
MEDIA = re.compile(r"<(video|audio|canvas|iframe|object|embed|marquee|img|picture)\b")


def test_every_criterion_stands_once_at_its_level() -> None:
    known = {
        level: [criterion.number for criterion in accessibility.criteria() if criterion.level == level]
        for level in OF_LEVEL
    }
    assert known == {level: numbers.split() for level, numbers in OF_LEVEL.items()}


@pytest.mark.parametrize("test", sorted({test for criterion in accessibility.criteria() for test in criterion.tests}))
def test_every_test_that_the_statement_names_exists(test: str) -> None:
    file, name = test.split("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_criterion_without_a_test_is_not_claimed() -> None:
    assert all((criterion.state == "not-evaluated") == (not criterion.tests) for criterion in accessibility.criteria())


@pytest.mark.parametrize("language", HOMES)
def test_the_page_says_of_each_criterion_what_is_known(built_site: Path, language: str) -> None:
    text = text_of(page(built_site, language, "accessibility/"))
    for criterion in accessibility.criteria():
        assert f"{criterion.number} {criterion.name[language]}" in text and all(
            test in text for test in criterion.tests
        )


def test_the_report_beside_it_says_the_same(built_site: Path, call: Call) -> None:
    report = yaml.safe_load((built_site / "accessibility" / "openacr.yaml").read_text("utf-8"))
    rows = [row for chapter in report["chapters"].values() for row in chapter["criteria"]]
    told = {row["num"]: row["components"][0]["adherence"]["level"] for row in rows}
    assert told == {criterion.number: criterion.state for criterion in accessibility.criteria()}
    assert report["title"].startswith(call.title["ru"])


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_sound_video_pictures_of_text_or_motion(built_site: Path, name: str) -> None:
    for language in HOMES:
        html = page(built_site, language, name)
        assert MEDIA.findall(html) == [] and "<animate" not in html
    # The one animation of the style sheet colours a heading once, and does not flash.
    css = (built_site / "assets" / "site.css").read_text("utf-8")
    assert "infinite" not in css and set(re.findall(r"@keyframes (\w+)", css)) <= {"found"}


def test_no_script_asks_for_a_gesture_a_drag_or_the_devices_motion(built_site: Path) -> None:
    scripts = "".join(path.read_text("utf-8") for path in (built_site / "assets").glob("*.js"))
    asked = ("devicemotion", "deviceorientation", "touchmove", "gesturechange", "dragstart", "pointermove", "mousemove")
    assert [each for each in asked if each in scripts] == []


@pytest.mark.parametrize("language", HOMES)
def test_every_page_offers_the_same_help_in_the_same_place(built_site: Path, language: str) -> None:
    """WCAG 3.2.6: whom to ask stands in the foot of each page, after everything else."""
    feet = {
        page(built_site, language, name).split('<footer class="bottom">')[1].split("<nav aria")[0] for name in PAGES
    }
    assert len(feet) == 1 and "tel:" in feet.pop()
