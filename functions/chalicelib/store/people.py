"""The people of a call's committee in the table: one small partition a call, read whole.

`pk` is `members#<call>`, `sk` the person's id.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ..rules.committee_rights import Member
from ..rules.instant_format import read_instant, write_instant
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient

_TEXTS = ("name", "email", "role", "language", "added_by")


class TablePeople:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def members(self, call: str) -> tuple[Member, ...]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
            ExpressionAttributeValues={":pk": _key(call, "")["pk"]},
        )  # fmt: skip
        with unclear_when_silent():
            return tuple(_member(item) for page in pages for item in page["Items"])

    def member(self, call: str, member: str) -> Member | None:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=_key(call, member or "-"), ConsistentRead=True)
        return _member(answer["Item"]) if "Item" in answer else None

    def add(self, call: str, member: Member) -> bool:
        item = _key(call, member.id) | {name: {"S": getattr(member, name)} for name in _TEXTS}
        item |= {"added_at": {"S": write_instant(member.added_at)}}
        if member.valid_until:
            item |= {"valid_until": {"S": member.valid_until.isoformat()}}
        return is_written(self._client.put_item, TableName=self._table, Item=item,
                          ConditionExpression="attribute_not_exists(pk)")  # fmt: skip

    def end(self, call: str, member: str, at: datetime) -> bool:
        return is_written(
            self._client.update_item, TableName=self._table, Key=_key(call, member),
            UpdateExpression="SET ended_at = :at", ExpressionAttributeValues={":at": {"S": write_instant(at)}},
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(ended_at)",
        )  # fmt: skip


def _key(call: str, member: str) -> NewItem:
    return {"pk": {"S": f"members#{call}"}, "sk": {"S": member}}


def _member(item: Item) -> Member:
    texts = {name: item[name]["S"] for name in _TEXTS}
    until, ended = item.get("valid_until"), item.get("ended_at")
    return Member(
        id=item["sk"]["S"], added_at=read_instant(item["added_at"]["S"]),
        valid_until=date.fromisoformat(until["S"]) if until else None,
        ended_at=read_instant(ended["S"]) if ended else None, **texts,
    )  # fmt: skip
