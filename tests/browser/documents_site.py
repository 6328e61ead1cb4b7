"""One's documents on a small site: the real part of the page, the real routes, a bucket in a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from urllib.parse import parse_qsl, unquote, urlsplit

from chalicelib.call import current_call
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.malware_scan import Scanner
from chalicelib.pages.documents_part import documents_part
from chalicelib.web import application_routes, document_routes, representations
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.browser.form_site import asset
from tests.browser.serving import serving
from tests.building import CLOSES, OPEN, PEPPER, FakeFiles, FakeStore

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>my</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css"><link rel="stylesheet" href="/assets/form.css"></head>
<body class="page-form"><main id="content"><article class="md-typeset"><h1>my</h1><div class="bq">{part}</div></article>
</main>
<script type="module">
import {{ mountOn }} from "/assets/documents.js";
mountOn(document.querySelector("[data-documents]"), {{key: "{key}", language: "{language}", patience: {patience}}});
</script></body></html>"""


@dataclass
class DocumentsSite:
    address: str = ""
    number: str = ""
    key: str = ""
    lose_uploads: int = 0
    lose_checks: int = 0
    at: datetime = OPEN
    closes_once_received: bool = False
    patience: int = 120_000
    delay_uploads: list[float] = field(default_factory=list)
    scanner: Scanner | None = None
    is_over: Event = field(default_factory=Event)
    store: FakeStore = field(default_factory=FakeStore)
    files: FakeFiles = field(default_factory=lambda: FakeFiles("/bucket/"))

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply | None:
        """None is a connection that broke."""
        service = Service(current_call(), self.store, PEPPER, files=self.files, scanner=self.scanner)
        arrival, path = Arrival(self.at, headers, body), urlsplit(target).path
        parts = path.strip("/").split("/")
        if parts[0] == "api":
            return self.route(service, arrival, method, target, parts[2:])
        if parts[0] == "bucket":
            return self.bucket(method, path, headers, body)
        if parts[0] == "assets":
            return asset("/".join(parts[1:]))
        return self.page(service, "ru" if parts[0] == "ru" else "kk")

    def page(self, service: Service, language: str) -> Reply:
        application = look_up(service.call, self.store, self.number, self.key)
        view = representations.application(service.call, application, self.at)
        part = documents_part(service.call, language, view, self.key)
        body = PAGE.format(language=language, part=part, key=self.key, patience=self.patience)
        return Reply(200, body, {"Content-Type": "text/html; charset=utf-8"})

    def route(self, service: Service, arrival: Arrival, method: str, target: str, parts: list[str]) -> Reply | None:
        if parts == ["arrived"]:
            if method == "POST":
                return document_routes.arrived_by_form(service, arrival)
            return document_routes.arrived_by_address(service, arrival, dict(parse_qsl(urlsplit(target).query)))
        number, *rest = parts
        if rest == ["documents"]:
            return document_routes.announce_document(service, arrival, number)
        if rest[2:] == ["received"]:
            if self.lose_checks > 0:
                self.lose_checks -= 1
                return None
            reply = document_routes.receive_document(service, arrival, number, rest[1])
            self.at = CLOSES if self.closes_once_received else self.at
            return reply
        if rest:
            act = document_routes.fetch_document if method == "POST" else document_routes.look_up_document
            return act(service, arrival, number, rest[1])
        return application_routes.look_up_application(service, arrival, number)

    def bucket(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply | None:
        if method == "GET":
            saved = {"Content-Disposition": "attachment", "Content-Type": "application/octet-stream"}
            return Reply(200, self.files.kept[unquote(path.removeprefix("/bucket/"))].decode("latin-1"), saved)
        # Longer than the test lasts is a line that has died.
        if self.delay_uploads and self.is_over.wait(self.delay_uploads.pop(0)):
            return None
        if self.lose_uploads > 0:
            self.lose_uploads -= 1
            return None
        fields, content, filename = posted(headers["content-type"], body)
        self.files.post(fields["key"], content, filename)
        back = fields.get("success_action_redirect")
        return Reply(303, "", {"Location": f"{back}&bucket=b&key=k&etag=e"}) if back else Reply(204, "", {})


def posted(content_type: str, body: bytes) -> tuple[dict[str, str], bytes, str]:
    """Fields, the file and its name out of multipart/form-data; the file comes last, as S3 wants it."""
    boundary = b"--" + content_type.partition("boundary=")[2].encode()
    parts = [part[2:-2].partition(b"\r\n\r\n") for part in body.split(boundary)[1:-1]]
    named = [(found(head, "name"), value, found(head, "filename")) for head, _, value in parts]
    assert named[-1][0] == "file"
    return {name: value.decode() for name, value, _ in named[:-1]}, named[-1][1], named[-1][2]


def found(head: bytes, name: str) -> str:
    said = re.search(rf'[ ;]{name}="([^"]*)"', head.decode())
    return said[1] if said else ""


@contextmanager
def running(here: DocumentsSite) -> Iterator[DocumentsSite]:
    with serving(here.answer) as here.address:
        yield here
        here.is_over.set()
