"""The arithmetic of an additive model: its normal matrix, its remainder, and Student's quantile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist, mean


def normal_matrix(names: Sequence[str], shared: Sequence[Mapping[str, float]]) -> list[list[float]]:
    """Of the people, the applications' own height being taken out; ones are added, so that severities sum to nought."""
    return [[1.0 + sum(weight(one, other, given) for given in shared) for other in names] for one in names]


def weight(one: str, other: str, given: Mapping[str, float]) -> float:
    return float(one == other) - 1 / len(given) if one in given and other in given else 0.0


def remainder(severity: Mapping[str, float], shared: Sequence[Mapping[str, float]]) -> float:
    """The squares of what neither application nor person explains."""
    total = 0.0
    for given in shared:
        left = [points - severity[person] for person, points in given.items()]
        total += sum((value - mean(left)) ** 2 for value in left)
    return total


def inverse_of(matrix: list[list[float]]) -> list[list[float]]:
    """By Gauss and Jordan; a committee is no larger than a few dozen."""
    size = len(matrix)
    rows = [[*row, *(float(index == column) for column in range(size))] for index, row in enumerate(matrix)]
    for column in range(size):
        best = max(range(column, size), key=lambda index: abs(rows[index][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for index in range(size):
            if index != column and (factor := rows[index][column]):
                rows[index] = [a - factor * b for a, b in zip(rows[index], rows[column], strict=True)]
    return [row[size:] for row in rows]


def student(probability: float, freedom: int) -> float:
    z = NormalDist().inv_cdf(probability)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
