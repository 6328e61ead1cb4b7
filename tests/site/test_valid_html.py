"""Every page of the site in every phase, and what the server answers with: valid HTML, says the W3C's checker."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.intake.save_draft import save_new_draft
from infra.npm_packages import html_checker
from tests.browser.form_site import FormSite
from tests.building import OPEN, PEPPER, answers
from tests.web.gateway import as_form

pytestmark = pytest.mark.html
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}


def faults(*places: Path) -> list[str]:
    """Errors and warnings, a line each."""
    done = subprocess.run([*html_checker(), "--format", "gnu", *map(str, places)], capture_output=True, text=True)
    return done.stderr.splitlines()


def test_every_page_in_every_phase_is_valid(built_site: Path) -> None:
    assert faults(built_site) == []


def test_pages_of_the_server_are_valid(tmp_path: Path, call: Call) -> None:
    """Full of errors, read over, received, a draft, its form, and what withdraws it, in both languages."""
    for language in call.languages:
        for name, body in server_pages(call, language):
            assert body.startswith("<!doctype html>")
            (tmp_path / f"{name}.{language}.html").write_text(body, "utf-8")
    assert faults(tmp_path) == []


def server_pages(call: Call, language: str) -> list[tuple[str, str]]:
    site, given = FormSite(), as_form(answers(application_language=language))
    draft, key = save_new_draft(call, site.store, PEPPER, answers(settlement=""), OPEN)
    own = [("_key", key), ("_version", "1")]
    asked = {
        "empty": ("/api/applications", []), "checked": ("/api/applications/check", given),
        "received": ("/api/applications", given), "draft": ("/api/drafts", given),
        "opened": (f"/api/applications/{draft.number}", [*own, ("_act", "open")]),
        "withdrawn": (f"/api/applications/{draft.number}", [*own, ("_act", "withdraw")]),
        "unknown": ("/api/applications/look-up", [("number", draft.number), ("key", "2222")]),
        "found": ("/api/applications/look-up", [("number", draft.number), ("key", key)]),
    }  # fmt: skip
    return [(name, posted(site, path, [("_language", language), *pairs])) for name, (path, pairs) in asked.items()]


def posted(site: FormSite, path: str, pairs: list[tuple[str, str]]) -> str:
    reply = site.answer("POST", path, FORM, urlencode(pairs).encode())
    assert reply is not None and isinstance(reply.body, str)
    return reply.body


def test_a_fault_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<!doctype html><html lang=ru><title>а</title><p id=a></p><p id=a></p></html>", "utf-8"
    )
    assert any("Duplicate ID" in line for line in faults(tmp_path))
