"""A table of a definition that knows what its reader looks for: a slip is told with the key it may have meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class AskedTable(dict[str, Any]):
    """A table that remembers which keys it was asked for, whether it has them or not."""

    def __init__(self, table: Mapping[str, object]) -> None:
        super().__init__(table)
        self.asked: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: object = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)
