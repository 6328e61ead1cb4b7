"""Numbers that look as random as real ones and never repeat."""

from __future__ import annotations

from chalicelib.intake.number_and_key import ALPHABET, NUMBER_GROUP

_NUMBERS = len(ALPHABET) ** (2 * NUMBER_GROUP)
# Prime to 18^8: counting in steps of it visits every number once, and neighbours look unrelated.
_STEP = 7_654_321_117


def number_of(index: int) -> str:
    """No two alike below 18^8."""
    rest, signs = (index + 1) * _STEP % _NUMBERS, ""
    for _ in range(2 * NUMBER_GROUP):
        rest, sign = divmod(rest, len(ALPHABET))
        signs += ALPHABET[sign]
    return f"{signs[:NUMBER_GROUP]}-{signs[NUMBER_GROUP:]}"
