"""A warm submission of a 20 KB application, against one raw `put_item` of the same item to the same table."""

from __future__ import annotations

import contextlib
import io
import time
import uuid
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from app import app
from bench.dynamodb_table import table
from bench.figures import Figure, Pair, alternating_pairs, medians
from bench.submission_event import long_answers, submission

ROUNDS, PAIRS_A_ROUND, WARM_UP = 9, 40, 60
AIM = 1.6


def figures() -> Iterator[Figure]:
    """Each round gives one ratio of medians; the figure is the median of the rounds."""
    with table() as (client, name):
        ours, baseline = submitting(long_answers()), putting(client, name)
        alternating_pairs(ours, baseline, WARM_UP)
        rounds = [alternating_pairs(ours, baseline, PAIRS_A_ROUND) for _ in range(ROUNDS)]
    of = medians([pair for pairs in rounds for pair in pairs], "ms")
    yield Figure("warm_submission_p50", [ratio_of_medians(pairs) for pairs in rounds], AIM, of)


def submitting(application: dict[str, object]) -> Callable[[], float]:
    """Answers a new application through the handler; the event is made before the clock starts."""

    def submit() -> float:
        event = submission(application, uuid.uuid4().hex)
        with contextlib.redirect_stdout(io.StringIO()):
            started = time.perf_counter()
            answer = app(event, None)
            took = time.perf_counter() - started
        assert answer["statusCode"] == 201, answer["body"]
        return took * 1000

    submit()
    return submit


def putting(client: Any, name: str) -> Callable[[], float]:
    """Puts what a submission stored, under a key of its own each time, without any condition."""
    item = client.scan(TableName=name, Limit=1)["Items"][0]

    def put() -> float:
        fresh = item | {"pk": {"S": f"application#{uuid.uuid4().hex[:9]}"}}
        started = time.perf_counter()
        client.put_item(TableName=name, Item=fresh)
        return (time.perf_counter() - started) * 1000

    return put


def ratio_of_medians(pairs: list[Pair]) -> float:
    ours, baseline = zip(*pairs, strict=True)
    return float(median(ours) / median(baseline))
