"""Fixtures every room's tests share."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.call import Call, current_call


@pytest.fixture(scope="session")
def call() -> Call:
    return current_call()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for every test that looks at a page; each opens a context of its own."""
    from infra.chromium import chromium as started

    with started() as browser:
        yield browser


@pytest.fixture(scope="session")
def dynamodb_local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a DynamoDB Local that lives as long as the session."""
    from tests.store.engines import running_dynamodb_local

    with running_dynamodb_local(tmp_path_factory.mktemp("dynamodb")) as address:
        yield address


@pytest.fixture(autouse=True)
def _nothing_stays_frozen() -> Iterator[None]:
    """The functions freeze what they load (wiring.py): once in a function's life, but in each test that wires them.

    What was frozen is never collected, so the garbage of every test would stay. Frozen at the end, DuckDB could not be
    taken down and would complain.
    """
    yield
    gc.unfreeze()


def pytest_sessionfinish() -> None:
    """The same of what a fixture of a whole module froze."""
    gc.unfreeze()
