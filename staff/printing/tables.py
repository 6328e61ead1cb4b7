"""Tables of applications in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.table import Table

from chalicelib.call import Field

from ..console.session import Session
from .terminal import safe

Row = dict[str, Any]
# Column that people copy into the next command; it is never wrapped.
_WHOLE = ("number", "field", "mark", "document")


def heading(session: Session, *columns: str | Field) -> Table:
    """`columns` are keys of words/staff.toml under `column`, or questions, headed by their labels. Long cells fold:
    nothing is cut off.
    """
    table = Table(box=box.SIMPLE, show_edge=False)
    for column in columns:
        title = safe(column.label[session.language]) if isinstance(column, Field) else session.say(f"column.{column}")
        table.add_column(title, overflow="fold", no_wrap=column in _WHOLE)
    return table


def add_rows(table: Table, session: Session, rows: Iterable[Row], middle: Callable[[Row], Sequence[object]]) -> None:
    """Number and arrival first, `middle`, the mark of an exception last."""
    for row in rows:
        mark = session.say("list.exceptional") if row["exceptional"] else ""
        arrived = session.moment(datetime.fromisoformat(row["received_at"]))
        table.add_row(*(safe("" if cell is None else cell) for cell in (row["number"], arrived, *middle(row), mark)))
