"""What the API says of an application's documents and of their package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from ..call import Call
from ..rules import document_history
from ..rules.act_details import ReceiveDocument, detail_of
from ..rules.application import Application, Event
from ..rules.committee_queue import missing_documents, package_state
from ..rules.form_version import call_to_judge_by
from .arrival_clock import iso

if TYPE_CHECKING:
    from ..api_types import documents as types


def package(call: Call, application: Application) -> types.PackageState:
    """The state of the package and the kinds that are missing, judged as of the day of submission."""
    return {"state": package_state(call, application), "missing": list(missing_documents(call, application))}


_DOCUMENT = ("document", "kind", "filename", "size", "content_type", "sha256")


def document(call: Call, application: Application, event: Event) -> types.DocumentView:
    """A document that arrived; one not `in_force` was replaced and stays as an older version, unless it is `checking`
    (waits for the scanner) or was `refused` by it.
    """
    form = call_to_judge_by(call, application).form
    standing = {other["document"] for other in document_history.in_force(form.package, application)}
    detail = detail_of(event, ReceiveDocument)
    details: Mapping[str, object] = detail
    shown: dict[str, object] = {name: details[name] for name in _DOCUMENT if name in details}
    if detail.get("replaces"):
        shown["replaces"] = detail["replaces"]
    if detail in document_history.waiting(application):
        shown["checking"] = True
    verdict = document_history.verdicts(application).get(detail["document"])
    if verdict == document_history.INFECTED:
        shown["refused"] = verdict
    shown |= {"received_at": iso(call, event.at), "in_force": detail["document"] in standing}
    return cast("types.DocumentView", shown)
