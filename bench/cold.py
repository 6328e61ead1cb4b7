"""Cold start: from nothing to the first submission answered, by the package as it is deployed.

The baseline is the import of Chalice and one boto3 client, as pip installs them, without any request: ours is
asked to do strictly more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from bench.dynamodb_table import table
from bench.figures import Figure, alternating_pairs, medians, ratios
from bench.submission_event import long_answers, submission
from infra.package import package
from infra.package_slimming import unpack

FRESH = Path(__file__).parent / "fresh"
PAIRS = 25
AIM = 0.8


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, table():
        unpacked, application = unpack(package("local").zip, Path(folder) / "package"), long_answers()

        def ours() -> float:
            return fresh("first_submission.py", unpacked, json.dumps(submission(application, uuid.uuid4().hex)))

        def baseline() -> float:
            return fresh("chalice_and_boto3.py", Path(sysconfig.get_path("purelib")))

        # The first of each is not counted: it may write byte code, and fills the page cache.
        ours(), baseline()
        pairs = alternating_pairs(ours, baseline, PAIRS)
    note = "ours: import app.py and answer a 20 KB submission; baseline: import chalice, one boto3 client, no request"
    yield Figure("cold_start", ratios(pairs), AIM, medians(pairs, "ms"), note)


def fresh(script: str, packages: Path, *arguments: str) -> float:
    """Milliseconds the script tells of itself. The interpreter sees `packages` and its own library, nothing else."""
    command = [sys.executable, "-I", "-S", str(FRESH / script), str(packages), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"{script} failed:\n{ran.stderr}")
    return float(ran.stdout.splitlines()[-1])
