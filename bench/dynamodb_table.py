"""DynamoDB Local with one table, for the time of a figure."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.session import Session

from chalicelib.wiring import service
from tests.store.engines import make_table, running_dynamodb_local


@contextmanager
def table() -> Iterator[tuple[Any, str]]:
    """A client and the table's name; the environment is a function's, for this process and those it starts."""
    with tempfile.TemporaryDirectory() as folder, running_dynamodb_local(Path(folder)) as url:
        become_a_function(url)
        client = Session().create_client("dynamodb")
        os.environ["TABLE_NAME"] = make_table(client)
        yield client, os.environ["TABLE_NAME"]


def become_a_function(dynamodb: str) -> None:
    """Give this process a function's environment, and forget what `wiring` made of an earlier one."""
    os.environ |= {
        "AWS_ENDPOINT_URL_DYNAMODB": dynamodb, "AWS_DEFAULT_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench", "KEY_PEPPER": "bench", "TABLE_NAME": "bench",
    }  # fmt: skip
    service.cache_clear()
