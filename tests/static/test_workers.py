"""Run by several workers, the tests of one file go to one of them, and so do all that share a clock.

Without it each worker builds a file's clouds and sites again, and tests that are timed disturb each other; nothing
else would tell (pytest-xdist issue 1386).
"""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one worker takes all of them")
def test_every_test_names_the_group_it_stays_with(request: pytest.FixtureRequest) -> None:
    groups = {(item.nodeid.partition("::")[0], item.nodeid.rpartition("@")[2]) for item in request.session.items}
    assert groups and not {(file, group) for file, group in groups if group not in (file, "deployed")}
