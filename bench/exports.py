"""Questions to exports of 100 000 and 1 000 000 applications against doing it by hand; a workbook of 10 000."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, ratios
from bench.invented_exports import export_of
from chalicelib.call import current_call
from infra.paths import ROOT

FRESH = ROOT / "bench" / "fresh"
SOME, MANY, A_BOOK = 100_000, 1_000_000, 10_000
# An eighth and a fortieth of the time, of an export of SOME.
FIRST, LATER = 1 / 8, 1 / 40
MEMORY_MIB = 400
PAIRS = {A_BOOK: 3, SOME: 3, MANY: 1}
Told = dict[str, Any]


def figures() -> Iterator[Figure]:
    yield from asked_of(SOME, FIRST, LATER)
    yield workbook(A_BOOK)


def figures_of_many() -> Iterator[Figure]:
    yield from asked_of(MANY, None, None)


def asked_of(count: int, first: float | None, later: float | None) -> Iterator[Figure]:
    """Each run in a process of its own; imports count for neither side."""
    runs = []
    with export_of(count) as place:
        for _ in range(PAIRS[count]):
            forget(place)
            runs.append((fresh("ask_export", place, group()), fresh("counted_by_hand", place, group())))
    for ours, by_hand in runs:
        assert ours["rows"] == by_hand["rows"], "both must answer the same"
    yield timing(f"export_{count}_first_question", [(a["first_s"], b["first_s"]) for a, b in runs], first)
    again = [(again_s, b["first_s"]) for a, b in runs for again_s in a["later_s"]]
    figures = {"parquet_made_s": round(median(a["make_s"] for a, _ in runs), 2)}
    yield timing(f"export_{count}_later_question", again, later, figures)
    yield memory(f"export_{count}_peak_memory", [a["peak_mib"] for a, _ in runs])


def workbook(count: int) -> Figure:
    with export_of(count) as place:
        runs = []
        for _ in range(PAIRS[count]):
            forget(place)
            runs.append((fresh("workbook", place), fresh("workbook_by_hand", place)))
    peaks = {"ours_mib": median(a["peak_mib"] for a, _ in runs), "baseline_mib": median(b["peak_mib"] for _, b in runs)}
    rounded = {name: round(value) for name, value in peaks.items()}
    return timing(f"workbook_{count}", [(a["first_s"], b["first_s"]) for a, b in runs], None, rounded)


def timing(name: str, pairs: list[tuple[float, float]], aim: float | None, more: Told | None = None) -> Figure:
    """The aims are "so many times faster"; the ratio is ours over theirs, as everywhere here."""
    ours, by_hand = zip(*pairs, strict=True)
    of = {"ours_s": round(median(ours), 3), "by_hand_s": round(median(by_hand), 2), "runs": len(pairs)}
    faster = {"times_faster": round(median(b / a for a, b in pairs), 1)}
    return Figure(name, ratios(pairs), aim, of | faster | (more or {}))


def memory(name: str, peaks: list[float]) -> Figure:
    of = {"ours_mib": round(median(peaks)), "allowed_mib": MEMORY_MIB, "runs": len(peaks)}
    return Figure(name, [peak / MEMORY_MIB for peak in peaks], 1.0, of)


def forget(place: Path) -> None:
    for parquet in place.rglob("*.parquet"):
        parquet.unlink()


def group() -> str:
    """The question that is counted by: every call asks for a language."""
    field = current_call().form.role("group") or current_call().form.role("language")
    assert field is not None
    return field.id


def fresh(script: str, place: Path, *words: str) -> Told:
    program = [sys.executable, str(FRESH / f"{script}.py"), str(place), *words]
    ran = subprocess.run(program, capture_output=True, check=True)
    report: Told = json.loads(ran.stdout)
    return report
