"""In a fresh process: bare Chalice and one boto3 client, and how many milliseconds that took."""

import time

started = time.perf_counter()

import sys  # noqa: E402 (the clock runs before anything is imported)

sys.path.insert(0, sys.argv[1])

import boto3  # noqa: E402
import chalice  # noqa: E402, F401

boto3.client("dynamodb")
print((time.perf_counter() - started) * 1000)
