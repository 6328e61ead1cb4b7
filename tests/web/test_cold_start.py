"""What a submission waits for when a function starts: never for the pages' templates, which it does not show."""

import json
import os
import subprocess
import sys
from typing import Any

from infra.paths import ROOT

HEAVY = (
    "jinja2",
    "markupsafe",
    "chalicelib.pages",
    "chalicelib.desk",
    "chalicelib.examination",
    "chalicelib.projection",
)


def test_an_import_of_the_app_loads_no_page() -> None:
    loaded = told("import json, sys, app; print(json.dumps(sorted(sys.modules)))")
    assert "chalicelib.intake.submit_application" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_garbage_is_looked_for_again_once_all_is_loaded() -> None:
    is_looked_for, left_out = told("import gc, json, app; print(json.dumps([gc.isenabled(), gc.get_freeze_count()]))")
    assert is_looked_for and left_out > 10_000


def told(code: str) -> Any:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "functions", capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ".", "TABLE_NAME": "baiqau"},
    )  # fmt: skip
    return json.loads(ran.stdout)
