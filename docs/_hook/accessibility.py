"""The accessibility statement from one file of evidence (wcag.toml): rows of the page and an OpenACR report beside it.

A criterion that no test shows is said not to be evaluated: nothing is claimed from belief.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.call import Call, Text

EVIDENCE = Path(__file__).with_name("wcag.toml")
# The levels' names in OpenACR.
SHOWN, ABSENT, UNKNOWN = "supports", "not-applicable", "not-evaluated"
_CHAPTERS = {"A": "success_criteria_level_a", "AA": "success_criteria_level_aa"}


class WcagCriterion(NamedTuple):
    """`tests` show it, each as path::name; `note` says what they cannot."""

    number: str
    level: str
    name: Text
    state: str
    tests: tuple[str, ...]
    note: Text | None = None


@cache
def evidence() -> dict[str, Any]:
    return tomllib.loads(EVIDENCE.read_text("utf-8"))


def standard() -> str:
    return str(evidence()["standard"])


@cache
def criteria() -> tuple[WcagCriterion, ...]:
    return tuple(_criterion(row) for row in evidence()["criterion"])


def _criterion(row: dict[str, Any]) -> WcagCriterion:
    tests = tuple(row.get("tests", ()))
    state = UNKNOWN if not tests else ABSENT if row.get("absent") else SHOWN
    return WcagCriterion(row["number"], row["level"], row["name"], state, tests, row.get("note"))


def openacr(call: Call, site_url: str) -> str:
    """The report in GSA's OpenACR form, whose readers compare products; its notes are in Russian and Kazakh."""
    chapters = {name: {"criteria": [_report_row(criterion) for criterion in criteria() if criterion.level == level]}
                for level, name in _CHAPTERS.items()}  # fmt: skip
    report = {
        "title": f"{call.title['ru']}: {standard()} A, AA", "catalog": "2.5-edition-wcag-2.2-en",
        "product": {"name": "Baiqau", "description": call.title["kk"]},
        "author": {"name": call.contact.name["ru"]} | ({"email": call.contact.email} if call.contact.email else {}),
        "repository": site_url, "related_openacrs": [],
        "evaluation_methods_used": "automated tests named in each note; no audit by people",
        "chapters": chapters,
    }  # fmt: skip
    # Whoever only asks whether a page can be made (`baiqau form`) has no YAML installed.
    import yaml

    return str(yaml.safe_dump(report, allow_unicode=True, sort_keys=False, width=120))


def _report_row(each: WcagCriterion) -> dict[str, object]:
    notes = "; ".join([*each.tests, *([each.note["ru"], each.note["kk"]] if each.note else [])])
    return {"num": each.number, "components": [{"name": "web", "adherence": {"level": each.state, "notes": notes}}]}
