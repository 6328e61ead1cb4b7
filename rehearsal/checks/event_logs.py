"""Of the journals themselves: numbered, whole, growing, never rewritten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ..evidence import Breach, Evidence
from ..expected_times import hash_of

NUMBER = re.compile(r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}")


def numbers_can_be_read_out(evidence: Evidence) -> Iterator[Breach]:
    """Every number has only letters and digits without a twin."""
    for number in evidence.table.journals:
        if not NUMBER.fullmatch(number):
            yield Breach(number, "is no number of this call's form")


def a_number_is_one_application(evidence: Evidence) -> Iterator[Breach]:
    """One press makes one application, and no two applications share a number."""
    presses: defaultdict[str, set[str]] = defaultdict(set)
    for number, rows in evidence.table.journals.items():
        firsts = [row for row in rows if row.seq == 1]
        if len(firsts) != 1:
            yield Breach(number, f"has {len(firsts)} first events")
        for row in firsts:
            presses[row.press].add(number)
    for numbers in presses.values():
        if len(numbers) > 1:
            yield Breach(" ".join(sorted(numbers)), "came of one press")


def no_event_is_missing(evidence: Evidence) -> Iterator[Breach]:
    """Events are numbered from 1 without a gap, each in its own place."""
    for number, rows in evidence.table.journals.items():
        if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
            yield Breach(number, f"has events {[row.seq for row in rows]}")
        for row in rows:
            if row.place != f"event#{row.seq:06d}":
                yield Breach(number, f"event {row.seq} stands at {row.place}")


def versions_only_grow(evidence: Evidence) -> Iterator[Breach]:
    """A version is one more than the last when an act writes answers, and the same when it does not."""
    for number, rows in evidence.table.journals.items():
        if rows[0].version != 1 or rows[0].answers is None:
            yield Breach(number, f"begins with version {rows[0].version}")
        for before, after in pairwise(rows):
            if after.version != before.version + (after.answers is not None):
                yield Breach(number, f"{after.act}: version {before.version} became {after.version}")


def hashes_are_true(evidence: Evidence) -> Iterator[Breach]:
    """The hash beside stored answers is the SHA-256 of their canonical JSON (RFC 8785)."""
    for row in evidence.table.rows:
        if row.answers and row.sha256 != hash_of(row.answers):
            yield Breach(row.number, f"version {row.version}: the hash is not that of the answers")


def nothing_was_rewritten(evidence: Evidence) -> Iterator[Breach]:
    """What stood in the table at an earlier moment stands there still, letter for letter."""
    for reading in evidence.earlier:
        for number, rows in reading.journals.items():
            now = evidence.journal(number)
            for index, row in enumerate(rows):
                if index >= len(now) or now[index] != row:
                    yield Breach(number, f"event {row.seq} ({row.act}) is not what it was")


CHECKS = (
    numbers_can_be_read_out, a_number_is_one_application, no_event_is_missing, versions_only_grow, hashes_are_true,
    nothing_was_rewritten,
)  # fmt: skip
