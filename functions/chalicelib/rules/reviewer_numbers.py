"""Numbers about reviewers, for people to look at: they order nothing and correct nobody's points.

Severity is how many points a person gives above or below the others on the same applications: an additive model
(application + person + chance) by least squares, within each group of people whom common applications connect. It is
noticeable only where chance alone would make one so large, among all those compared, in less than one case in twenty
(Bonferroni; Student's quantile by its Cornish-Fisher expansion).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from typing import NamedTuple

from .least_squares import inverse_of, normal_matrix, remainder, student

# Below these nothing is said of a person's severity, or of agreement.
LEAST_COMMON, LEAST_UNITS = 5, 5
# Chance alone makes anybody at all noticeable in so many cases; below one in twenty, with room for the expansion.
CHANCE = 0.04


class Sheet(NamedTuple):
    """What one person gave one application: points by criterion, without those that do not apply."""

    application: str
    person: str
    points: Mapping[str, int]

    @property
    def mean(self) -> float:
        return mean(self.points.values())


@dataclass(frozen=True)
class PersonNumbers:
    """All numbers are in points. `spread` is None for one sheet; `severity` and its standard `error` are None where
    there are too few common applications to say.
    """

    person: str
    scored: int
    mean: float
    spread: float | None
    severity: float | None = None
    error: float | None = None
    is_noticeable: bool = False


def applying(points: Mapping[str, int | None]) -> dict[str, int]:
    """By criterion, without those that do not apply."""
    return {criterion: value for criterion, value in points.items() if value is not None}


def remark(found: PersonNumbers) -> str:
    """The code of what is to be said of a person's severity."""
    if found.severity is None:
        return "too_few"
    return "noticeable" if found.is_noticeable else "ordinary"


def reviewer_numbers(sheets: Iterable[Sheet]) -> tuple[PersonNumbers, ...]:
    """Everybody who gave any points, by name."""
    by_person: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.points:
            by_person[sheet.person].append(sheet)
    known = _severities([sheet for own in by_person.values() for sheet in own])
    return tuple(_numbers(person, by_person[person], known.get(person)) for person in sorted(by_person))


def _numbers(person: str, own: Sequence[Sheet], known: _Severity | None) -> PersonNumbers:
    means = [sheet.mean for sheet in own]
    spread = stdev(means) if len(means) > 1 else None
    if known is None:
        return PersonNumbers(person, len(own), mean(means), spread)
    return PersonNumbers(person, len(own), mean(means), spread, known.severity, known.error, known.is_noticeable)


class _Severity(NamedTuple):
    severity: float
    error: float
    is_noticeable: bool


def _severities(sheets: Sequence[Sheet]) -> dict[str, _Severity]:
    common: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for sheet in sheets:
        common[sheet.application][sheet.person] = sheet.mean
    shared = [given for given in common.values() if len(given) > 1]
    severities: dict[str, _Severity] = {}
    for people in _connected_groups(shared):
        severities |= _of_group(people, [given for given in shared if not people.isdisjoint(given)])
    return severities


def _connected_groups(shared: Iterable[Mapping[str, float]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for given in shared:
        apart = [group for group in groups if group.isdisjoint(given)]
        joined = set(given).union(*(group for group in groups if not group.isdisjoint(given)))
        groups = [*apart, joined]
    return groups


def _of_group(people: set[str], shared: Sequence[Mapping[str, float]]) -> dict[str, _Severity]:
    names = sorted(people)
    freedom = sum(map(len, shared)) - len(shared) - len(names) + 1
    enough = [name for name in names if sum(name in given for given in shared) >= LEAST_COMMON]
    if freedom < LEAST_COMMON or not enough:
        return {}
    inverse = inverse_of(normal_matrix(names, shared))
    sides = [sum(given[name] - mean(given.values()) for given in shared if name in given) for name in names]
    severity = {name: sum(a * b for a, b in zip(row, sides, strict=True))
                for name, row in zip(names, inverse, strict=True)}  # fmt: skip
    variance = remainder(severity, shared) / freedom
    bound = student(1 - CHANCE / (2 * len(enough)), freedom)
    severities = {}
    for index, name in enumerate(names):
        # The rows of ones that make the sum nought add one over the square of their number.
        error = sqrt(max(variance * (inverse[index][index] - 1 / len(names) ** 2), 0.0))
        if name in enough:
            severities[name] = _Severity(severity[name], error, abs(severity[name]) > bound * error)
    return severities


def agreement(sheets: Iterable[Sheet]) -> float | None:
    """Krippendorff's alpha, interval, over every criterion of every application; 1 is full agreement, 0 is chance's.

    None where fewer than LEAST_UNITS applications have points of two people, or all points are one and the same.
    """
    units: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for sheet in sheets:
        for criterion, points in sheet.points.items():
            units[sheet.application, criterion].append(points)
    paired = {unit: values for unit, values in units.items() if len(values) > 1}
    if len({application for application, _ in paired}) < LEAST_UNITS:
        return None
    values = [value for given in paired.values() for value in given]
    expected = _differences(values) / (len(values) - 1)
    observed = sum(_differences(given) / (len(given) - 1) for given in paired.values())
    return 1 - observed / expected if expected else None


def _differences(values: Sequence[int]) -> int:
    """The squares of all differences, each pair once each way."""
    return 2 * (len(values) * sum(value * value for value in values) - sum(values) ** 2)
