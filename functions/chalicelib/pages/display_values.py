"""Any value that was sent, as text for people: no value raises an error and none is hidden."""

from __future__ import annotations

import json
import re

TICKS = (True, "on")
_UNSHOWN = re.compile("[\x00\ud800-\udfff]")


def text(value: object) -> str:
    """Words as they came; NUL dropped and lone surrogates shown as U+FFFD, since no page can carry them."""
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    raw = value if isinstance(value, str) else _as_json(value)
    return (
        raw
        if not _UNSHOWN.search(raw)
        else raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    )


def texts(value: object) -> list[str]:
    """The codes of a multiple choice; a lone code counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return [text(code) for code in values if code not in (None, "")]


def rows(value: object) -> list[dict[str, object]]:
    """The rows of a table. What is not a row leaves an empty one, so that problems keep their row numbers."""
    return [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []


def anchor(field: str) -> str:
    """The id of the input a problem speaks of: `table[0].column` is `table-0-column`."""
    return re.sub(r"\[(\d+)\]\.?", r"-\1-", field).rstrip("-")


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=repr)
    except (RecursionError, ValueError):
        return "…"
