"""The mails of the local cloud: which are still on their way, and which its inbox holds."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

MESSAGES = "/_ministack/ses/messages"
# Spec 7: what is mailed when it happens. Reminders are mailed by an instant, not by an act.
MAILED = (
    "submit", "edit", "supplement", "schedule_interview", "record_interview", "admit", "decline", "assign_task",
    "miss_task", "exclude",
)  # fmt: skip
# What the product mails beyond that; it is waited for like the rest.
_ALSO = ("withdraw", "complete", "make_exception")
_NEEDED = "pk, sk, #act, #state, #detail"
_NAMES = {"#act": "act", "#state": "state", "#detail": "detail"}


@dataclass(frozen=True)
class InboxMail:
    """A mail in the local inbox; `ident` is the service's own mark of it."""

    ident: str
    to: tuple[str, ...]
    subject: str
    text: str


def read_letters(emulator: str) -> tuple[InboxMail, ...]:
    with urllib.request.urlopen(f"{emulator}{MESSAGES}", timeout=60) as answer:
        accounts = json.load(answer)["messages"]
    return tuple(
        InboxMail(mail["MessageId"], tuple(mail["To"]), mail["Subject"], mail["BodyText"])
        for mails in accounts.values() for mail in mails
    )  # fmt: skip


def mails_on_their_way(client: Any, table: str) -> int:
    """Acts whose mail nobody has taken up, and mails taken up of which it is not known what became."""
    owed: set[tuple[str, str]] = set()
    taken: set[tuple[str, str]] = set()
    sending = 0
    pages = client.get_paginator("scan").paginate(
        TableName=table, ProjectionExpression=_NEEDED, ExpressionAttributeNames=_NAMES, ConsistentRead=True
    )
    for item in (item for page in pages for item in page["Items"]):
        (sort, _, owner), place = item["pk"]["S"].partition("#"), item["sk"]["S"]
        if sort == "mail":
            taken.add((owner, place.partition("#")[0]))
            sending += item["state"]["S"] == "sending"
        elif sort == "application" and _asks_for_mail(item):
            owed.add((owner, place.partition("#")[2]))
    return len(owed - taken) + sending


def _asks_for_mail(item: Any) -> bool:
    act = item.get("act", {}).get("S")
    is_first_address = act == "save_draft" and "first_address" in item.get("detail", {}).get("S", "")
    return act in (*MAILED, *_ALSO) or is_first_address
