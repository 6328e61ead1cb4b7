"""Puts the rooms together that send mail: of the table's stream, and of what has come due."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from . import deployment
from .call import current_call
from .rules.mail_service import WORKING
from .store.event_table import EventTable
from .store.lost_key_links import TableLinks
from .wiring import clock_shift, document_files, malware_scanner

if TYPE_CHECKING:
    from .intake.rescan_waiting import CheckRound
    from .notices.mail_sender import MailSender


# Of a backlog so many mails go at a time, where the pace allows it.
MOST_SENDERS = 8


@lru_cache(maxsize=1)
def post_office() -> MailSender:
    # Templates and SES are loaded by the functions that send mail; a submission never waits for them.
    from .notices.mail_sender import MailSender
    from .notices.sending_pace import Pace
    from .notices.sign_in_mail import SignInOffice
    from .store.address_counts import TableAddressCounts
    from .store.mail_service_state import TableServiceRecord
    from .store.outbox import TableOutbox
    from .store.people import TablePeople
    from .store.sign_ins import TableSignIns

    client, table = deployment.table_client(), deployment.table_name()
    mailbox = deployment.mailbox()
    site = os.environ["SITE_URL"].rstrip("/")
    read, outbox, record = (
        EventTable(client, table).events,
        TableOutbox(client, table),
        TableServiceRecord(client, table),
    )
    pace = Pace(int(os.environ["MAILS_PER_SECOND"]), record.take_turn, time.time, time.sleep)
    counts = TableAddressCounts(client, table, clock_shift())
    links, call = TableLinks(client, table, clock_shift()), current_call()
    signing = TablePeople(client, table), TableSignIns(client, table, clock_shift())
    sign_ins = SignInOffice(call, *signing, mailbox, record, site, pace.wait)
    senders = min(MOST_SENDERS, pace.mails_per_second)
    return MailSender(call, read, outbox, mailbox, record, counts, links, site, pace.wait, sign_ins, senders)


def mail_of_stream(records: list[dict[str, Any]], context: object) -> dict[str, object]:
    """A batch of the table's stream; answers which of its records must come again."""
    from .notices.stream_records import on_stream
    from .store.stream_images import read_image

    answer, became = on_stream(
        post_office(), records, read_image, datetime.now(UTC) + clock_shift(), _enough_time(context)
    )
    print(json.dumps({"mails": became}))
    return answer


def mail_that_is_due(scheduled: str, context: object) -> None:
    """`scheduled` is the schedule's own: the instant this round was due, in ISO 8601."""
    from .sweep_source import sweep

    now, office, checks = datetime.fromisoformat(scheduled) + clock_shift(), post_office(), _document_checks()
    became, read = sweep(office, checks, now, _enough_time(context))
    checked = {"documents": checks.run(now, _enough_time(context))} if checks else {}
    # The template's alarm reads `refusing`: a service that refuses everything shows in no function's errors.
    refusing = office.service.read() != WORKING
    print(json.dumps({"mails": became, "read": read, **checked, "refusing": refusing}))


def _document_checks() -> CheckRound | None:
    scanner = malware_scanner()
    if scanner is None:
        return None
    from .intake.rescan_waiting import CheckRound

    table = EventTable(deployment.table_client(), deployment.table_name())
    return CheckRound(current_call(), table, document_files(), scanner)


def _enough_time(context: Any) -> Callable[[], bool]:
    """Whether one more mail fits before the function is stopped: being stopped within one leaves it uncertain."""
    return lambda: bool(context.get_remaining_time_in_millis() > 30_000)
