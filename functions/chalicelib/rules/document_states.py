"""In which state each document of an application is: what the committee is told of it, and whether it is opened."""

from __future__ import annotations

from collections.abc import Mapping

from ..call.form_definition import DocumentPackage
from .act_details import ReceiveDocument, detail_of
from .application import Application
from .document_history import INFECTED, arrivals, in_force, verdicts, waiting

CHECKING = "checking"
# Nobody of the committee is given the file.
CLOSED = (CHECKING, INFECTED)


def states(package: DocumentPackage, application: Application) -> Mapping[str, str]:
    """By id of every document that arrived: `in_force`, `replaced`, `checking` (by the scanner) or `infected`."""
    standing = {detail["document"]: "in_force" for detail in in_force(package, application)}
    waits = {detail["document"]: CHECKING for detail in waiting(application)}
    bad = {document: INFECTED for document, verdict in verdicts(application).items() if verdict == INFECTED}
    replaced = {detail_of(event, ReceiveDocument)["document"]: "replaced" for event in arrivals(application)}
    return replaced | standing | waits | bad
