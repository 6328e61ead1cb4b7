"""TypeScript and eslint read the browser's code, and would say so if it were wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from infra import browser_check

ROOT = Path(__file__).parents[2]
TOO_LONG = "export function far() {\n" + "  far();\n" * 30 + "}\n"
FAULTS = {
    "form/busy.js": ("\nbusyy();\n", "Cannot find name 'busyy'"),
    "form/idempotency_keys.js": ("\nrenewSecret().length;\nperform();\n", "no-unused-expressions"),
    "form/download.js": ("\nexport const perform = () => {};\n" + TOO_LONG, "max-lines-per-function"),
    "shared/storage.js": ("\nexport const loose = (key) => key;\n", "Parameter 'key' implicitly has an 'any' type"),
    "form/rows.js": ('\ndocument.querySelector("p").remove();\n', "Object is possibly 'null'"),
    "shared/numbers.js": ("\nexport const short = [1].at(0);\n", "Property 'at' does not exist"),
}


@pytest.mark.browser_code
def test_typescript_and_eslint_find_nothing() -> None:
    assert browser_check.problems(ROOT) == ""


@pytest.mark.browser_code
def test_a_fault_of_each_kind_is_found(tmp_path: Path) -> None:
    for folder in ("docs/assets", "infra/browser_code"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name, (text, _) in FAULTS.items():
        with (tmp_path / "docs" / "assets" / name).open("a") as file:
            file.write(text)
    said = browser_check.problems(tmp_path)
    assert [fault for _, fault in FAULTS.values() if fault not in said] == []
    # Joined with the module that declares it, a name that is not imported would be found.
    assert "«perform» is declared by another module, and not imported" in said


def test_where_npm_is_not_there_it_is_said_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser_check.main() == 0
    assert "NOT read by TypeScript and eslint (node and npm: apt-get install nodejs npm)" in capsys.readouterr().out
