"""Another look of the scanner at the documents of one application that wait for it, when staff ask for it."""

from __future__ import annotations

import os

from chalicelib.examination.clamd import Clamd
from chalicelib.intake.files_port import Files
from chalicelib.intake.malware_scan import check_waiting
from chalicelib.rules.application import Application

from ..console import staff_log
from ..console.errors import USAGE
from ..console.session import Session
from .act_execution import readable


def rescan(session: Session, application: Application, files: Files, why: str) -> Application:
    """The application with what the scanner says now; unchanged while it is silent. On record before it is asked.

    Raises Failed without a scanner, and DamagedRecord.
    """
    scanner, desk, number = _scanner(session), session.desk(), application.number
    with readable(session, number):
        staff_log.append(session.place, f"document {number} --check", why)
        return check_waiting(desk.store, files, scanner, application, desk.at)


def _scanner(session: Session) -> Clamd:
    """The one the functions have; its address comes from the same setting."""
    try:
        return Clamd(os.environ.get("DOCUMENT_SCANNER", ""))
    except ValueError:
        session.fail("document.no_scanner", USAGE)
