"""What the table answers instead of a result: botocore's own errors, as the stores know them from DynamoDB."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

CONDITION, CANCELLED = "ConditionalCheckFailedException", "TransactionCanceledException"


def refusal(code: str, message: str, status: int = 400, **more: object) -> ClientError:
    """`message` never quotes an item."""
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(response, "Table")


def invalid(message: str) -> ClientError:
    return refusal("ValidationException", message)


def condition_error(standing: Mapping[str, object] | None, wish: Mapping[str, object]) -> ClientError:
    """With what stands there, where the request asked for it."""
    is_asked = wish.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    more: dict[str, Any] = {"Item": dict(standing)} if standing and is_asked else {}
    return refusal(CONDITION, "The conditional request failed", 400, **more)


def transaction_error(reasons: Sequence[Mapping[str, object]]) -> ClientError:
    return refusal(CANCELLED, "Transaction cancelled", CancellationReasons=list(reasons))


@contextmanager
def silence_when_unwritten() -> Iterator[None]:
    """A file that is locked for too long, on a full disk or unreadable: the stores know this as no answer."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal("InternalServerError", type(error).__name__, 503) from error
