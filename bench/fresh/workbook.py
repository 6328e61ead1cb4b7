"""The committee's workbook of a whole export. Prints how long it took and the peak memory."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from chalicelib.call import current_call
from staff.export.export_opening import open_export
from staff.query.engine import QueryEngine
from staff.query.question_scope import QuestionScope
from staff.workbook.sheets import write_workbook

with tempfile.TemporaryDirectory() as folder:
    started = time.perf_counter()
    export = open_export(sys.argv[1], lambda service: None)
    engine = QueryEngine(export, QuestionScope(current_call(), current_call().closes_at))
    count = write_workbook(engine, Path(folder) / "book.xlsx", "kk")
    took = time.perf_counter() - started
    engine.close()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"first_s": took, "peak_mib": peak, "applications": count}))
