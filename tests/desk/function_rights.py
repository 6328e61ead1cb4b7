"""The rights of the desk's function, asked of every request its stores make: what the template does not grant fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from infra.paths import RESOURCES

# The right that a part of a transaction takes.
_PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
_AT_WORK: ContextVar[bool] = ContextVar("by_the_desk", default=False)


class NotGranted(BaseException):
    """The desk's role may not do what its code asks for: on AWS it would be refused. Nothing of ours may answer it."""


def rights() -> Mapping[str, tuple[str, ...]]:
    """Beginnings of partition keys by action, read from the template's policy DeskAccess."""
    text = RESOURCES.read_text("utf-8").partition("\n  DeskAccess:\n")[2]
    policy = re.split(r"\n  \w+:\n", text)[0]
    granted: dict[str, tuple[str, ...]] = {}
    for statement in policy.split("- Effect: Allow")[1:]:
        keys = tuple(key.rstrip("*") for key in re.findall(r'"(\w+#\*)"', statement))
        granted |= dict.fromkeys(re.findall(r'"dynamodb:(\w+)"', statement), keys)
    return granted


@contextmanager
def by_the_desk() -> Iterator[None]:
    """What is asked for inside is the desk's own; what a test prepares is anybody's."""
    token = _AT_WORK.set(True)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def watch(client: Any) -> None:
    """From now on the client raises NotGranted where the desk asks for what its role may not have."""
    granted = rights()

    def check(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        if not _AT_WORK.get():
            return
        for action, key in _asked(model.name, params):
            if not key.startswith(granted.get(action, ())):
                raise NotGranted(f"{action} of {key.partition('#')[0]}#")

    client.meta.events.register("provide-client-params.dynamodb", check)


def _asked(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Right and partition key of each part of a request."""
    if operation == "TransactWriteItems":
        for part in params["TransactItems"]:
            for kind, wish in part.items():
                yield _PARTS[kind], _key(wish)
    elif operation == "BatchGetItem":
        yield from ((operation, key["pk"]["S"]) for table in params["RequestItems"].values() for key in table["Keys"])
    elif operation == "Query":
        yield operation, params["ExpressionAttributeValues"][":pk"]["S"]
    else:
        yield operation, _key(params)


def _key(wish: Mapping[str, Any]) -> str:
    return str(wish.get("Key", wish.get("Item"))["pk"]["S"])
