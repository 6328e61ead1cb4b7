"""The report and the data dictionary as people open them: a file from a mail, on any screen, in any light, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from staff.main import main
from tests.staff.export_building import full_export, invented, items, nasty

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    full_export(folder / "export", items(invented(120)), nasty())
    for language in ("kk", "ru"):
        report, dictionary = (str(folder / f"{name}.{language}.html") for name in ("report", "dictionary"))
        assert main(["report", report, "--from", str(folder / "export"), "--lang", language]) == 0
        assert main(["form", "--dictionary", dictionary, "--lang", language]) == 0
    return folder


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", ["report", "dictionary"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Any, pages: Path, name: str, language: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The page forbids every script; axe is one.
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.{language}.html").as_uri())
    found = Axe().run(page).response["violations"]
    assert [(each["id"], node["target"]) for each in found for node in each["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(asked) == 1, "nothing is fetched"
    context.close()


@pytest.mark.parametrize("name", ["report", "dictionary"])
def test_on_paper_it_is_black_on_white_whatever_the_screen(chromium: Any, pages: Path, name: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((pages / f"{name}.kk.html").as_uri())
    page.emulate_media(media="print")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    context.close()
