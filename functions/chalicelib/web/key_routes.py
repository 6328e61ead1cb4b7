"""Routes of a lost key: ask for a one-time link, open it, use it. Every one works as a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..call import say
from ..intake.lost_key import MOST_NUMBER, KeyLinks, ask_for_link, open_link, use_link
from ..intake.number_and_key import normalise
from ..rules.confirmed_address import MOST_ADDRESS
from ..rules.refusals import LinkOver
from ..rules.request_limits import KEY_LINKS, KEY_LINKS_OF_NUMBER
from . import problem_documents
from .client_limits import spend
from .parsed_request import ParsedRequest, Unreadable
from .request_service import Arrival, Service, with_fields
from .responses import Reply, json_reply, page_reply

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument


def ask(service: Service, arrival: Arrival) -> Reply:
    """`202`, with the same text whether or not the number and the address belong together."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        number, email = (str(sent.answers.get(name) or "").strip() for name in ("number", "email"))
        if not number or not email:
            raise Unreadable("no_number_or_address")
        spend(service, arrival, KEY_LINKS)
        if service.limits:
            both = f"{normalise(number[:MOST_NUMBER])}\0{email[:MOST_ADDRESS].casefold()}"
            service.limits.spend(KEY_LINKS_OF_NUMBER, both, arrival.at)
        ask_for_link(service.call, _links(service), number, email, arrival.at)
        if arrival.is_form:
            from ..pages import key_pages as pages

            return page_reply(202, pages.asked_page(service.call, language))
        return json_reply(202, {key: say("page", f"key.asked_{key}", language) for key in ("title", "detail")})

    return with_fields(service, arrival, act, _problem_page)


def open_page(service: Service, arrival: Arrival, token: str, query: Mapping[str, str]) -> Reply:
    """A page with a button. GET does not use the link up, because mail scanners open links too."""
    from ..pages import key_pages as pages

    language = _language(service, arrival, query)
    try:
        open_link(_links(service), token, arrival.at)
    except LinkOver as over:
        return _problem_page(
            service, problem_documents.of_refusal(service.call, over, language, arrival.at), ParsedRequest(), language
        )
    return page_reply(200, pages.link_page(service.call, language, token))


def use(service: Service, arrival: Arrival, token: str) -> Reply:
    def act(sent: ParsedRequest, language: str) -> Reply:
        application, key = use_link(
            service.call, service.store, _links(service), service.hash_secret, token, arrival.at
        )
        if arrival.is_form:
            from ..pages import key_pages as pages

            return page_reply(200, pages.new_key_page(service.call, language, application.number, key))
        return json_reply(200, {"number": application.number, "key": key})

    return with_fields(service, arrival, act, _problem_page)


def _problem_page(service: Service, document: ProblemDocument, sent: ParsedRequest, language: str) -> Reply:
    from ..pages import key_pages as pages

    return page_reply(document["status"], pages.problem_page(service.call, language, document, sent.answers))


def _language(service: Service, arrival: Arrival, query: Mapping[str, str]) -> str:
    wish = query.get("lang", "")
    return wish if wish in service.call.languages else service.language(arrival)


def _links(service: Service) -> KeyLinks:
    assert service.links is not None, "every deployment has its links"
    return service.links
