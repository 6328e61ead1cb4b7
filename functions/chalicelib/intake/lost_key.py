"""A lost key: ask for a one-time link with number and address; use the link to get a new key."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Protocol

from ..call import Call
from ..rules.act_details import ReissueKey
from ..rules.application import Application
from ..rules.confirmed_address import MOST_ADDRESS, address_mark, canonical_address
from ..rules.lifecycle import APPLICANT
from ..rules.lost_key_link import KeyLink, LinkRequest
from ..rules.refusals import LinkOver, NotFound
from .append_event import Change, append_on_latest, reload
from .number_and_key import is_number, key_of, key_sha256, normalise
from .store_port import Store

MOST_NUMBER = 64


class KeyLinks(Protocol):
    """`chalicelib.store.lost_key_links` and the tests' fake implement this Protocol."""

    def ask(self, request: LinkRequest) -> None: ...
    def find(self, token: str) -> KeyLink | None: ...

    def use(self, token: str, link: KeyLink, at: datetime) -> bool:
        """Use the link up; False when it was used up already."""


def ask_for_link(call: Call, links: KeyLinks, number: str, address: str, at: datetime) -> None:
    """Note that a link was asked for. Reads no application: its answer and its time are alike for all of them.

    Whether there is such an application, and whether the address is its own, is seen where mail is sent.
    """
    number = normalise(number[:MOST_NUMBER])
    own = canonical_address(call, address) if len(address) <= MOST_ADDRESS else ""
    if is_number(number) and own:
        links.ask(LinkRequest(number, address_mark(number, own), at))


def open_link(links: KeyLinks, token: str, at: datetime) -> KeyLink:
    """Changes nothing. Raises LinkOver for a link that is unknown, too old or used up."""
    link = links.find(token)
    if link is None or not (link.is_open(at) or link.is_repeated(at)):
        raise LinkOver
    return link


def use_link(
    call: Call, store: Store, links: KeyLinks, hash_secret: bytes, token: str, at: datetime
) -> tuple[Application, str]:
    """The application and its new key, which follows from the link's secret and is stored nowhere; the old key ends.

    Using a link confirms the address it was sent to. Raises LinkOver.
    """
    link = open_link(links, token, at)
    if link.is_open(at) and not links.use(token, link, at):
        link = open_link(links, token, at)
    key = key_of(hmac.digest(hash_secret, b"link\0" + token.encode(), "sha256"))
    return _issue(call, store, link, key, at), key


def _issue(call: Call, store: Store, link: KeyLink, key: str, at: datetime) -> Application:
    digest = key_sha256(key)

    def decide(current: Application) -> Change | None:
        if current.key_sha256 == digest:
            return None  # The same press has issued it already.
        if any(event.key_sha256 == digest for event in current.events):
            raise LinkOver  # A later key has ended this one: the same press brings it back to nobody.
        detail: ReissueKey = {"confirmed": link.address_mark}
        return Change("reissue_key", APPLICANT, at, detail=detail, key_sha256=digest)

    try:
        return append_on_latest(store, reload(call, store, link.number), decide)
    except NotFound:
        raise LinkOver from None
