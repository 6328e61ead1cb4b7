"""The definition of a call and the rules are covered branch by branch (`make coverage` prints the same report)."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.branch_coverage import measure


# The tests of five rooms, measured: most of a minute.
@pytest.mark.slow
def test_the_tests_of_call_and_rules_take_as_many_of_their_branches_as_is_written(tmp_path: Path) -> None:
    ran = measure(tmp_path)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-1000:]
