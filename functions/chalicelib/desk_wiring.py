"""Puts the desk's rooms together from the environment of its own function; loaded by no other."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import lru_cache
from typing import Any

from . import deployment, wiring
from .call import current_call
from .desk.committee import Committee
from .store.desk_journal import TableJournal
from .store.dynamo import EventTable
from .store.people import TablePeople
from .store.projection import TableProjection
from .store.request_counts import TableRequestCounts
from .store.reviews import TableReviews
from .store.sign_ins import TableSignIns
from .web.desk import door
from .web.desk.request import DeskService
from .web.limits import Limits


@lru_cache(maxsize=1)
def desk_service() -> DeskService:
    client, name, pepper = deployment.table_client(), deployment.table_name(), os.environ["KEY_PEPPER"].encode()
    committee = Committee(
        current_call(), EventTable(client, name), TablePeople(client, name), TableReviews(client, name),
        TableProjection(client, name), TableJournal(client, name),
    )  # fmt: skip
    shift = timedelta(milliseconds=wiring.shift_ms())
    counts = TableRequestCounts(deployment.counts_client, name, shift)
    limits = Limits(counts, pepper, "127.0.0.1" if wiring.rehearsal_clock else "")
    return DeskService(
        committee, TableSignIns(client, name, shift), deployment.document_files(pepper), limits,
        os.environ.get("SITE_URL", ""), wiring.shift_ms() != 0,
    )  # fmt: skip


def answer_desk(event: dict[str, Any]) -> dict[str, Any]:
    """One API Gateway event of the desk's addresses."""
    secret, header = door.desk_secret(wiring.origin_secret()), os.environ.get("CLIENT_HEADER", "")
    answered: dict[str, Any] = door.answer(desk_service, event, secret, wiring.shift_ms(), header)
    return answered
