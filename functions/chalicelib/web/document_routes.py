"""Routes of an application's documents: announce, say that it was sent, fetch. No file ever passes through here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit

from ..intake.files_port import Files
from ..intake.receive_document import receive, receive_announced_document
from ..intake.send_document import announce, download, sizes_of
from ..intake.upload_token import arrival_pass, is_good
from ..rules.announced_document import AnnouncedDocument
from ..rules.application import Application, Event
from ..rules.request_limits import DOCUMENTS
from ..rules.upload import MINUTES_TO_START, Upload
from . import document_representations
from .client_limits import opened_by_key, spend
from .parsed_request import ParsedRequest
from .request_parsing import FORM
from .request_service import Arrival, Service, with_fields, without_answers
from .responses import HEADERS, Reply, json_reply, page_reply

if TYPE_CHECKING:
    from ..api_types.documents import DocumentReceipt
    from ..api_types.page import UploadForm
    from ..api_types.problem import ProblemDocument

ARRIVED = "/api/applications/arrived"
ORIGIN = re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,250}")


def announce_document(service: Service, arrival: Arrival, number: str) -> Reply:
    """`201` with where to post the file; a plain form gets a page with that form."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        key, blind = _key(arrival, sent), arrival.is_form
        with opened_by_key(service, arrival, number, DOCUMENTS):
            known, wish = announce(service.call, service.store, number, key, sent.answers, arrival.at, blind=blind)
        if blind:
            return _sending_page(service, arrival, known, wish, language)
        upload = _upload(service, known, wish)
        announced = {"document_id": wish.document, "upload": {"url": upload.url, "fields": dict(upload.fields)}}
        return json_reply(201, announced, {"Location": f"/api/applications/{known}/documents/{wish.document}"})

    return with_fields(service, arrival, act, _problem_page)


def receive_document(service: Service, arrival: Arrival, number: str, document: str) -> Reply:
    """`200` with the document's record and the package's state. Idempotent."""

    def act() -> Reply:
        files, key, scanner = _files(service), arrival.key, service.scanner
        with opened_by_key(service, arrival, number, DOCUMENTS):
            application, event = receive(service.call, service.store, files, number, key, document, arrival.at, scanner)
        return json_reply(200, _record(service, application, event))

    return without_answers(service, arrival, act)


def arrived_by_address(service: Service, arrival: Arrival, query: Mapping[str, str]) -> Reply:
    """The bucket redirects a browser without JavaScript here; the query of the address is read as a form."""
    return arrived_by_form(
        service, arrival._replace(headers={"content-type": FORM}, body=urlencode(query, errors="replace").encode())
    )


def arrived_by_form(service: Service, arrival: Arrival) -> Reply:
    """Examine and record one document. An upload token takes the place of the key, so nothing personal is shown."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        from ..pages import document_pages as pages

        shown = {name: str(value) for name, value in sent.answers.items()}
        if not is_good(service.hash_secret, shown, arrival.at):
            return page_reply(404, pages.expired_page(service.call, language))
        spend(service, arrival, DOCUMENTS)
        application, event = receive_announced_document(
            service.call, service.store, _files(service), shown["number"], shown["document"], arrival.at,
            service.scanner,
        )  # fmt: skip
        record = _record(service, application, event)
        is_twin = record["document"] != shown["document"]
        return page_reply(200, pages.arrived_page(service.call, language, record, is_twin))

    return with_fields(service, arrival, act, _problem_page)


def look_up_document(service: Service, arrival: Arrival, number: str, document: str) -> Reply:
    """`200` with an address to download the file from, valid for some minutes."""

    def act() -> Reply:
        return json_reply(200, {"url": _download(service, arrival, number, arrival.key, document)})

    return without_answers(service, arrival, act)


def fetch_document(service: Service, arrival: Arrival, number: str, document: str) -> Reply:
    """The same for a plain form: redirects to the file."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        address = _download(service, arrival, number, _key(arrival, sent), document)
        return Reply(303, "", HEADERS | {"Location": address, "Content-Type": "text/plain"})

    return with_fields(service, arrival, act, _problem_page)


def _download(service: Service, arrival: Arrival, number: str, key: str, document: str) -> str:
    with opened_by_key(service, arrival, number):
        return download(service.call, service.store, _files(service), number, key, document)


def _sending_page(service: Service, arrival: Arrival, number: str, wish: AnnouncedDocument, language: str) -> Reply:
    from ..pages import document_pages as pages

    shown = arrival_pass(service.hash_secret, number, wish.document, arrival.at)
    home = _home(service, arrival)
    back = f"{home}{ARRIVED}?{urlencode(shown | {'_language': language})}" if home else ""
    upload = _upload(service, number, wish, back)
    sent: UploadForm = {"url": upload.url, "fields": dict(upload.fields)}
    page = pages.sending_page(
        service.call, language, wish.kind, sent, shown, MINUTES_TO_START, replaces=bool(wish.replaces)
    )
    return _posting_to(page_reply(200, page), upload.url)


def _posting_to(reply: Reply, address: str) -> Reply:
    """The reply, with a policy that lets its form post to `address` on another host."""
    parts = urlsplit(address)
    elsewhere = f" {parts.scheme}://{parts.netloc}" if parts.scheme else ""
    policy = reply.headers["Content-Security-Policy"].replace("form-action 'self'", f"form-action 'self'{elsewhere}")
    return reply._replace(headers={**reply.headers, "Content-Security-Policy": policy})


def _home(service: Service, arrival: Arrival) -> str:
    """The site's public address; where no deployment knows it, the page that posted the form does.

    A page of another site may post here too, and must not become the place that people are sent back to: its browser
    says so, and one that says nothing gets a button instead of a way back.
    """
    origin = arrival.headers.get("origin", "")
    is_ours = arrival.headers.get("sec-fetch-site") == "same-origin" and ORIGIN.fullmatch(origin)
    return service.site.rstrip("/") or (origin if is_ours else "")


def _upload(service: Service, number: str, wish: AnnouncedDocument, back: str = "") -> Upload:
    # The bucket refuses what no version of the form accepts; the application's own version is applied on arrival.
    package = max((form.package for form in service.call.forms), key=lambda package: package.file_max_bytes)
    sizes = sizes_of(package, wish)
    return _files(service).upload(f"{number}/{wish.document}", wish.content_type, sizes, back)


def _record(service: Service, application: Application, event: Event) -> DocumentReceipt:
    document = cast("DocumentReceipt", document_representations.document(service.call, application, event))
    return document | {"package": document_representations.package(service.call, application)}


def _problem_page(service: Service, document: ProblemDocument, sent: ParsedRequest, language: str) -> Reply:
    """The page of a refusal. It repeats nothing that was sent, because the key was part of it."""
    from ..pages import document_pages as pages

    return page_reply(document["status"], pages.problem_page(service.call, language, document))


def _key(arrival: Arrival, sent: ParsedRequest) -> str:
    return str(sent.answers.get("key", "")) if arrival.is_form else arrival.key


def _files(service: Service) -> Files:
    if service.files is None:
        raise LookupError("no place for documents")
    return service.files
