"""The documents of an application as its page lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.act_details import ReceiveDocument, detail_of
from ...rules.application import Application
from ...rules.document_history import arrivals
from ...rules.document_states import CLOSED, states
from ...rules.form_version import call_to_judge_by
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_application_parts import ListedDocument

# What an <img> shows; nothing in one can run, whatever the file holds.
PICTURES = ("image/jpeg", "image/png")


def document_rows(request: DeskRequest, application: Application) -> list[ListedDocument]:
    known = states(call_to_judge_by(request.call, application).form.package, application)
    arrived = (detail_of(event, ReceiveDocument) for event in arrivals(application))
    return [
        {"id": document["document"], "kind": document_label(request, document["kind"]),
         "filename": document["filename"], "size": document.get("size", 0), "state": state,
         "is_open": state not in CLOSED,
         "is_picture": state not in CLOSED and document.get("content_type") in PICTURES}
        for document in arrived if (state := known[document["document"]])
    ]  # fmt: skip


def document_label(request: DeskRequest, kind: str) -> str:
    """The words of a kind; one that the call does not know is shown as its code."""
    package = request.call.form.package
    return next((document.label[request.language] for document in package.documents if document.kind == kind), kind)
