"""How many mails an address was sent on a day, without the address.

What is counted lies under a hash keyed by the day's own random salt. Salt and counts expire together; without the
salt no count can be traced to an address.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient, Value

KEPT = timedelta(days=2)


class TableAddressCounts:
    """`client` is a botocore or boto3 DynamoDB client; `clock_shift` is how far the rehearsal's clock is from the
    table's own, by which items expire. Raises OutcomeUnknown when the table does not answer.
    """

    def __init__(self, client: TableClient, table: str, clock_shift: timedelta = timedelta(0)) -> None:
        self._client, self._table, self._shift = client, table, clock_shift
        self._salts: dict[str, bytes] = {}

    def take(self, address: str, purpose: str, mail: str, most: int, at: datetime) -> bool:
        """Whether `mail` is among the first `most` of this address and purpose on this day in UTC.

        The same mail again is still the one it was: a service that refuses it uses nothing up.
        """
        day = at.astimezone(UTC).strftime("%Y-%m-%d")
        salt = self._salt(day, at)
        mark, counted = _mark(salt, f"{purpose}\0{_mailbox(address)}"), _mark(salt, mail)
        values = {":one": {"SS": [counted]}, ":this": {"S": counted}, ":most": {"N": str(most)}}
        return is_written(
            self._client.update_item,
            TableName=self._table, Key=_key(day, f"address#{mark}"),
            UpdateExpression="SET expires_at = :expires ADD mails :one",
            ConditionExpression="attribute_not_exists(mails) OR contains(mails, :this) OR size(mails) < :most",
            ExpressionAttributeValues={**values, ":expires": self._expiry(at)},
        )  # fmt: skip

    def _salt(self, day: str, at: datetime) -> bytes:
        """The day's salt: the first sender's, whoever else drew one."""
        if day not in self._salts:
            item: NewItem = {**_key(day, "salt"), "salt": {"B": token_bytes(32)}, "expires_at": self._expiry(at)}
            self._salts = {day: self._put_or_read(item)}
        return self._salts[day]

    def _put_or_read(self, item: Item) -> bytes:
        key = {name: item[name] for name in ("pk", "sk")}
        with unclear_when_silent():
            kept = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
            if kept is None:
                self._put_if_absent(item)
                kept = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)["Item"]
        return bytes(kept["salt"]["B"])

    def _put_if_absent(self, item: Item) -> None:
        try:
            self._client.put_item(TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise

    def _expiry(self, at: datetime) -> Value:
        return {"N": str(int((at - self._shift + KEPT).timestamp()))}


def _mark(salt: bytes, text: str) -> str:
    return hmac.digest(salt, text.encode(), "sha256").hex()


def _mailbox(address: str) -> str:
    """One name for the spellings of an address that reach one mailbox: letter case, and what follows a plus sign."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _key(day: str, name: str) -> NewItem:
    return {"pk": {"S": f"mailing#{day}"}, "sk": {"S": name}}
