"""What all senders of mail share, in the table: how they last met the mail service, and the pace they keep together.

Both lie under `mailing#service`, beside the outbox and never among its mails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..rules.instant_format import read_instant, write_instant
from ..rules.mail_service import MailService
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient

_SERVICE, _TURN = ({"pk": {"S": "mailing#service"}, "sk": {"S": name}} for name in ("circuit", "turn"))


class TableServiceRecord:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def read(self) -> MailService:
        """The mail service as a sender last met it."""
        item = self._item()
        return _service(item) if item else MailService()

    def write(self, service: MailService) -> None:
        with unclear_when_silent():
            self._client.put_item(TableName=self._table, Item={**_SERVICE, **_service_attributes(service)})

    def take_turn(self, second: int, most: int) -> bool:
        """Whether fewer than `most` turns of this second, counted from 1970, were taken by all senders; takes one."""
        same = "#second = :second AND turns < :most"
        if self._turn("SET turns = turns + :one", same, {":second": second, ":most": most, ":one": 1}):
            return True
        newer = "attribute_not_exists(pk) OR #second < :second"
        return self._turn("SET #second = :second, turns = :one", newer, {":second": second, ":one": 1})

    def _turn(self, change: str, condition: str, values: Mapping[str, int]) -> bool:
        return is_written(
            self._client.update_item,
            TableName=self._table, Key=_TURN, UpdateExpression=change, ConditionExpression=condition,
            ExpressionAttributeNames={"#second": "second"},
            ExpressionAttributeValues={name: {"N": str(value)} for name, value in values.items()},
        )  # fmt: skip

    def _item(self) -> NewItem | None:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=_SERVICE, ConsistentRead=True)
        return answer.get("Item")


def _service(item: Item) -> MailService:
    since, until = (read_instant(item[name]["S"]) if name in item else None for name in ("since", "until"))
    return MailService(int(item["refusals"]["N"]), int(item["rests"]["N"]), since, until, item["why"]["S"])


def _service_attributes(service: MailService) -> NewItem:
    instants = {"since": service.since, "until": service.until}
    written: NewItem = {name: {"S": write_instant(instant)} for name, instant in instants.items() if instant}
    counts: NewItem = {name: {"N": str(getattr(service, name))} for name in ("refusals", "rests")}
    return {**counts, "why": {"S": service.why}, **written}
