"""Months around a call's own dates."""

from __future__ import annotations

from random import Random

from chalicelib.call import Call

# A project begins within half a year of the closing, and lasts at most a year.
BEGINS_WITHIN, LASTS_AT_MOST = 6, 12


def month_for(call: Call, rng: Random, not_before: str = "") -> str:
    """`2026-10`: soon after the closing; with `not_before` that month or one of the year after it."""
    if not not_before:
        return _later(f"{call.closes_at:%Y-%m}", rng.randint(1, BEGINS_WITHIN))
    return _later(not_before, rng.randint(0, LASTS_AT_MOST))


def _later(month: str, months: int) -> str:
    year, month_number = (int(part) for part in month.split("-"))
    years, after = divmod(month_number - 1 + months, 12)
    # The rules know months of this century only.
    return f"{min(year + years, 2099)}-{after + 1:02d}" if year + years < 2100 else month
