"""Puts the rooms together from the environment of a running function; nothing is read before the first request."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import deployment
from .call import current_call
from .rules.mail_service import WORKING
from .store.event_table import EventTable
from .store.lost_key_links import TableLinks
from .store.request_counts import TableRequestCounts
from .web.client_limits import Limits
from .web.request_service import Service

# Of a backlog so many mails go at a time, where the pace allows it.
MOST_SENDERS = 8

if TYPE_CHECKING:
    from .intake.files_port import Files
    from .intake.malware_scan import Scanner
    from .intake.rescan_waiting import CheckRound
    from .notices.mail_sender import MailSender


def _rehearsal_clock() -> Any:
    """What can shift the clock; None in every package but a rehearsal's, which alone carries it (infra/package.py)."""
    try:
        return import_module(".rehearsal_clock", __package__)
    except ModuleNotFoundError:
        return None


rehearsal_clock = _rehearsal_clock()


@lru_cache(maxsize=1)
def service() -> Service:
    client, name = deployment.table_client(), deployment.table_name()
    rehearsal, site = shift_ms() != 0, os.environ.get("SITE_URL", "")
    table, links = EventTable(client, name), TableLinks(client, name, _shift())
    hash_secret = os.environ["KEY_PEPPER"].encode()
    # From the machine itself a rehearsal plays a whole region.
    counts = TableRequestCounts(deployment.counts_client, name, _shift())
    limits = Limits(counts, hash_secret, "127.0.0.1" if rehearsal_clock else "")
    made = Service(current_call(), table, hash_secret, rehearsal, _documents(), site, links, _scanner(), limits)
    # What is loaded by now stays for the function's life: the collector need not walk it during a request.
    gc.freeze()
    return made


def _documents() -> Files:
    return deployment.document_files(os.environ["KEY_PEPPER"].encode())


def _scanner() -> Scanner | None:
    """`DOCUMENT_SCANNER=unix:/run/clamav/clamd.ctl` (or `tcp:host:port`); without it no document waits for one."""
    address = os.environ.get("DOCUMENT_SCANNER", "")
    if not address:
        return None
    from .examination.clamd import Clamd

    return Clamd(address)


def shift_ms() -> int:
    """The rehearsal clock's distance from the gateway's, in milliseconds; 0 where no clock can be shifted."""
    return int(rehearsal_clock.shift_ms()) if rehearsal_clock else 0


def origin_secret() -> str:
    """What only the site's own front knows; empty where no front stands before the function, as in tests."""
    return os.environ.get("ORIGIN_SECRET", "")


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
    counts = TableAddressCounts(client, table, _shift())
    links, call = TableLinks(client, table, _shift()), current_call()
    signing = TablePeople(client, table), TableSignIns(client, table, _shift())
    sign_ins = SignInOffice(call, *signing, mailbox, record, site, pace.wait)
    senders = min(MOST_SENDERS, pace.mails_per_second)
    return MailSender(call, read, outbox, mailbox, record, counts, links, site, pace.wait, sign_ins, senders)


def mail_of_stream(records: list[dict[str, Any]], context: Any) -> dict[str, Any]:
    """A batch of the table's stream; answers which of its records must come again."""
    from .notices.stream_records import on_stream
    from .store.lost_key_links import read_image

    answer, became = on_stream(post_office(), records, read_image, datetime.now(UTC) + _shift(), _enough_time(context))
    print(json.dumps({"mails": became}))
    return answer


def mail_that_is_due(scheduled: str, context: Any) -> None:
    """`scheduled` is the schedule's own: the instant this round was due, in ISO 8601."""
    from .sweep_source import sweep

    now, office, checks = datetime.fromisoformat(scheduled) + _shift(), post_office(), _document_checks()
    became, read = sweep(office, checks, now, _enough_time(context))
    checked = {"documents": checks.run(now, _enough_time(context))} if checks else {}
    # The template's alarm reads `refusing`: a service that refuses everything shows in no function's errors.
    refusing = office.service.read() != WORKING
    print(json.dumps({"mails": became, "read": read, **checked, "refusing": refusing}))


def _document_checks() -> CheckRound | None:
    scanner = _scanner()
    if scanner is None:
        return None
    from .intake.rescan_waiting import CheckRound

    table = EventTable(deployment.table_client(), deployment.table_name())
    return CheckRound(current_call(), table, _documents(), scanner)


def _shift() -> timedelta:
    return timedelta(milliseconds=shift_ms())


def _enough_time(context: Any) -> Callable[[], bool]:
    """Whether one more mail fits before the function is stopped: being stopped within one leaves it uncertain."""
    return lambda: bool(context.get_remaining_time_in_millis() > 30_000)
