"""A call in use with everything under it, in one folder and one process: the functions, the table, documents, the tool.

Whatever anybody is shown or sent is kept in `texts`, by where it stood.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.call import Call
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.mail_sender import MailSender
from chalicelib.rules.application import Event
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.document_folder import FolderFiles, header_of
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.lost_key_links import TableLinks
from chalicelib.store.outbox import TableOutbox
from staff.main import main
from tests.building import PEPPER
from tests.calls import in_use
from tests.notices.building import FakeAddressCounts, FakeMailbox, FakeServiceRecord
from tests.web.gateway import Answer, post_form, send

SITE = "https://koshe.example"


@dataclass
class Cloud:
    call: Call
    layout: Layout
    store: EventTable
    office: MailSender
    mailbox: FakeMailbox
    texts: dict[str, str] = field(default_factory=dict)
    replies: list[tuple[str, str, Answer]] = field(default_factory=list)

    def keep(self, where: str, text: str) -> None:
        self.texts[f"{len(self.texts):03} {where}"] = text

    @property
    def mails(self) -> list[Mail]:
        return self.mailbox.accepted

    def asks(self, method: str, path: str, value: Any, at: datetime, key: str = "", **headers: str) -> Answer:
        """JSON there and back."""
        named = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        named |= {name.replace("_", "-"): text for name, text in headers.items()}
        answer = send(method, path, b"" if value is None else json.dumps(value).encode(), at, named)
        self.replies.append((method, path, answer))
        self.keep(f"{method} {path}", json.dumps(json.loads(answer.body), ensure_ascii=False))
        return answer

    def posts(self, path: str, pairs: list[tuple[str, str]], at: datetime) -> Answer:
        """A plain form; a page comes back."""
        answer = post_form(path, pairs, at)
        self.keep(f"form {path}", answer.body)
        return answer

    def uploads(self, name: str, content: bytes, filename: str) -> None:
        """A file as the server's route for documents lays it down."""
        place = FolderFiles(self.layout.documents, b"").arriving_file(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(header_of(filename) + content)

    def runs(self, *words: str, at: datetime, code: int = 0, lang: str = "kk") -> str:
        """The tool on this server; answers what it printed."""
        out, errors = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(errors):
            ended = main([*words, "--home", str(self.layout.folder), "--lang", lang, "--at", at.isoformat()])
        self.keep(f"baiqau {' '.join(words)}", out.getvalue() + errors.getvalue())
        assert ended == code, (words, ended, out.getvalue(), errors.getvalue())
        return out.getvalue()

    def tells(self, *words: str, at: datetime) -> Any:
        return json.loads(self.runs(*words, "--json", at=at))

    def events(self) -> list[Event]:
        """All there are, in the order of their instants."""
        numbers = {event.number for life, _ in self.office.outbox.everyone() for event in life}
        found = [event for number in numbers for event in self.store.events(number)]
        return sorted(found, key=lambda event: (event.at, event.number, event.seq))

    def mail_events(self) -> None:
        """As the stream would have: each event's mails at its instant. Those sent before are not sent again."""
        for event in self.events():
            self.office.tell(event, event.at)


@contextmanager
def cloud(folder_of_call: Path, folder: Path, now: datetime) -> Iterator[Cloud]:
    """`now` is what the trial's clock shows whoever asks it; most acts say their own instant."""
    with in_use(folder_of_call) as call, pytest.MonkeyPatch.context() as patch, _clock(now) as address:
        layout = Layout(folder / "home").make()
        settings = {"BAIQAU_HOME": str(layout.folder), "KEY_PEPPER": PEPPER.decode(), "STAGE": "local",
                    "SITE_URL": SITE, "COLUMNS": "220", "TERM": "dumb"}  # fmt: skip
        for name, value in settings.items():
            patch.setenv(name, value)
        (layout.folder / "trial.json").write_text(json.dumps({"address": address}), "utf-8")
        table, mailbox = SqliteTable(layout.table), FakeMailbox()
        store: Any = EventTable(table, NAME)
        office = MailSender(call, store.events, TableOutbox(table, NAME), mailbox, FakeServiceRecord(),
                            FakeAddressCounts(), TableLinks(table, NAME), SITE, lambda: True)  # fmt: skip
        wiring.service.cache_clear()
        yield Cloud(call, layout, store, office, mailbox)
        wiring.service.cache_clear()


@contextmanager
def _clock(now: datetime) -> Iterator[str]:
    """A site that tells the instant of the trial."""
    body = json.dumps({"now": now.isoformat()}).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
