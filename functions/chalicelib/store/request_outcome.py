"""What became of a request to the table or the bucket: answered, refused by its own condition, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from ..rules.refusals import OutcomeUnknown

# Every error of a client: the service refused or failed, or there was no answer.
SERVICE_ERRORS: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
# How the table says that the condition of a write, or of one write of several together, did not hold.
_CONDITION_FAILED = ("ConditionalCheckFailedException", "TransactionCanceledException")


@contextmanager
def unclear_when_silent() -> Iterator[None]:
    """Raises OutcomeUnknown when the service refuses, fails or does not answer."""
    try:
        yield
    except SERVICE_ERRORS as error:
        raise OutcomeUnknown from error


def error_code(error: Exception) -> str:
    """The service's own code, such as `AccessDenied`; "" when it gave no answer."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""


def is_written(write: Callable[..., object], **request: object) -> bool:
    """False when the condition of the write did not hold. Raises OutcomeUnknown when the table did not say."""
    with unclear_when_silent():
        try:
            write(**request)
        except ClientError as error:
            if error_code(error) not in _CONDITION_FAILED:
                raise
            return False
    return True
