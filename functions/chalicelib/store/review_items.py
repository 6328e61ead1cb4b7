"""What the committee keeps beside an application, read from its items."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from ..rules.instant_format import read_instant, write_instant
from ..rules.reviews import Declaration, Order, Proposal, Review, ReviewLine

if TYPE_CHECKING:
    from .table_client import Item, NewItem, Request


def over(seen_at: datetime | None) -> Request:
    """The condition that what is written replaces what was seen, and nothing else."""
    if seen_at is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {"ConditionExpression": "#at = :at", "ExpressionAttributeNames": {"#at": "at"},
            "ExpressionAttributeValues": {":at": {"S": write_instant(seen_at)}}}  # fmt: skip


def review_of(items: list[NewItem]) -> Review:
    by_kind: dict[str, dict[str, NewItem]] = {"assigned": {}, "conflict": {}, "note": {}, "proposal": {}}
    for item in items:
        kind, _, member = item["sk"]["S"].partition("#")
        by_kind.setdefault(kind, {})[member] = item
    declarations = {
        member: Declaration(item["answer"]["S"], item["why"]["S"] if "why" in item else "", read_at(item))
        for member, item in by_kind["conflict"].items()
    }
    notes = {member: item["text"]["S"].strip() for member, item in by_kind["note"].items()}
    proposal = next((_proposal(item) for item in by_kind["proposal"].values()), None)
    return Review(frozenset(by_kind["assigned"]), declarations, notes, proposal)


def proposal_item(proposal: Proposal) -> NewItem:
    texts = {name: getattr(proposal, name) for name in ("act", "reason", "text", "by")}
    return text_attributes(**texts, at=write_instant(proposal.at)) | {"seen": {"N": str(proposal.seen)}}


def _proposal(item: Item) -> Proposal:
    texts = {name: item[name]["S"] if name in item else "" for name in ("act", "reason", "text", "by")}
    return Proposal(**texts, at=read_at(item), seen=int(item["seen"]["N"]))


def order_of(item: Item) -> Order:
    lines = tuple(ReviewLine(number, act, seen, detail) for number, act, seen, detail in json.loads(item["lines"]["S"]))
    confirmed = read_instant(item["confirmed_at"]["S"]) if "confirmed_at" in item else None
    results = tuple(json.loads(item["results"]["S"])) if "results" in item else ()
    by = item["confirmed_by"]["S"] if "confirmed_by" in item else ""
    return Order(item["sk"]["S"], lines, item["by"]["S"], read_at(item), by, confirmed, results)


def read_at(item: Item) -> datetime:
    return read_instant(item["at"]["S"])


def key_of(pk: str, sk: str) -> NewItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def text_attributes(**texts: str) -> NewItem:
    """Empty ones are not written."""
    return {name: {"S": text} for name, text in texts.items() if text}
