"""The one worker for what is due: mail of events as they are written, reminders, and what is to be forgotten.

It follows the table by the number that grows with every write, and notes how far it came after the mails went: killed
at any moment it begins again there, and the outbox keeps each mail from going twice.
"""

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib import deployment
from chalicelib.notices.mail_plan import MAILS
from chalicelib.store.bounces import TableBounces
from chalicelib.store.home.bounced_mails import returned_reports, set_aside
from chalicelib.store.home.change_feed import Feed
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.lost_key_links import REQUESTS
from chalicelib.store.sign_ins import REQUESTS as SIGN_IN_REQUESTS

# Seconds between two looks: a mail follows its event within about this long.
LOOK_S = 0.5
ROUND_S = 15 * 60
MOST_RECORDS = 25
# So often the template lets Lambda try a batch of the stream; after that the round does the rest.
MOST_TRIES = 3
PAUSE_S = 2.0


class NotAlone(SystemExit):
    """Another worker for what is due is running."""


class PatientWorker:
    """Stands in for Lambda's context, with time without end: nobody stops this worker in the middle of a mail."""

    def get_remaining_time_in_millis(self) -> int:
        return 15 * 60 * 1000


@dataclass
class Due:
    """`deliver` takes stream records and a context, and answers Lambda's partial batch response, and so does `project`
    with the events among them; `sweep` takes the instant of its round and a context; `forget` removes what is over by
    now. `clock` answers seconds since 1970.
    """

    feed: Feed
    deliver: Callable[[list[dict[str, Any]], Any], dict[str, Any]]
    sweep: Callable[[str, Any], None]
    forget: Callable[[float], None]
    project: Callable[[list[dict[str, Any]]], dict[str, Any]]
    clock: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep
    _next_round: float = field(default=0.0)

    def turn(self) -> bool:
        """One look at the table. Returns whether there was anything to do."""
        if self.clock() >= self._next_round:
            self._next_round = self.clock() + ROUND_S
            self.sweep(datetime.fromtimestamp(self.clock(), UTC).isoformat(), PatientWorker())
            self.forget(self.clock())
        records, position = self.feed.after(MOST_RECORDS)
        if changed := [record for record in records if is_event(record["dynamodb"]["NewImage"])]:
            self._give(changed, lambda records, context: self.project(records))
        if owing := [record for record in records if makes_mail(record["dynamodb"]["NewImage"])]:
            self._give(owing, self.deliver)
        self.feed.note(position)
        return bool(records)

    def _give(self, records: list[dict[str, Any]], take: Callable[..., dict[str, Any]]) -> None:
        """Deliver records; failed ones are tried again one by one. After MOST_TRIES they are left to the round."""
        for attempt in range(MOST_TRIES):
            failed = {entry["itemIdentifier"] for entry in take(records, PatientWorker())["batchItemFailures"]}
            records = [record for record in records if record["dynamodb"]["SequenceNumber"] in failed]
            if not records:
                return
            self.pause(PAUSE_S * (attempt + 1))


def is_event(image: Mapping[str, Any]) -> bool:
    """Whether the record is an event, from which the desk's lists follow."""
    return bool(image["pk"]["S"].startswith("application#") and image["sk"]["S"].startswith("event#"))


def makes_mail(image: Mapping[str, Any]) -> bool:
    """Whether the record makes a mail; the same filter as the stream's in the template."""
    return image["pk"]["S"].startswith((REQUESTS, SIGN_IN_REQUESTS)) or image.get("act", {}).get("S") in MAILS


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    with (folder / "due.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotAlone("Another worker does what is due here.") from None
        yield


def due() -> Due:
    """The worker with the tables, mail server and clock that the environment names."""
    from chalicelib import desk_wiring, mail_wiring, wiring

    layout = deployment.home()
    if layout is None:
        raise SystemExit("BAIQAU_HOME names the folder of the call.")
    feed = Feed(deployment.table_at(layout.table))
    files = FolderFiles(layout.documents, os.environ["KEY_PEPPER"].encode())

    def look_for_returned(now: datetime) -> None:
        """Note each returned mail in the outbox, beside its sending."""
        if folder := os.environ.get("MAIL_RETURNED", ""):
            reports = returned_reports(Path(folder))
            if messages := dict(report for report in reports.values() if report):
                bounces = TableBounces(deployment.table_client(), deployment.table_name())
                print(json.dumps({"returned": bounces.note(messages, now)}), flush=True)
            set_aside(Path(folder), reports)

    def sweep(at: str, context: object) -> None:
        look_for_returned(datetime.fromisoformat(at) + timedelta(milliseconds=wiring.shift_ms()))
        mail_wiring.mail_that_is_due(at, context)

    def forget(now: float) -> None:
        # Both are stored by the real clock, even in a rehearsal.
        feed.forget_expired(int(now))
        files.forget_old()

    return Due(feed, mail_wiring.mail_of_stream, sweep, forget, desk_wiring.project_stream)


def round_now() -> None:
    """One round. It may run beside another worker: the outbox keeps them apart."""
    worker = due()
    worker.sweep(datetime.fromtimestamp(worker.clock(), UTC).isoformat(), PatientWorker())


def main() -> int:
    from infra.home import machine_clock

    machine_clock.insist()
    work()
    return 0


def work() -> None:
    """Work until it is stopped."""
    layout = deployment.home()
    assert layout is not None
    # Requests of applicants come before mail.
    os.nice(5)
    with alone(layout.folder):
        worker = due()
        while True:
            try:
                is_busy = worker.turn()
            except Exception as error:
                # For example a full disk or a locked table: the work is tried again. Only the error's class is logged.
                print(json.dumps({"worker": "due", "failure": type(error).__name__}), flush=True)
                time.sleep(PAUSE_S)
            else:
                time.sleep(0 if is_busy else LOOK_S)


if __name__ == "__main__":
    sys.exit(main())
