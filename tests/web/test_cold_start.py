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
    "chalicelib.notices",
    "chalicelib.mail_wiring",
    "chalicelib.rules.sign_in",
)
DATACLASSES = """
import json, sys, app
ours = [module for name, module in sys.modules.items() if name.startswith("chalicelib")]
names = {c.__name__ for m in ours for c in vars(m).values() if "__dataclass_fields__" in getattr(c, "__dict__", {})}
print(json.dumps(sorted(names)))
"""


def test_an_import_of_the_app_loads_no_page() -> None:
    loaded = told("import json, sys, app; print(json.dumps(sorted(sys.modules)))")
    assert "chalicelib.intake.submit_application" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_a_dataclass_is_defined_only_where_something_is_computed_once() -> None:
    """Each takes the time of five named tuples to define (docs/decisions/04-one-pickled-call.md)."""
    assert told(DATACLASSES) == ["Call", "Field", "Form"]


def test_garbage_is_looked_for_again_once_all_is_loaded() -> None:
    is_looked_for, left_out = told("import gc, json, app; print(json.dumps([gc.isenabled(), gc.get_freeze_count()]))")
    assert is_looked_for and left_out > 10_000


def told(code: str) -> Any:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "functions", capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ".", "TABLE_NAME": "baiqau"},
    )  # fmt: skip
    return json.loads(ran.stdout)
