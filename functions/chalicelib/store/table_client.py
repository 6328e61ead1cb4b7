"""What the stores ask of a table, as a Protocol: botocore's DynamoDB client and `home.SqliteTable` implement it.

Requests and responses are DynamoDB's own, an attribute as `{"S": "text"}`. A refusal comes as botocore's ClientError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypedDict


class Value(TypedDict, total=False):
    """One attribute, under the one letter of its type; a number is its decimal text."""

    S: str
    N: str
    B: bytes
    BOOL: bool
    NULL: bool
    SS: list[str]
    L: list[Value]
    M: dict[str, Value]


# An item as it is read; and one that is being made.
Item: TypeAlias = Mapping[str, Value]
NewItem: TypeAlias = dict[str, Value]
Request: TypeAlias = Mapping[str, Any]


class TableDescription(TypedDict):
    """Of what the service tells of a table, that which we read."""

    TableName: str
    TableArn: str
    ItemCount: int


class Response(TypedDict, total=False):
    """What a request may be answered with: one item, those of a page, those of a batch, what was left undone."""

    Item: NewItem
    Items: list[NewItem]
    Count: int
    ScannedCount: int
    Attributes: NewItem
    LastEvaluatedKey: NewItem
    Responses: dict[str, list[NewItem]]
    UnprocessedKeys: dict[str, Request]
    UnprocessedItems: dict[str, list[Mapping[str, Request]]]
    Table: TableDescription


class Pages(Protocol):
    def paginate(self, PaginationConfig: Mapping[str, int] | None = None, **request: object) -> Iterator[Response]: ...


class TableClient(Protocol):
    def get_item(self, **request: object) -> Response: ...
    def put_item(self, **request: object) -> Response: ...
    def update_item(self, **request: object) -> Response: ...
    def delete_item(self, **request: object) -> Response: ...
    def query(self, **request: object) -> Response: ...
    def transact_write_items(self, *, TransactItems: Sequence[Mapping[str, Request]]) -> Response: ...
    def batch_get_item(self, *, RequestItems: Mapping[str, Request]) -> Response: ...
    def batch_write_item(self, *, RequestItems: Mapping[str, Sequence[Mapping[str, Request]]]) -> Response: ...
    def get_paginator(self, operation: str) -> Pages: ...
    def describe_table(self, *, TableName: str) -> Response: ...
