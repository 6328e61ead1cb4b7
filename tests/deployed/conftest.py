"""One local cloud for the whole session; tests that stop or kill one start their own."""

from collections.abc import Iterator

import pytest

from tests.deployed.cloud import Cloud, start

AT = "2021-09-15T10:00:00+06:00"


@pytest.fixture
def on() -> str:
    """What a test that starts its own is to start: the target of `make`."""
    return "serve"


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    running = start(tmp_path_factory.mktemp("cloud"), AT)
    yield running
    assert running.stop() == 0
