"""A conditional write of the table: whether its condition held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..rules.refusals import OutcomeUnknown


def is_written(write: Callable[..., Any], **request: Any) -> bool:
    """False when the condition did not hold. Raises OutcomeUnknown when the table did not say."""
    try:
        write(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise OutcomeUnknown from error
        return False
    except BotoCoreError as error:
        raise OutcomeUnknown from error
    return True
