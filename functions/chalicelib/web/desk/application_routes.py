"""One application at the desk: as much of it as the person may read, and its documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...pages import desk_pages as pages
from ...rules.act_details import ReceiveDocument, detail_of
from ...rules.application import Application
from ...rules.committee_rights import WHOLE
from ...rules.document_history import arrival
from ...rules.document_states import CLOSED, states
from ...rules.form_version import call_as_written, call_to_judge_by
from ...rules.masking import mask_answer
from ...rules.refusals import NotFound
from ..responses import Reply
from . import application_view
from .desk_replies import HEADERS, frame, page_reply
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_application import Card

LINK_SECONDS = 60


def page(request: DeskRequest, number: str, *, unmasked: bool = False) -> Reply:
    """What the person may read of it, and no more: the rest is not in the answer. IIN, phone and mail are masked."""
    opened = request.desk.open(number)
    if opened.part == WHOLE:
        # What is not on record is not shown.
        request.desk.note("unmask" if unmasked else "read", number)
    view = application_view.card(request, opened, unmasked=unmasked)
    answers = opened.application.answers
    call = call_as_written(request.call, opened.application)
    if not unmasked:
        answers = {name: mask_answer(call.form.by_id.get(name), value) for name, value in answers.items()}
    shown = pages.application_page(call, request.language, frame(request), view, answers)
    return page_reply(request, 200, shown, _with_pictures(request, view))


def _with_pictures(request: DeskRequest, view: Card) -> dict[str, str]:
    """Pictures may come from where documents lie, and from nowhere else; at home that is this very address."""
    if "documents" not in view or not any(document["is_picture"] for document in view["documents"]):
        return {}
    at = urlsplit(request.service.files.download("-", "-", "-", LINK_SECONDS))
    origin = f" {at.scheme}://{at.netloc}" if at.netloc else ""
    policy = HEADERS["Content-Security-Policy"].replace("img-src 'self'", f"img-src 'self'{origin}")
    return {"Content-Security-Policy": policy}


def unmask(request: DeskRequest, number: str) -> Reply:
    """The same page with every number and address, for this one answer; on record, after a fresh sign-in."""
    request.desk.open_whole(number)
    return page(request, number, unmasked=True)


def document(request: DeskRequest, number: str, document: str) -> Reply:
    """Straight to the file, by a link that is good for a minute; on record before it is given."""
    opened = request.desk.open_whole(number)
    event, known = arrival(opened.application, document), _document_states(request, opened.application)
    if event is None or known[(detail := detail_of(event, ReceiveDocument))["document"]] in CLOSED:
        raise NotFound
    request.desk.note("document", f"{number} {document}")
    name = f"{number}/{detail['document']}"
    address = request.service.files.download(name, detail["filename"], detail["content_type"], LINK_SECONDS)
    return Reply(303, "", HEADERS | {"Location": address, "Content-Type": "text/plain"})


def _document_states(request: DeskRequest, application: Application) -> Mapping[str, str]:
    return states(call_to_judge_by(request.call, application).form.package, application)
