"""Of the mails (spec 7): each event's once, to its applicant, and none that nobody is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..evidence import Breach, Evidence
from ..mail_inbox import MAILED, InboxMail
from ..raw_table import RawEvent, RawMail

SENT, NO_ADDRESS = "sent", "no_address"
CLOSED, SAVED = "draft_closed", "draft_saved"


def every_event_is_mailed_once(evidence: Evidence) -> Iterator[Breach]:
    """A receipt, an interview, a window, a decision, a task, an exclusion: one mail each."""
    taken = Counter((mail.number, mail.mark.partition("#")[0]) for mail in evidence.table.mails)
    for row in evidence.table.rows:
        count = taken[row.number, f"{row.seq:06d}"]
        if row.act in MAILED and count != 1:
            yield Breach(row.number, f"event {row.seq} ({row.act}) has {count} mails")


def a_draft_is_told_of_at_its_first_address(evidence: Evidence) -> Iterator[Breach]:
    """How to come back, once: when an address is saved for the first time."""
    mails = Counter((mail.number, mail.mark.partition("#")[0]) for mail in evidence.table.mails if mail.kind == SAVED)
    for number, rows in evidence.table.journals.items():
        saved = [row for row in rows if row.act == "save_draft" and _addresses(evidence, (row,))]
        first = {(number, f"{saved[0].seq:06d}"): 1} if saved else {}
        if {place: count for place, count in mails.items() if place[0] == number} != first:
            yield Breach(number, "its first save with an address has not exactly one mail of its own")


def no_mail_is_uncertain(evidence: Evidence) -> Iterator[Breach]:
    """Of every mail it is known that it went, or that there was no address to send it to."""
    for mail in evidence.table.mails:
        seq, rows = mail.mark.partition("#")[0], evidence.journal(mail.number)
        addressed = bool(_addresses(evidence, rows[: int(seq)] if seq.isdigit() else rows))
        if mail.state != SENT and not (mail.state == NO_ADDRESS and not addressed):
            yield Breach(mail.number, f"the mail {mail.mark} is {mail.state}")


def the_inbox_holds_each_mail_once(evidence: Evidence) -> Iterator[Breach]:
    """The mail service was given each mail once, for the applicant it is about, and no other."""
    sent = Counter(mail.letter for mail in evidence.table.mails if mail.state == SENT)
    lying = {letter.ident: letter for letter in evidence.letters}
    members = {member.email for member in evidence.table.members}
    for letter in evidence.letters:
        if sent[letter.ident] != (0 if set(letter.to) <= members else 1):
            yield Breach(
                ", ".join(letter.to), f"was sent «{letter.subject}», which the outbox has {sent[letter.ident]} times"
            )
    for mail in evidence.table.mails:
        if mail.state == SENT and not _is_reached(evidence, mail, lying):
            yield Breach(mail.number, f"the mail {mail.mark} did not reach its applicant")


def forgotten_drafts_are_handed_back(evidence: Evidence) -> Iterator[Breach]:
    """After the closing each unfinished draft is handed back to its applicant, once; nobody else's is."""
    got = Counter(mail.number for mail in evidence.table.mails if mail.kind == CLOSED)
    for number, rows in evidence.table.journals.items():
        is_exceptional = any(row.act == "make_exception" for row in rows)
        if got[number] != (rows[-1].status == "draft") and not is_exceptional:
            yield Breach(number, f"{got[number]} mails after the closing for a {rows[-1].status}")


def _is_reached(evidence: Evidence, mail: RawMail, lying: Mapping[str, InboxMail]) -> bool:
    letter = lying.get(mail.letter)
    return letter is not None and set(letter.to) <= _addresses(evidence, evidence.journal(mail.number))


def _addresses(evidence: Evidence, rows: tuple[RawEvent, ...]) -> set[str]:
    addresses = (evidence.facts.answer_of("email", row.answers) for row in rows)
    return {str(address) for address in addresses if address}


CHECKS = (
    every_event_is_mailed_once, a_draft_is_told_of_at_its_first_address, no_mail_is_uncertain,
    the_inbox_holds_each_mail_once, forgotten_drafts_are_handed_back,
)  # fmt: skip
