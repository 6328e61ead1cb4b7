"""`make coverage`: which branches of the call's definition and of the rules the tests of the rooms about them take.

What is measured, and how much of it must be reached, stands in pyproject.toml (`tool.coverage`).
"""

import os
import subprocess
import sys
from pathlib import Path

from infra.paths import BUILD, ROOT

# The rooms that are measured, and those whose tests are about little else.
TESTS = ("tests/call", "tests/rules", "tests/selection", "tests/projection", "tests/desk")
# Whole programs and calls by the hundred: minutes, and no branch that the others do not take.
LEFT_OUT = ("tests/call/test_generated.py", "tests/call/test_refused_everywhere.py")


def main() -> int:
    ran = measure(BUILD / "coverage")
    sys.stdout.write(ran.stdout)
    sys.stderr.write(ran.stderr)
    return ran.returncode


def measure(folder: Path) -> "subprocess.CompletedProcess[str]":
    """The report on standard output. The exit code is not 0 when a test fails, or when too little is reached."""
    folder.mkdir(parents=True, exist_ok=True)
    data = f"--data-file={folder / 'data'}"
    ignored = [f"--ignore={test}" for test in LEFT_OUT]
    options = ("-q", "-p", "no:cacheprovider", "--durations=12", "--fast", "--hypothesis-profile=few")
    ran = run_coverage("run", data, "-m", "pytest", *options, *ignored, *TESTS)
    return ran if ran.returncode else combine(data)


def combine(data: str) -> "subprocess.CompletedProcess[str]":
    ran = run_coverage("combine", "-q", data)
    return ran if ran.returncode else run_coverage("report", data)


def run_coverage(*words: str) -> "subprocess.CompletedProcess[str]":
    """Without what a pytest that may be running this says to its own workers."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "coverage", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
