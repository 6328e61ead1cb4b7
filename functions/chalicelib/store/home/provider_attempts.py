"""Who was sent to the organisation's directory and may come back once: under `provider_attempt#<hash>`, for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...rules.instant_format import read_instant, write_instant
from ...rules.provider_sign_in import Attempt
from ...rules.refusals import OutcomeUnknown
from ..one_time_secrets import hashed_key, is_token, new_token
from ..request_outcome import is_written, unclear_when_silent
from ..sign_ins import KEPT

if TYPE_CHECKING:
    from ..table_client import TableClient

PREFIX = "provider_attempt#"


class TableAttempts:
    """`client` takes DynamoDB's requests; `clock_shift` is how far the rehearsal's clock is from the table's own."""

    def __init__(self, client: TableClient, table: str, clock_shift: timedelta = timedelta(0)) -> None:
        self._client, self._table, self._shift = client, table, clock_shift

    def begin(self, attempt: Attempt) -> str:
        token = new_token()
        texts = {"call": attempt.call, "member": attempt.member, "began_at": write_instant(attempt.began_at)}
        expires = {"expires_at": {"N": str(int((attempt.until - self._shift + KEPT).timestamp()))}}
        item = hashed_key(PREFIX, token) | {name: {"S": text} for name, text in texts.items()} | expires
        if not is_written(self._client.put_item, TableName=self._table, Item=item,
                          ConditionExpression="attribute_not_exists(pk)"):  # fmt: skip
            raise OutcomeUnknown
        return token

    def find(self, token: str) -> Attempt | None:
        if not is_token(token):
            return None
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=hashed_key(PREFIX, token), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        used_at = read_instant(item["used_at"]["S"]) if "used_at" in item else None
        return Attempt(item["call"]["S"], item["member"]["S"], read_instant(item["began_at"]["S"]), used_at)

    def use(self, token: str, at: datetime) -> bool:
        return is_written(
            self._client.update_item, TableName=self._table, Key=hashed_key(PREFIX, token),
            UpdateExpression="SET used_at = :at", ExpressionAttributeValues={":at": {"S": write_instant(at)}},
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(used_at)",
        )  # fmt: skip
