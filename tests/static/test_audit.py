"""Known holes in libraries are asked for by a machine, not by whoever happens to think of it (asvs.md, V15.2.1)."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "audit.yml"


def workflow() -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as the truth value.
    loaded: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    return {"on" if name is True else name: value for name, value in loaded.items()}


def test_the_libraries_are_looked_through_every_week_and_when_a_lock_changes() -> None:
    asked = workflow()
    [schedule] = asked["on"]["schedule"]
    minute, hour, day, month, weekday = schedule["cron"].split()
    assert (day, month, weekday.isdecimal(), minute.isdecimal(), hour.isdecimal()) == ("*", "*", True, True, True)
    assert asked["on"]["push"]["paths"] == ["requirements/*.txt", "functions/requirements.txt"]
    assert [step["run"] for step in asked["jobs"]["audit"]["steps"] if "run" in step] == ["make audit"]


def test_it_asks_about_every_lock_there_is() -> None:
    [recipe] = re.findall(r"^audit:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    locks = {str(file.relative_to(ROOT)) for file in ROOT.glob("*/requirements*.txt")}
    locks |= {str(file.relative_to(ROOT)) for file in ROOT.glob("requirements/*.txt")}
    named = {str(file.relative_to(ROOT)) for pattern in re.findall(r"\S+\.txt", recipe) for file in ROOT.glob(pattern)}
    assert locks == named and "functions/requirements.txt" in named
