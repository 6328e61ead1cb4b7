"""One-time links in the table: who asked for one, and the hash of each that was sent.

A request lies under `link_request#<number>`, one a minute, and makes the stream send the mail; a link under
`link#<hash of its secret>`. Both expire a day later. No address and no secret is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..rules.instant_format import read_instant, write_instant
from ..rules.lost_key_link import KeyLink, LinkRequest
from ..rules.refusals import OutcomeUnknown
from .one_time_secrets import hashed_key, is_token, new_token
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient, Value

REQUESTS = "link_request#"
KEPT = timedelta(days=1)


class TableLinks:
    """`client` is a botocore or boto3 DynamoDB client; `clock_shift` is how far the rehearsal's clock is from the
    table's own, by which items expire. Raises OutcomeUnknown when the table does not answer.
    """

    def __init__(self, client: TableClient, table: str, clock_shift: timedelta = timedelta(0)) -> None:
        self._client, self._table, self._shift = client, table, clock_shift

    def ask(self, request: LinkRequest) -> None:
        """Note a request; a second one for the same number within a minute changes nothing."""
        key: NewItem = {"pk": {"S": f"{REQUESTS}{request.number}"}, "sk": {"S": write_instant(request.at)[:16]}}
        texts = {"address_mark": request.address_mark, "at": write_instant(request.at)}
        self._put({**key, **_strings(texts), "expires_at": self._expiry(request.at)}, "attribute_not_exists(pk)")

    def issue(self, number: str, address_mark: str, until: datetime) -> str:
        """A new link's secret, 256 random bits; only its hash is kept."""
        token = new_token()
        texts = {"number": number, "address_mark": address_mark, "until": write_instant(until)}
        item = {**_key(token), **_strings(texts), "expires_at": self._expiry(until)}
        if not self._put(item, "attribute_not_exists(pk)"):
            raise OutcomeUnknown
        return token

    def find(self, token: str) -> KeyLink | None:
        if not is_token(token):
            return None
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=_key(token), ConsistentRead=True)
        return _link(answer["Item"]) if "Item" in answer else None

    def use(self, token: str, link: KeyLink, at: datetime) -> bool:
        """Use the link up; False when it was used up already."""
        texts = {"number": link.number, "address_mark": link.address_mark, "until": write_instant(link.until),
                 "used_at": write_instant(at)}  # fmt: skip
        item = {**_key(token), **_strings(texts), "expires_at": self._expiry(link.until)}
        return self._put(item, "attribute_exists(pk) AND attribute_not_exists(used_at)")

    def _put(self, item: Item, condition: str) -> bool:
        return is_written(self._client.put_item, TableName=self._table, Item=item, ConditionExpression=condition)

    def _expiry(self, at: datetime) -> Value:
        return {"N": str(int((at - self._shift + KEPT).timestamp()))}


def link_request(item: Item) -> LinkRequest:
    number = item["pk"]["S"].removeprefix(REQUESTS)
    return LinkRequest(number, item["address_mark"]["S"], read_instant(item["at"]["S"]))


def _link(item: Item) -> KeyLink:
    used_at = read_instant(item["used_at"]["S"]) if "used_at" in item else None
    return KeyLink(item["number"]["S"], item["address_mark"]["S"], read_instant(item["until"]["S"]), used_at)


def _key(token: str) -> NewItem:
    return hashed_key("link#", token, "link")


def _strings(texts: Mapping[str, str]) -> NewItem:
    return {name: {"S": text} for name, text in texts.items()}
