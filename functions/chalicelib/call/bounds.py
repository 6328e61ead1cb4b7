"""Numbers, days, hours and amendments that make sense; anything else is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .definition import Amendment
from .form_definition import Form
from .reading import DefinitionError

# Inclusive bounds of every number of a call. An upper one is far beyond any real call, and keeps dates computable.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "rules_clause": (1, 999), "appendix": (1, 99), "supplement_days": (0, 365), "explanation_days": (0, 365),
    "missed_tasks_for_exclusion": (1, 100), "score_min": (0, 1000), "score_max": (1, 1000),
}  # fmt: skip
# A reminder comes at most ninety days before an end.
HOURS = (1, 90 * 24)


def check_numbers(numbers: Mapping[str, Any]) -> None:
    """Every number within its bounds, and the lowest score below the highest. Raises DefinitionError."""
    for key, (low, high) in BOUNDS.items():
        if not low <= numbers[key] <= high:
            raise DefinitionError("number_out_of_range", f"call.{key}", value=numbers[key], low=low, high=high)
    if numbers["score_min"] >= numbers["score_max"]:
        raise DefinitionError(
            "scores_in_disorder", "call.score_min", low=numbers["score_min"], high=numbers["score_max"]
        )


def check_hours(key: str, hours: Sequence[Any]) -> None:
    """Whole positive hours, the farthest from the end first, each once. Raises DefinitionError."""
    for index, hour in enumerate(hours):
        place = f"call.{key}[{index}]"
        if not isinstance(hour, int) or isinstance(hour, bool):
            raise DefinitionError("wrong_type", place, expected="int")
        if not HOURS[0] <= hour <= HOURS[1]:
            raise DefinitionError("number_out_of_range", place, value=hour, low=HOURS[0], high=HOURS[1])
        if index and hour >= hours[index - 1]:
            raise DefinitionError("hours_in_disorder", place, value=hour, before=hours[index - 1])


def check_criteria(numbers: Sequence[int]) -> None:
    """A criterion's number is its place, as lists of them are counted on the pages. Raises DefinitionError."""
    for index, number in enumerate(numbers):
        if number != index + 1:
            raise DefinitionError(
                "criteria_in_disorder", f"call.criterion[{index}].number", value=number, place_in_list=index + 1
            )


def check_criteria_of(form: Form, count: int) -> None:
    """A question feeds only criteria there are. Raises DefinitionError."""
    for field in form:
        if unknown := [number for number in field.criteria if not 1 <= number <= count]:
            raise DefinitionError("unknown_code", f"form.{field.id}.criteria", code=unknown[0])


def check_amendments(amendments: Sequence[Amendment], opens: datetime, announced: datetime) -> datetime:
    """The closing in force after every amendment: each stands after the one before it, comes before the closing it
    moves, and only lengthens. Raises DefinitionError."""
    closes = announced
    if closes <= opens:
        raise DefinitionError("closes_before_opens", "call.closes_at")
    for index, amendment in enumerate(amendments):
        place = f"call.amendment[{index}]"
        if index and amendment.at <= amendments[index - 1].at:
            raise DefinitionError("amendments_in_disorder", f"{place}.at", value=amendment.at.isoformat())
        if amendment.closes_at is not None:
            closes = _lengthened(amendment, closes, place)
    return closes


def _lengthened(amendment: Amendment, closes: datetime, place: str) -> datetime:
    assert amendment.closes_at is not None
    if amendment.at >= closes:
        raise DefinitionError(
            "amendment_too_late", f"{place}.at", value=amendment.at.isoformat(), closes=closes.isoformat()
        )
    if amendment.closes_at <= closes:
        raise DefinitionError(
            "amendment_shortens", f"{place}.closes_at", value=amendment.closes_at.isoformat(), closes=closes.isoformat()
        )
    return amendment.closes_at
