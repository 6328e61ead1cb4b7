"""Who plays: invented applicants, and the way each of them goes about it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from chalicelib.call import Call
from staff import synthetic

from .applicant import Applicant
from .cloud import Cloud
from .notes import Log

FIRST_LANGUAGE_SHARE = 0.7
# Twenty ways, dealt in turn, so that the smallest rehearsal already has one of each.
WAYS = (
    "direct", "direct", "direct", "direct", "direct", "too_early", "double", "double_without_script", "edited",
    "withdrawn", "drafted", "drafted", "saved_again", "drafted_and_edited", "stale", "abandoned", "incomplete", "late",
    "late_draft", "on_the_dot",
)  # fmt: skip
NEVER_IN_TIME = ("abandoned", "incomplete", "late", "late_draft")
FIRST = "twenty_at_once"


def cast(cloud: Cloud, log: Log, call: Call, count: int, seed: int) -> list[Applicant]:
    """The same people for the same seed; the first presses twenty times at once."""
    people = [Applicant(cloud, log, call, rng, answers, way) for rng, answers, way in _invent(call, count, seed)]
    people[0].way = FIRST
    return people


def _invent(call: Call, count: int, seed: int) -> Iterator[tuple[Random, dict[str, object], str]]:
    for index in range(count):
        rng = Random(f"{seed} {index}")
        first, *others = call.languages
        language = rng.choice(others) if others and rng.random() >= FIRST_LANGUAGE_SHARE else first
        # No two say the same: what is identical without a key is the same press.
        answers = synthetic.titled(call, synthetic.invent(call, rng, language), str(index + 1))
        yield rng, answers, WAYS[index % len(WAYS)]
