"""An application's mail address, and whether whoever reads that mailbox has shown that they do.

Anybody may write anybody's address into a form. Until a link that was sent there has been used, the mailbox may be a
stranger's, and gets no words of the sender's.
"""

from __future__ import annotations

from hashlib import sha256

from ..call import Call
from ..call.roles import role_value
from .act_details import ReissueKey, SaveDraft, detail_of
from .application import Application
from .field_conditions import Answers
from .field_parsers import PARSERS
from .form_version import call_as_written

# RFC 5321 4.5.3.1.3: a path of 256 octets with its brackets.
MOST_ADDRESS = 254
FIRST_ADDRESS = "first_address"


def address_of(call: Call, application: Application) -> str:
    """An address of ASCII letters (international domains in their `xn--` form); empty when there is none.

    The form's own check has no white space, control character, comma or bracket pass, so nothing can be added to it.
    """
    written = call_as_written(call, application)
    return canonical_address(written, role_value(written.form, "email", application.content.answers))


def canonical_address(call: Call, typed: object) -> str:
    field = call.form.role("email")
    if field is None:
        return ""
    value, fault = PARSERS["email"](field, typed)
    return "" if fault else _ascii(str(value))


def first_address(call: Call, before: Application | None, answers: Answers) -> SaveDraft:
    """What an event notes beside answers that bring the first address to write to; nothing otherwise.

    A scan of events has no answers, and must know all the same which mails are owed.
    """
    email = role_value(call.form, "email", answers)
    is_first = canonical_address(call, email) and not (before and address_of(call, before))
    return {"first_address": True} if is_first else {}


def address_mark(number: str, address: str) -> str:
    """What is kept instead of an address: the number is mixed in, so that one address has no mark of its own."""
    return sha256(f"{number}\0{address.casefold()}".encode()).hexdigest()


def is_confirmed(call: Call, application: Application) -> bool:
    """Whether a link that was sent to the present address has been used."""
    mark = address_mark(application.number, address_of(call, application))
    reissues = (event for event in application.events if event.act == "reissue_key")
    return any(detail_of(event, ReissueKey).get("confirmed") == mark for event in reissues)


def _ascii(address: str) -> str:
    local, _, domain = address.partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""
