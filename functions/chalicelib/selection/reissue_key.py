"""A new key in place of a lost one, given by the committee in person."""

from __future__ import annotations

from ..intake.append_event import Change, append
from ..intake.number_and_key import key_of, key_sha256
from ..rules.act_details import ReissueKey
from ..rules.application import Application
from ..rules.exception_guards import to_reissue_key
from ..rules.refusals import NotAllowed
from ..rules.text_normalisation import multiline
from .committee_act import CommitteeAct


def reissue_key(
    desk: CommitteeAct, number: str, secret: bytes, why: str, seen: int | None = None
) -> tuple[Application, str]:
    """The application and its new key, which is stored nowhere; the old one opens nothing any more.

    `secret` is 32 random bytes the caller drew for this act. The applicant is told by mail.
    """
    application, key, why = desk.open(number, seen), key_of(secret), multiline(why)
    if objection := to_reissue_key(why, desk.author):
        raise NotAllowed(objection.rule, application.status, objection.why, objection.params)
    detail: ReissueKey = {"why": why}
    change = Change("reissue_key", desk.author, desk.at, detail=detail, key_sha256=key_sha256(key))
    return append(desk.store, application, change), key
