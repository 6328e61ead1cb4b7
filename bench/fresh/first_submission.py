"""In a fresh process: import the package, answer the first submission, say how many milliseconds that took."""

import time

started = time.perf_counter()

import json  # noqa: E402 (the clock runs before anything is imported)
import sys  # noqa: E402

sys.path.insert(0, sys.argv[1])
event = json.loads(sys.argv[2])

from app import app  # noqa: E402

answer = app(event, None)
took = time.perf_counter() - started
assert answer["statusCode"] == 201, answer["body"]
print(took * 1000)
