"""The form in Debian's Firefox, by WebDriver BiDi: one whole way, which Chromium's tests walk in every detail."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from infra import npm_packages, tools
from tests.browser.form_site import FormSite
from tests.browser.test_form import KEPT, as_typed, site
from tests.building import answers

__all__ = ["site"]
pytestmark = [pytest.mark.firefox, pytest.mark.slow]
WALK = Path(__file__).with_name("walk_in_firefox.mjs")


def test_firefox_goes_from_a_form_with_mistakes_to_a_receipt(site: FormSite, tmp_path: Path) -> None:
    given = tmp_path / "answers.json"
    given.write_text(json.dumps({"name": KEPT, "answers": as_typed(answers(settlement=""))}), "utf-8")
    saw = walked(f"{site.address}/ru/apply/", given)
    assert [event.act for event in site.store.kept.values()] == ["save_draft", "save_draft", "submit"]
    assert saw.pop("mistakes") > 30 and saw.pop("title").startswith("Ошибка: Нужно исправить: 1.")
    number = next(iter(site.store.kept))[0]
    assert saw == {"kept": answers()["project_title"], "missing": ["Населённый пункт"], "review": True,
                   "receipt": "Заявка принята", "number": number, "beyond": 0, "errors": []}  # fmt: skip


def walked(address: str, given: Path) -> dict[str, Any]:
    packages, firefox = npm_packages.modules(), tools.firefox()
    command = ["node", str(WALK), str(packages), str(firefox), address, str(given)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    saw = json.loads(done.stdout)
    assert isinstance(saw, dict)
    return saw
