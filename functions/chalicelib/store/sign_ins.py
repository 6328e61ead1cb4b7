"""Signing in to the desk, in the table: requests, one-time links, codes and sessions. Secrets are kept as hashes only.

A request lies under `sign_in_request#<mark of the address>`, one a minute, and makes the stream send the mail; a link
under `sign_in#<hash>`, a person's code under `sign_in_code#<call>#<id>`, a session under `session#<hash>`. All expire.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import randbelow, token_hex
from typing import TYPE_CHECKING

from ..rules.instant_format import read_instant, write_instant
from ..rules.refusals import OutcomeUnknown
from ..rules.sign_in import CODE_DIGITS, MOST_TRIES, Session, SignInLink, SignInRequest
from .one_time_secrets import hashed_key, is_token, new_token
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient

REQUESTS, LINKS, SIGN_IN_CODES, SESSIONS = "sign_in_request#", "sign_in#", "sign_in_code#", "session#"
KEPT = timedelta(days=1)
_ABSENT = "attribute_not_exists(pk)"


class TableSignIns:
    """`client` is a botocore or boto3 DynamoDB client; `clock_shift` is how far the rehearsal's clock is from the
    table's own, by which items expire. Raises OutcomeUnknown when the table does not answer.
    """

    def __init__(self, client: TableClient, table: str, clock_shift: timedelta = timedelta(0)) -> None:
        self._client, self._table, self._shift = client, table, clock_shift

    def ask(self, request: SignInRequest) -> None:
        minute = write_instant(request.at)[:16]
        key: NewItem = {"pk": {"S": f"{REQUESTS}{request.mark}"}, "sk": {"S": f"{request.call}#{minute}"}}
        self._put(key, {"call": request.call, "at": write_instant(request.at)}, request.at, _ABSENT)

    def issue(self, call: str, member: str, until: datetime) -> tuple[str, str]:
        """A new link's secret of 256 random bits, and a new code; an earlier code of the person ends by it."""
        token, code = new_token(), f"{randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        texts = {"call": call, "member": member, "until": write_instant(until)}
        if not self._put(hashed_key(LINKS, token), texts, until, _ABSENT):
            raise OutcomeUnknown
        salt = token_hex(16)
        kept = {"until": write_instant(until), "salt": salt, "code_sha256": _code_hash(salt, code)}
        self._put(_of_code(call, member), kept, until)
        return token, code

    def find(self, token: str) -> SignInLink | None:
        item = self._item(LINKS, token)
        used_at = read_instant(item["used_at"]["S"]) if item and "used_at" in item else None
        return SignInLink(*_names(item), read_instant(item["until"]["S"]), used_at) if item else None

    def use(self, token: str, at: datetime) -> bool:
        return is_token(token) and self._change(
            hashed_key(LINKS, token), "SET used_at = :at", {":at": {"S": write_instant(at)}},
            "attribute_exists(pk) AND attribute_not_exists(used_at)",
        )  # fmt: skip

    def use_code(self, call: str, member: str, code: str, at: datetime) -> bool:
        """The try is counted before the code is looked at: not more tries are made than may be, whoever makes them."""
        key = _of_code(call, member)
        now: NewItem = {":at": {"S": write_instant(at)}}
        counted = self._change(
            key, "ADD tries :one", {**now, ":one": {"N": "1"}, ":most": {"N": str(MOST_TRIES)}},
            "attribute_exists(pk) AND attribute_not_exists(used_at) AND #until > :at "
            "AND (attribute_not_exists(tries) OR tries < :most)", {"#until": "until"},
        )  # fmt: skip
        # As many requests for whoever has no code: how long an answer takes tells nobody who is a member.
        item = self._get(key)
        hashed = _code_hash(item["salt"]["S"], code) if item and counted else "-"
        mine: NewItem = {**now, ":given": {"S": hashed}}
        return self._change(key, "SET used_at = :at", mine, "code_sha256 = :given AND attribute_not_exists(used_at)")

    def open_session(self, session: Session) -> str:
        token = new_token()
        texts = {"call": session.call, "member": session.member, "until": write_instant(session.until),
                 "signed_in_at": write_instant(session.signed_in_at)}  # fmt: skip
        if not self._put(hashed_key(SESSIONS, token), texts, session.until, _ABSENT):
            raise OutcomeUnknown
        return token

    def session(self, token: str) -> Session | None:
        item = self._item(SESSIONS, token)
        if item is None or "closed" in item:
            return None
        return Session(*_names(item), *(read_instant(item[name]["S"]) for name in ("signed_in_at", "until")))

    def refresh(self, token: str, at: datetime) -> None:
        values: NewItem = {":at": {"S": write_instant(at)}}
        self._change(hashed_key(SESSIONS, token), "SET signed_in_at = :at", values, "attribute_exists(pk)")

    def close(self, token: str) -> None:
        values: NewItem = {":yes": {"S": "yes"}}
        self._change(hashed_key(SESSIONS, token), "SET closed = :yes", values, "attribute_exists(pk)")

    def _item(self, prefix: str, token: str) -> Item | None:
        return self._get(hashed_key(prefix, token)) if is_token(token) else None

    def _get(self, key: Item) -> Item | None:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return answer.get("Item")

    def _put(self, key: Item, texts: Mapping[str, str], until: datetime, condition: str = "") -> bool:
        expires = {"expires_at": {"N": str(int((until - self._shift + KEPT).timestamp()))}}
        item = {**key, **{name: {"S": text} for name, text in texts.items()}, **expires}
        only = {"ConditionExpression": condition} if condition else {}
        return is_written(self._client.put_item, TableName=self._table, Item=item, **only)

    def _change(
        self, key: Item, change: str, values: Item, condition: str,
        names: Mapping[str, str] | None = None,
    ) -> bool:  # fmt: skip
        named = {"ExpressionAttributeNames": dict(names)} if names else {}
        return is_written(
            self._client.update_item, TableName=self._table, Key=key, UpdateExpression=change,
            ConditionExpression=condition, ExpressionAttributeValues=dict(values), **named,
        )  # fmt: skip


def sign_in_request(item: Item) -> SignInRequest:
    mark = item["pk"]["S"].removeprefix(REQUESTS)
    return SignInRequest(item["call"]["S"], mark, read_instant(item["at"]["S"]))


def _names(item: Item) -> tuple[str, str]:
    return item["call"]["S"], item["member"]["S"]


def _of_code(call: str, member: str) -> NewItem:
    return {"pk": {"S": f"{SIGN_IN_CODES}{call}#{member}"}, "sk": {"S": "code"}}


def _code_hash(salt: str, code: str) -> str:
    return sha256(f"{salt}\0{code}".encode()).hexdigest()
