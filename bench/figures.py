"""A figure: how many times as much as its baseline, with the spread and the raw medians behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Pair = tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """`aim` is the most the ratio should be, None where it is only told; `of` says what was divided by what."""

    name: str
    ratios: Sequence[float]
    aim: float | None
    of: Mapping[str, object]
    note: str = ""

    def line(self) -> str:
        spread = {"ratio": median(self.ratios), "min": min(self.ratios), "max": max(self.ratios)}
        shown = {"figure": self.name, **{key: round(value, 3) for key, value in spread.items()}, "unit": "ratio"}
        met = {"met": spread["ratio"] <= self.aim} if self.aim is not None else {}
        return json.dumps(
            shown | {"aim": self.aim} | met | {"of": dict(self.of)} | ({"note": self.note} if self.note else {}),
            ensure_ascii=False,
        )


def alternating_pairs(ours: Callable[[], float], baseline: Callable[[], float], count: int) -> list[Pair]:
    """`count` pairs, each side first every other time: what else the machine does falls on both."""
    pairs = []
    for index in range(count):
        if index % 2:
            second = baseline()
            pairs.append((ours(), second))
        else:
            pairs.append((ours(), baseline()))
    return pairs


def ratios(pairs: Sequence[Pair]) -> list[float]:
    return [ours / baseline for ours, baseline in pairs]


def medians(pairs: Sequence[Pair], unit: str) -> dict[str, object]:
    """The raw medians, for those who want to see that both halves are sane."""
    ours, baseline = zip(*pairs, strict=True)
    return {f"ours_{unit}": round(median(ours), 2), f"baseline_{unit}": round(median(baseline), 2), "runs": len(pairs)}
