"""The functions wired as in a deployment, on moto's table."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from tests.building import PEPPER
from tests.store.engines import CREDENTIALS, make_table, moto_client


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with moto_client() as client:
        name = make_table(client)
        environment = {"TABLE_NAME": name, "KEY_PEPPER": PEPPER.decode(), "STAGE": "prod",
                       "AWS_DEFAULT_REGION": CREDENTIALS["region_name"]}  # fmt: skip
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        wiring.service.cache_clear()
        yield lambda: client.scan(TableName=name)["Items"]
        wiring.service.cache_clear()
