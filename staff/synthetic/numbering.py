"""Numbers that look as random as real ones and never repeat."""

from __future__ import annotations

from chalicelib.intake.number_and_key import ALPHABET, NUMBER_GROUP

_NUMBERS = len(ALPHABET) ** (2 * NUMBER_GROUP)
# Coprime to 18^8: steps of it visit every number once, and neighbours look unrelated.
_STEP = 7_654_321_117


def number_of(index: int) -> str:
    """The number of the application at `index`; all are different below 18^8."""
    rest, signs = (index + 1) * _STEP % _NUMBERS, ""
    for _ in range(2 * NUMBER_GROUP):
        rest, sign = divmod(rest, len(ALPHABET))
        signs += ALPHABET[sign]
    return f"{signs[:NUMBER_GROUP]}-{signs[NUMBER_GROUP:]}"
