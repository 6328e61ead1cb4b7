"""Numbers inside a question's limits, and sums of them that come out exactly."""

from __future__ import annotations

import math
from random import Random

from chalicelib.call import Field

Amount = int | float
# Where the question sets no limit, and as far above a lower one.
USUAL_MOST = 1_000_000
# Fractions with few binary digits add up without a rounding.
STEPS = (1.0, 0.5, 0.25, *(2.0**-power for power in range(3, 12)))


class Contradiction(ValueError):
    """No answer satisfies the question beside the answers already given."""


def limits_of(field: Field) -> tuple[Amount, Amount]:
    """The lowest and highest that an invented answer takes, both allowed by the question."""
    low = field.min if field.min is not None else min(0, field.max if field.max is not None else 0)
    return low, low + USUAL_MOST if field.max is None else field.max


def amount(rng: Random, low: Amount, high: Amount, *, whole: bool) -> Amount:
    """Between the limits, both included; small ones are likelier, as with people. Raises Contradiction."""
    for step in (1.0,) if whole else _steps(rng):
        first, last = math.ceil(low / step), math.floor(high / step)
        if first <= last:
            span = min(last - first, 10**12)
            return _plain((first + min(span, round(10 ** rng.uniform(0, math.log10(span + 1)) - 1))) * step)
    raise Contradiction(f"no number from {low} to {high}")


def _steps(rng: Random) -> tuple[float, ...]:
    """Mostly whole numbers; the finer steps serve limits between which no coarser number lies."""
    return STEPS if rng.random() < 0.7 else STEPS[2:]


def _plain(value: float) -> Amount:
    return int(value) if float(value).is_integer() else value


def parts(rng: Random, total: Amount, counts: range, low: Amount, high: Amount) -> list[Amount]:
    """So many numbers between the limits that add up to the total; `counts` are the numbers of them allowed.

    Raises Contradiction when no such list is.
    """
    fitting = [count for count in counts if count * low <= total <= count * high]
    if not fitting:
        raise Contradiction(f"{total} is no sum of numbers from {low} to {high}")
    count, rest, taken = rng.choice(fitting[:3]), total, list[Amount]()
    for left in range(count - 1, 0, -1):
        least, most = max(low, rest - left * high), min(high, rest - left * low)
        part = _plain(min(most, max(least, math.floor(rest / (left + 1) * rng.uniform(0.5, 1.5)))))
        taken.append(part)
        rest = _plain(rest - part)
    return [*taken, rest]
