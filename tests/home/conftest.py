"""One server at home for the whole session; tests that stop or kill one start their own."""

from collections.abc import Iterator

import pytest

from tests.deployed.cloud import Cloud, start
from tests.deployed.conftest import AT


@pytest.fixture
def on() -> str:
    return "home"


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    running = start(tmp_path_factory.mktemp("home"), AT, on="home")
    yield running
    assert running.stop() == 0
