"""One question to an export, the first time and again. Prints what each took, imports aside, and the peak memory."""

import json
import resource
import sys
import time
from typing import Any

from chalicelib.call import current_call
from staff.export.export_opening import open_export
from staff.query.engine import QueryEngine
from staff.query.question_scope import QuestionScope

# The column to count by.
GROUP = sys.argv[2]
QUESTION = f'SELECT "{GROUP}", count(*) FROM applications WHERE is_submitted GROUP BY "{GROUP}" ORDER BY "{GROUP}"'
AGAIN = 5


def open_engine(place: str) -> QueryEngine:
    return QueryEngine(
        open_export(place, lambda service: None), QuestionScope(current_call(), current_call().closes_at)
    )


def question_rows(engine: QueryEngine) -> list[object]:
    return [tuple(row) for row in engine.ask(QUESTION).rows]


def since(then: float) -> float:
    return time.perf_counter() - then


started = time.perf_counter()
engine = open_engine(sys.argv[1])
rows = question_rows(engine)
figures: dict[str, Any] = {"first_s": since(started), "rows": rows}
started = time.perf_counter()
engine.make_parquet()
figures["make_s"] = since(started)
engine.close()
figures["later_s"] = []
for _ in range(AGAIN):
    # An engine of its own: what the export is now is looked at each time.
    started = time.perf_counter()
    engine = open_engine(sys.argv[1])
    assert question_rows(engine) == rows
    figures["later_s"].append(since(started))
    engine.close()
print(json.dumps(figures | {"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
