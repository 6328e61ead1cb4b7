"""What every route shares: the request, the services it needs, and how a refusal returns the words that were sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..call import Call, Form
from ..call.roles import role_value
from ..intake.files_port import Files
from ..intake.lost_key import KeyLinks
from ..intake.malware_scan import Scanner
from ..intake.store_port import Store
from ..rules.refusals import NotFound, OutsideWindow, Refused, TooMany
from . import problem_documents
from .client_limits import Limits
from .parsed_request import ParsedRequest, Unreadable
from .request_parsing import check_answers_size, is_form, language_of, read
from .responses import Reply, page_reply, problem_reply

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument


class Arrival(NamedTuple):
    """A request as the gateway handed it over; header names are lower case. `client` is whose it is for counting."""

    at: datetime
    headers: Mapping[str, str]
    body: bytes = b""
    client: str = ""

    @property
    def key(self) -> str:
        """The applicant's key, from `Authorization: Bearer`; never from an address."""
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key if scheme.lower() == "bearer" else ""

    @property
    def is_form(self) -> bool:
        return is_form(self.headers)


class Service(NamedTuple):
    """`files`, `links` and `limits` are there in every deployment; `site` is the public address, empty where only
    the browser knows it.
    """

    call: Call
    store: Store
    hash_secret: bytes
    rehearsal: bool = False
    files: Files | None = None
    site: str = ""
    links: KeyLinks | None = None
    scanner: Scanner | None = None
    limits: Limits | None = None

    def language(self, arrival: Arrival, sent: ParsedRequest | None = None) -> str:
        sent = sent or ParsedRequest()
        wish = arrival.headers.get("accept-language", "")
        return language_of(
            role_value(self.call.form, "language", sent.answers), sent.page_language, wish, self.call.languages
        )


Act = Callable[[ParsedRequest, str], Reply]
ProblemPage: TypeAlias = "Callable[[Service, ProblemDocument, ParsedRequest, str], Reply]"


def with_answers(service: Service, arrival: Arrival, act: Act, page: ProblemPage | None = None) -> Reply:
    """Read the body as answers to the call's form, act, and turn any refusal into its problem document or page, every
    word handed back.
    """
    return _with_body(service, arrival, service.call.form, act, page)


def with_fields(service: Service, arrival: Arrival, act: Act, page: ProblemPage | None = None) -> Reply:
    """The same for a body with our own fields (`number`, `key`, `kind`); a question may have the same name."""
    return _with_body(service, arrival, None, act, page)


def _with_body(
    service: Service, arrival: Arrival, form: Form | None, act: Act, page: ProblemPage | None = None
) -> Reply:
    language, sent = service.language(arrival), ParsedRequest()
    why: Refused | None = None
    try:
        sent = read(form, arrival.headers, arrival.body)
        language = _language(service, arrival, form, sent)
        check_answers_size(sent, arrival.body)
        return _with_banner(service, arrival, act(sent, language), language)
    except Unreadable as unreadable:
        sent = unreadable.sent or sent
        language = _language(service, arrival, form, sent)
        document = problem_documents.of_unreadable(unreadable, language)
    except Refused as refused:
        document, why = _refuse(service, arrival, refused, language), refused
    if arrival.is_form:
        shown = _with_banner(service, arrival, (page or _page)(service, document, sent, language), language)
        return with_reason(shown, why)
    if sent.answers:
        document = document | {"answers": sent.answers}
    return with_reason(problem_reply(document), why)


def _language(service: Service, arrival: Arrival, form: Form | None, sent: ParsedRequest) -> str:
    return service.language(arrival, sent if form else ParsedRequest(page_language=sent.page_language))


def without_answers(service: Service, arrival: Arrival, act: Callable[[], Reply]) -> Reply:
    try:
        return act()
    except Refused as refused:
        return with_reason(problem_reply(_refuse(service, arrival, refused, service.language(arrival))), refused)


def with_reason(reply: Reply, why: Refused | None) -> Reply:
    """The reply, with what operators count in its log line: a key that opened nothing, a limit that was reached."""
    if isinstance(why, TooMany):
        log = {"limit": why.limit.name} | ({"failed_key": True} if why.is_wrong_key else {})
        return reply._replace(headers={**reply.headers, "Retry-After": str(why.seconds)}, log=log)
    return reply._replace(log={"failed_key": True}) if isinstance(why, NotFound) else reply


def _refuse(service: Service, arrival: Arrival, refused: Refused, language: str) -> ProblemDocument:
    if isinstance(refused, OutsideWindow):
        service.store.note_refusal(service.call.id, refused.outside, arrival.at)
    return problem_documents.of_refusal(service.call, refused, language, arrival.at)


def _with_banner(service: Service, arrival: Arrival, reply: Reply, language: str) -> Reply:
    """The reply; during a rehearsal its page gets the banner that says so."""
    if not service.rehearsal or not reply.headers.get("Content-Type", "").startswith("text/html"):
        return reply
    from ..pages.rehearsal_banner import with_banner

    return reply._replace(body=with_banner(reply.body, service.call, language, arrival.at))


def _page(service: Service, document: ProblemDocument, sent: ParsedRequest, language: str) -> Reply:
    # Jinja is loaded by those who need a page; a JSON submission never waits for it.
    from ..pages import result_pages as pages
    from ..pages.form_purpose import FormPurpose

    work = FormPurpose(form_key=form_key(sent, document["status"]))
    page = pages.page_for_problem(service.call, language, document, sent.answers, work)
    return page_reply(document["status"], page)


def form_key(sent: ParsedRequest, status: int) -> str:
    """The key of the form that goes back with the words: a random one, unless the press must stay the one it was.

    Of a failure of ours nobody knows the outcome, so the same words must be the same press when they come again,
    also from a form that had no key. Where the key named other answers, the next press is another application.
    """
    if status >= 500 or (sent.form_key and status not in (400, 409)):
        return sent.form_key
    return token_urlsafe(24)
