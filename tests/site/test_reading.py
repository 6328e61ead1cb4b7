"""The browser's script reads what people type as the rules do: one table of cases, run in Node."""

import json
import resource
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import scripts

from chalicelib.call import Call
from chalicelib.pages.form_data import form_json
from chalicelib.rules.field_parsers import PARSERS
from tests.rules.typed_cases import Case, typed_cases

pytestmark = pytest.mark.node
JUDGEMENT = Path(__file__).parents[2] / "docs" / "assets" / "form" / "value_judgement.js"
CASES = [case for case in typed_cases() if case.by_script]
# The modules that judge a value, in a world of nothing but the words people type.
PROGRAM = """
import { readFileSync } from "node:fs";
const given = JSON.parse(readFileSync(0, "utf-8")), window = { baiqauForm: given.data };
%s
console.log(JSON.stringify(given.cases.map(({ field, typed }) => judgeValue(field, typed))));
"""


def as_read(cases: list[Case], call: Call) -> list[dict[str, Any]]:
    asked = [{"field": asked_of(case), "typed": case.typed} for case in cases]
    given = json.dumps({"data": json.loads(form_json(call, "kk")), "cases": asked})
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM % scripts.join_modules(JUDGEMENT)],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(ran.stdout))


def asked_of(case: Case) -> dict[str, Any]:
    of = case.field
    return {"id": of.id, "kind": of.kind, "required": of.required, "min": of.min, "max": of.max,
            "example": dict(of.example_words)}  # fmt: skip


def expected(case: Case) -> dict[str, Any]:
    if case.outcome[0] != "refused":
        return {"value": case.outcome[1]} if case.outcome[0] == "stored" else {}
    _, fault = PARSERS[case.field.kind](case.field, case.typed)
    assert fault is not None
    return {"fault": {"words": case.outcome[2], "params": dict(fault.params)}}


def test_script_and_rules_read_alike(call: Call) -> None:
    apart = [
        (str(case), expected(case), read)
        for case, read in zip(CASES, as_read(CASES, call), strict=True)
        if plainly(expected(case)) != plainly(read)
    ]
    assert apart == []


def plainly(read: dict[str, Any]) -> dict[str, Any]:
    """The script has parted the thousands of numbers in sentences already."""
    if "fault" not in read:
        return read
    params = {name: str(value).replace("\u00a0", "") for name, value in read["fault"]["params"].items()}
    return {"words": read["fault"]["words"], "params": params}


def test_a_flood_takes_the_script_no_time(call: Call) -> None:
    floods = [
        replace(case, typed="1" + filling * 100_000 + "1") for case in CASES[::40] for filling in (" ", "1,", "@x.")
    ]
    limited = [flood for flood in floods if flood.field.max or flood.field.kind not in ("text", "textarea")]
    # Most of the time is the program's start.
    ordinary = processor_seconds(lambda: as_read([replace(flood, typed="1") for flood in limited], call))
    assert {read["fault"]["words"] for read in as_read(limited, call)} == {"too_long"}
    assert processor_seconds(lambda: as_read(limited, call)) < 5 * ordinary + 2


def processor_seconds(act: Callable[[], object]) -> float:
    """Of the children that the act waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    act()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def test_the_table_is_long_enough_for_the_script_too() -> None:
    assert len(CASES) >= 300
