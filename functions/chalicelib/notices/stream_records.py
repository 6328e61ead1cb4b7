"""Mail of the table's stream: which of a batch's records must come again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from ..rules.application import Event
from ..rules.lost_key_link import LinkRequest
from ..rules.sign_in import SignInRequest
from .mail_sender import MailSender
from .unsent_mails import UNNOTED

Image = Event | LinkRequest | SignInRequest


def on_stream(
    office: MailSender, records: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], Image],
    now: datetime, enough_time: Callable[[], bool] = lambda: True,
) -> tuple[dict[str, object], dict[str, int]]:  # fmt: skip
    """A batch of the table's stream: Lambda's partial batch response, and how many mails became what.

    Only what could not even be noted comes again. A mail that was refused or deferred lies in the outbox, where the
    sweep finds it: coming again it would hold up the records behind it. A record that fails keeps none of its batch
    from being sent.
    """
    failures: list[str] = []
    became: dict[str, int] = {}
    for record in records:
        verdicts = _verdicts(office, record, read, now) if enough_time() else [UNNOTED]
        if UNNOTED in verdicts:
            failures.append(record["dynamodb"]["SequenceNumber"])
        for verdict in verdicts:
            became[verdict] = became.get(verdict, 0) + 1
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failures]}, became


def _verdicts(office: MailSender, record: Mapping[str, Any], read: Any, now: datetime) -> list[str]:
    try:
        event = read(record["dynamodb"]["NewImage"])
        if isinstance(event, SignInRequest):
            return office.send_sign_in(event, now)
        return office.send_link(event, now) if isinstance(event, LinkRequest) else office.tell(event, now)
    except Exception:  # Whatever it is, it is this record's alone; it stays owed, and staff see it.
        return [UNNOTED]
