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

# A mail follows its event within about this long.
LOOK_S = 0.5
ROUND_S = 15 * 60
MOST_RECORDS = 25
# As often as the template has Lambda try a batch of the stream; after that the round takes up what it left.
MOST_TRIES = 3
PAUSE_S = 2.0


class NotAlone(SystemExit):
    """Another worker does this already."""


class PatientWorker:
    """In place of Lambda's context: nobody stops this worker in the middle of a mail."""

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
        """One look; whether there was anything to do."""
        if self.clock() >= self._next_round:
            self._next_round = self.clock() + ROUND_S
            self.sweep(datetime.fromtimestamp(self.clock(), UTC).isoformat(), PatientWorker())
            self.forget(self.clock())
        records, place = self.feed.after(MOST_RECORDS)
        if changed := [record for record in records if is_event(record["dynamodb"]["NewImage"])]:
            self._give(changed, lambda records, context: self.project(records))
        if owing := [record for record in records if makes_mail(record["dynamodb"]["NewImage"])]:
            self._give(owing, self.deliver)
        self.feed.note(place)
        return bool(records)

    def _give(self, records: list[dict[str, Any]], take: Callable[..., dict[str, Any]]) -> None:
        """What fails is given again, alone; after MOST_TRIES the round or a rebuilding takes up what was left."""
        for attempt in range(MOST_TRIES):
            failed = {entry["itemIdentifier"] for entry in take(records, PatientWorker())["batchItemFailures"]}
            records = [record for record in records if record["dynamodb"]["SequenceNumber"] in failed]
            if not records:
                return
            self.pause(PAUSE_S * (attempt + 1))


def is_event(image: Mapping[str, Any]) -> bool:
    """Whether the desk's lists follow from it."""
    return bool(image["pk"]["S"].startswith("application#") and image["sk"]["S"].startswith("event#"))


def makes_mail(image: Mapping[str, Any]) -> bool:
    """As the template filters the stream: the acts that send mail, and requests for a link."""
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
    """As the environment says."""
    from chalicelib import desk_wiring, mail_wiring, wiring

    layout = deployment.home()
    if layout is None:
        raise SystemExit("BAIQAU_HOME names the folder of the call.")
    feed = Feed(deployment.table_at(layout.table))
    files = FolderFiles(layout.documents, os.environ["KEY_PEPPER"].encode())

    def look_for_returned(now: datetime) -> None:
        """What the mail server brought back is noted where the mail was noted as sent."""
        if folder := os.environ.get("MAIL_RETURNED", ""):
            found = returned_reports(Path(folder))
            if messages := dict(report for report in found.values() if report):
                bounces = TableBounces(deployment.table_client(), deployment.table_name())
                print(json.dumps({"returned": bounces.note(messages, now)}), flush=True)
            set_aside(Path(folder), found)

    def sweep(at: str, context: object) -> None:
        look_for_returned(datetime.fromisoformat(at) + timedelta(milliseconds=wiring.shift_ms()))
        mail_wiring.mail_that_is_due(at, context)

    def forget(now: float) -> None:
        # Both lie under the real clock's time, whatever a rehearsal's clock shows.
        feed.forget_expired(int(now))
        files.forget_old()

    return Due(feed, mail_wiring.mail_of_stream, sweep, forget, desk_wiring.project_stream)


def round_now() -> None:
    """One round, whoever else does what is due: the outbox keeps them apart."""
    worker = due()
    worker.sweep(datetime.fromtimestamp(worker.clock(), UTC).isoformat(), PatientWorker())


def main() -> int:
    from infra.home import machine_clock

    machine_clock.insist()
    work()
    return 0


def work() -> None:
    """Until it is stopped."""
    layout = deployment.home()
    assert layout is not None
    # Whoever submits comes before whoever is written to.
    os.nice(5)
    with alone(layout.folder):
        worker = due()
        while True:
            try:
                is_busy = worker.turn()
            except Exception as error:
                # A full disk, a locked table: what was not done stays to be done. The kind alone is told.
                print(json.dumps({"worker": "due", "failure": type(error).__name__}), flush=True)
                time.sleep(PAUSE_S)
            else:
                time.sleep(0 if is_busy else LOOK_S)


if __name__ == "__main__":
    sys.exit(main())
