"""Many items in few requests, strongly consistent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..rules.refusals import OutcomeUnknown
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import NewItem, TableClient

# As many as a request may ask for.
MOST_KEYS = 100


def read_in_batches(client: TableClient, table: str, keys: Sequence[NewItem]) -> list[NewItem]:
    """The items at `keys`, no key twice, in no order; none for a key where nothing is.

    Raises OutcomeUnknown where the table does not answer all of it.
    """
    parts = (keys[at : at + MOST_KEYS] for at in range(0, len(keys), MOST_KEYS))
    return [item for part in parts for item in _read(client, table, part)]


def _read(client: TableClient, table: str, keys: Sequence[NewItem]) -> list[NewItem]:
    with unclear_when_silent():
        answer = client.batch_get_item(RequestItems={table: {"Keys": list(keys), "ConsistentRead": True}})
    if answer.get("UnprocessedKeys"):
        raise OutcomeUnknown
    return answer["Responses"].get(table, [])
