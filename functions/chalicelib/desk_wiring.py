"""Puts the desk's rooms together from the environment of its own function; loaded by no other."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from functools import lru_cache
from typing import Any

from . import deployment, wiring
from .call import current_call
from .desk.committee import Committee
from .projection_stream import ProjectionStream
from .store.desk_journal import TableJournal
from .store.due_list import TableDueList
from .store.event_table import EventTable
from .store.people import TablePeople
from .store.projection import TableProjection
from .store.request_counts import TableRequestCounts
from .store.reviews import TableReviews
from .store.sign_ins import TableSignIns
from .store.slot_claims import TableSlotClaims
from .web.client_limits import Limits
from .web.desk import desk_handler
from .web.desk.desk_request import DeskService


@lru_cache(maxsize=1)
def desk_service() -> DeskService:
    # On AWS it has no share in the secret that keys of applications follow from; at home all is one process.
    client, name, hash_secret = deployment.table_client(), deployment.table_name(), (_secret()).encode()
    committee = Committee(
        current_call(), EventTable(client, name), TablePeople(client, name), TableReviews(client, name),
        TableProjection(client, name), TableJournal(client, name), TableSlotClaims(client, name),
    )  # fmt: skip
    shift = timedelta(milliseconds=wiring.shift_ms())
    counts = TableRequestCounts(deployment.counts_client, name, shift)
    limits = Limits(counts, hash_secret, "127.0.0.1" if wiring.rehearsal_clock else "")
    return DeskService(
        committee, TableSignIns(client, name, shift), deployment.document_files(hash_secret), limits,
        os.environ.get("SITE_URL", ""), wiring.shift_ms() != 0, deployment.provider_access(shift),
    )  # fmt: skip


def _secret() -> str:
    return os.environ.get("DESK_ORIGIN_SECRET") or os.environ.get("KEY_PEPPER") or desk_handler.desk_secret("alone")


def answer_desk(event: dict[str, object]) -> dict[str, object]:
    """One API Gateway event of the desk's addresses."""
    secret = os.environ.get("DESK_ORIGIN_SECRET") or desk_handler.desk_secret(wiring.origin_secret())
    header = os.environ.get("CLIENT_HEADER", "")
    answered: dict[str, Any] = desk_handler.answer(desk_service, event, secret, wiring.shift_ms(), header)
    return answered


def project_stream(records: list[dict[str, Any]]) -> dict[str, object]:
    """Keep the light item of every application that a batch speaks of, and note when a round must look at it; answers
    which records must come again.
    """
    client, name, call = deployment.table_client(), deployment.table_name(), current_call()
    stream = ProjectionStream(call, EventTable(client, name), TableProjection(client, name), TableDueList(client, name))
    kept, failed = stream.take(records)
    print(json.dumps({"projected": kept, "failed": len(failed)}))
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
