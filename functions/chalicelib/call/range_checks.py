"""Range checks of a call: its numbers, days, hours and amendments; what makes no sense is refused with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from .definition import Amendment
from .definition_error import DefinitionError
from .form_consistency import placed_fields
from .form_definition import Form

# Inclusive bounds of every number of a call. An upper one is far beyond any real call, and keeps dates computable.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "rules_clause": (1, 999), "appendix": (1, 99), "supplement_days": (0, 365), "explanation_days": (0, 365),
    "missed_tasks_for_exclusion": (1, 100), "score_min": (0, 1000), "score_max": (1, 1000),
}  # fmt: skip
# A reminder comes at most ninety days before an end.
HOURS = (1, 90 * 24)


def score_faults(lowest: int, highest: int) -> Iterator[DefinitionError]:
    if lowest >= highest:
        yield DefinitionError("scores_in_disorder", "call.score_min", low=lowest, high=highest)


def hour_faults(key: str, hours: Sequence[int]) -> Iterator[DefinitionError]:
    """Positive hours, the farthest from the end first, each once."""
    for index, hour in enumerate(hours):
        path = f"call.{key}[{index}]"
        if not HOURS[0] <= hour <= HOURS[1]:
            yield DefinitionError("number_out_of_range", path, value=hour, low=HOURS[0], high=HOURS[1])
        elif index and hour >= hours[index - 1]:
            yield DefinitionError("hours_in_disorder", path, value=hour, before=hours[index - 1])


def criterion_faults(numbers: Sequence[int]) -> Iterator[DefinitionError]:
    """A criterion's number is its place, as lists of them are counted on the pages."""
    for index, number in enumerate(numbers):
        if number != index + 1:
            yield DefinitionError(
                "criteria_in_disorder", f"call.criterion[{index}].number", value=number, place_in_list=index + 1
            )


def fed_criterion_faults(form: Form, count: int, root: str = "form") -> Iterator[DefinitionError]:
    """A question feeds only criteria there are."""
    for field, path in placed_fields(form, root):
        for index, number in enumerate(field.criteria):
            if not 1 <= number <= count:
                yield DefinitionError("unknown_criterion", f"{path}.criteria[{index}]", number=number, count=count)


def closing(amendments: Sequence[Amendment], announced: datetime) -> datetime:
    """The closing in force after every amendment."""
    return next((amendment.closes_at for amendment in reversed(amendments) if amendment.closes_at), announced)


def amendment_faults(
    amendments: Sequence[Amendment], opens: datetime, announced: datetime
) -> Iterator[DefinitionError]:
    """Each stands after the one before it, not before the opening, before the closing it moves, and only lengthens."""
    if announced <= opens:
        yield DefinitionError("closes_before_opens", "call.closes_at")
        return
    closes, before = announced, opens
    for index, amendment in enumerate(amendments):
        path = f"call.amendment[{index}]"
        if amendment.at < opens:
            yield DefinitionError("amendment_too_early", f"{path}.at", value=amendment.at.isoformat(),
                                  opens=opens.isoformat())  # fmt: skip
        elif index and amendment.at <= before:
            yield DefinitionError("amendments_in_disorder", f"{path}.at", value=amendment.at.isoformat())
        elif amendment.closes_at is not None:
            yield from _lengthening_faults(amendment, closes, path)
        closes, before = amendment.closes_at or closes, amendment.at


def _lengthening_faults(amendment: Amendment, closes: datetime, place: str) -> Iterator[DefinitionError]:
    assert amendment.closes_at is not None
    params = {"closes": closes.isoformat()}
    if amendment.at >= closes:
        yield DefinitionError("amendment_too_late", f"{place}.at", value=amendment.at.isoformat(), **params)
    if amendment.closes_at <= closes:
        yield DefinitionError(
            "amendment_shortens", f"{place}.closes_at", value=amendment.closes_at.isoformat(), **params
        )
