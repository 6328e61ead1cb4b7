"""The page for a limit that was reached: it holds everything that was posted, and a button that posts it again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from .parsed_request import ParsedRequest
from .request_service import Arrival, Service
from .responses import Reply, page_reply

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument


def waiting_page(
    arrival: Arrival, address: str, service: Service, document: ProblemDocument, sent: ParsedRequest, language: str
) -> Reply:
    """Opens no application and renders no form: it costs less than what was refused. What was too much to take apart
    was refused before.
    """
    from ..pages import result_pages as pages

    if document["status"] != 429:
        return page_reply(document["status"], pages.page_for_problem(service.call, language, document, sent.answers))
    posted = parse_qsl(arrival.body.decode(), keep_blank_values=True)
    return page_reply(429, pages.waiting_page(service.call, language, document, address, posted))
