"""What the table's stream brings: an item as it was written, read as the record it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.application import Event
from ..rules.lost_key_link import LinkRequest
from ..rules.sign_in import SignInRequest
from . import lost_key_links, sign_ins
from .event_items import from_item

if TYPE_CHECKING:
    from .table_client import Item


def read_image(item: Item) -> Event | LinkRequest | SignInRequest:
    """An event, a request for a link to a lost key, or a request of somebody of the committee to sign in."""
    pk = item.get("pk", {}).get("S", "")
    if pk.startswith(sign_ins.REQUESTS):
        return sign_ins.sign_in_request(item)
    return lost_key_links.link_request(item) if pk.startswith(lost_key_links.REQUESTS) else from_item(item)
