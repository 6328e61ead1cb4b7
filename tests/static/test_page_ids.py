"""No question is called what the form's page calls its own parts, and none that could be is refused without need."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.call.page_ids import FORM_PROPERTIES, PAGE_IDS, SENT_BESIDE

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "functions" / "chalicelib" / "pages" / "templates"
ASSETS = ROOT / "docs" / "assets"
FORM_SCRIPTS = [ASSETS / "form.js", *sorted((ASSETS / "form").glob("*.js"))]
# Of which a page with the questions of a form is put together.
PAGES = [
    *(TEMPLATES / f"{name}.html" for name in ("apply", "draft", "draft_page", "form", "my", "page", "questions")),
    *(ROOT / "docs" / "_theme" / f"{name}.html" for name in ("frame", "main")),
    *FORM_SCRIPTS, *(ASSETS / f"{name}.js" for name in ("early", "my", "site")),
    *(path for room in ("my", "shared", "site") for path in sorted((ASSETS / room).glob("*.js"))),
]  # fmt: skip
# A question's id has no hyphen.
AN_ID = re.compile(r'(?:\bid="|\bid: "|byId\("|getElementById\(")([a-z][a-z0-9_]*)"')


def ids() -> set[str]:
    return {found for path in PAGES for found in AN_ID.findall(path.read_text("utf-8"))}


def test_every_id_of_the_forms_page_is_known_and_no_other() -> None:
    assert ids() == PAGE_IDS


def test_every_property_that_the_script_asks_of_the_form_is_known_and_no_other() -> None:
    scripts = [path.read_text("utf-8") for path in FORM_SCRIPTS]
    asked = {name for text in scripts for name in re.findall(r"(?<![\w.])form\.([a-z]\w*)", text)} - {"js"}
    # An id has no capital letters, so no question can stand before these.
    assert {name for name in asked if name.islower()} == FORM_PROPERTIES


def test_a_plain_form_sends_beside_its_answers_only_what_no_question_may_be_called() -> None:
    template = (TEMPLATES / "form.html").read_text("utf-8")
    hidden = set(re.findall(r'type="hidden" name="(\w+)"', template))
    assert {name for name in hidden if not name.startswith("_")} == SENT_BESIDE
