"""The committee's pages with a thousand applications and with a hundred thousand: what each takes and weighs, warm."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.figures import Figure
from bench.lists import FEW, MANY, fill
from chalicelib.call import current_call
from chalicelib.desk.committee import Committee
from chalicelib.rules.committee_rights import EXPERT, MEMBER, SECRETARY, Member
from chalicelib.rules.sign_in import SESSION_LIFETIME, Session
from chalicelib.store.desk_journal import TableJournal
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.people import TablePeople
from chalicelib.store.projection import TableProjection
from chalicelib.store.request_counts import TableRequestCounts
from chalicelib.store.reviews import TableReviews
from chalicelib.store.sign_ins import TableSignIns
from chalicelib.store.slot_claims import TableSlotClaims
from chalicelib.web.arrival_clock import EPOCH
from chalicelib.web.client_limits import Limits
from chalicelib.web.desk import desk_handler
from chalicelib.web.desk.desk_request import DeskService

MS = timedelta(milliseconds=1)
SAMPLES, AIM_MS, AIM_BYTES = 15, 300, 50_000
HERE = "127.0.0.1"
PAGES = (
    "", "progress?status=submitted", "progress/reviewers", "interviews", "meeting", "tasks", "people", "journal",
    "help", "application",
)  # fmt: skip


def figures() -> Iterator[Figure]:
    """Milliseconds are medians of a page in one process; bytes are of the page as it is sent, before compression."""
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            desk = _Desk(Path(folder), count)
            for role in (SECRETARY, MEMBER):
                slowest, heaviest = desk.measure(role)
                yield Figure(f"desk_{role}_slowest_ms_of_{count}", [slowest[0]], AIM_MS, {}, slowest[1] or "mine")
                yield Figure(f"desk_{role}_heaviest_bytes_of_{count}", [heaviest[0]], AIM_BYTES, {}, heaviest[1])


class _Desk:
    def __init__(self, folder: Path, count: int) -> None:
        self.call, self.client = current_call(), SqliteTable(folder / "call.db")
        fill(self.client, count)
        self.at = self.call.closes_at
        client, name = self.client, self.client.name
        committee = Committee(
            self.call, EventTable(client, name), TablePeople(client, name), TableReviews(client, name),
            TableProjection(client, name), TableJournal(client, name), TableSlotClaims(client, name),
        )  # fmt: skip
        self.sign_ins = TableSignIns(client, name)
        limits = Limits(TableRequestCounts(lambda: client, name), b"bench", HERE)
        self.service = DeskService(committee, self.sign_ins, FolderFiles(folder / "documents", b"bench"), limits)
        for role in (SECRETARY, MEMBER, EXPERT):
            committee.people.add(
                self.call.id, Member(f"{role}2", f"{role} two", f"{role}@example.kz", role, "kk", "bench", self.at)
            )
        first = committee.projection.page(self.call.id, "submitted", 1).items
        self.number = first[0].number if first else ""

    def measure(self, role: str) -> tuple[tuple[float, str], tuple[float, str]]:
        """The slowest page and the heaviest one, each with its name."""
        session = Session(self.call.id, f"{role}2", self.at, self.at + SESSION_LIFETIME)
        token = self.sign_ins.open_session(session)
        times, sizes = {}, {}
        for page in PAGES:
            taken = [self._ask(page, token) for _ in range(SAMPLES)]
            times[page] = median(seconds for seconds, _ in taken[1:]) * 1000
            sizes[page] = float(taken[0][1])
        slowest, heaviest = max(times, key=times.__getitem__), max(sizes, key=sizes.__getitem__)
        return (times[slowest], slowest), (sizes[heaviest], heaviest)

    def _ask(self, page: str, token: str) -> tuple[float, int]:
        path, _, query = page.replace("application", f"applications/{self.number}").partition("?")
        asked = dict([query.split("=")]) if query else None
        started = perf_counter()
        with redirect_stdout(io.StringIO()):
            answer = desk_handler.answer(lambda: self.service, _event(path, asked, token, self.at), "", 0, "")
        return perf_counter() - started, len(answer["body"].encode())


def _event(path: str, query: dict[str, str] | None, token: str, at: datetime) -> dict[str, Any]:
    return {
        "path": f"/desk/{path}", "httpMethod": "GET", "headers": {"Cookie": f"__Host-desk={token}"},
        "queryStringParameters": query, "isBase64Encoded": False, "body": "",
        "requestContext": {"requestId": "bench", "requestTimeEpoch": (at - EPOCH) // MS,
                           "identity": {"sourceIp": HERE}},
    }  # fmt: skip
