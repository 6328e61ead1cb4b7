"""The table's news, in the order in which they were committed: what DynamoDB's stream brings on AWS."""

from __future__ import annotations

from typing import Any

from ..lost_key_links import REQUESTS
from ..sign_ins import REQUESTS as SIGN_IN_REQUESTS
from .item_rows import from_row
from .service_errors import silence_when_unwritten
from .sqlite_table import SqliteTable

NAME = "mail"
# Events and requests for a link are written once and never again; whatever else is written makes no mail.
_NEWS = """SELECT written, light, heavy FROM items WHERE written > ? AND
    ((pk >= 'application#' AND pk < 'application$' AND sk >= 'event#' AND sk < 'event$')
        OR (pk >= ? AND pk < ?) OR (pk >= ? AND pk < ?)) ORDER BY written LIMIT ?"""
# Of the keys that begin so: '$' is the sign behind '#'.
_REQUESTS = tuple(end for prefix in (REQUESTS, SIGN_IN_REQUESTS) for end in (prefix, f"{prefix[:-1]}$"))


class Feed:
    """Follows one table for one reader, whose place is kept in the table's own file."""

    def __init__(self, table: SqliteTable, name: str = NAME) -> None:
        self._database, self._name = table.database, name

    def after(self, most: int) -> tuple[list[dict[str, Any]], int]:
        """The next records in a stream's shape, and the place to note once they are dealt with.

        Where there is no news the place is behind everything that was written until now.
        """
        with silence_when_unwritten(), self._database.reading() as connection:
            last_read = self._place(connection)
            values = (last_read, *_REQUESTS, most)
            rows = connection.execute(_NEWS, values).fetchall()
            last = connection.execute("SELECT max(written) FROM items").fetchone()[0] or 0
        records = [_record(*row) for row in rows]
        return records, rows[-1][0] if len(rows) == most else max(last_read, last)

    def note(self, place: int) -> None:
        with silence_when_unwritten():
            if self._place(self._database.connection) != place:
                # A note that a power cut takes back brings the same news again, and the outbox knows them.
                with self._database.writing(is_flushed=False) as connection:
                    connection.execute("INSERT OR REPLACE INTO progress VALUES (?, ?)", (self._name, place))

    def forget_expired(self, now: int) -> int:
        """Remove what is past its own end, as DynamoDB does; how many items went."""
        with silence_when_unwritten(), self._database.writing() as connection:
            return connection.execute("DELETE FROM items WHERE expires < ?", (now,)).rowcount

    def _place(self, connection: Any) -> int:
        row = connection.execute("SELECT place FROM progress WHERE name = ?", (self._name,)).fetchone()
        return int(row[0]) if row else 0


def _record(written: int, light: str, heavy: str | None) -> dict[str, object]:
    return {"dynamodb": {"SequenceNumber": str(written), "NewImage": from_row(light, heavy)}}
