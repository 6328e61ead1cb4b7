"""What a submission waits for when a function starts: never for the pages' templates, which it does not show."""

import json
import os
import subprocess
import sys

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
    code = "import json, sys, app; print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "functions", capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ".", "TABLE_NAME": "baiqau"},
    )  # fmt: skip
    loaded = json.loads(ran.stdout)
    assert "chalicelib.intake.submit_application" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
