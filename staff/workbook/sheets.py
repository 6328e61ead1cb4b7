"""Building the workbook from an export: labels in one language, every application that was submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib.call import Call, Field
from chalicelib.call.roles import options_of_role

from ..applications.damage import Damage
from ..query.column_names import ROLES_ASKED, role_name
from ..query.column_words import ENDS, Wording, with_labels
from ..query.engine import QueryEngine, QueryResult
from ..query.excel_files import ExcelFile, with_zone
from ..query.field_columns import text
from ..query.form_columns import every_question, role_column
from ..query.optional_views import absent_columns, absent_views
from .front_page import without_group, write_front_page

TITLE = 31
# What the committee looks for first, before the form's own columns.
FIRST = (
    "number", role_name("title"), "status", "submitted_at", role_name("territory"), "exceptional", "outcome", "average",
    "package_state", "missing", "supplement_until",
)  # fmt: skip
PINNED = 2
WIDTH, WIDTH_OF_TITLE, WIDTH_OF_LONG = 20, 38, 48
_WIDTHS = {
    "number": 12, "status": 21, "submitted_at": 20, "supplement_until": 30, "missing": 34,
    "average": 10, "exceptional": 13,
}  # fmt: skip
_ROWS = """
SELECT {columns} FROM applications AS a {joins}
WHERE a.is_submitted AND {group}
ORDER BY a.submitted_at, a.number
"""
# The view behind a column that is not of `applications`, by its letter; a call may lack interviews and scores.
_VIEWS = {"p": "packages", "i": "interviews", "s": "scores"}
_JOINS = {
    "p": "LEFT JOIN packages AS p ON p.number = a.number",
    "i": "LEFT JOIN interviews AS i ON i.number = a.number AND i.is_current",
    "s": "LEFT JOIN (SELECT number, round(avg(points), 2) AS average FROM scores GROUP BY number) AS s"
    " ON s.number = a.number",
}
_OF = {"outcome": "i", "average": "s", "package_state": "p", "missing": "p", "supplement_until": "p"}


def write_workbook(engine: QueryEngine, to: Path, language: str, damage: Sequence[Damage] = ()) -> int:
    """Write the workbook; returns how many applications are in it, as the front page says."""
    call = engine.asked.call
    wording = Wording(call, language)
    columns = _columns(call)
    engine.make_parquet()
    titles = _titles(engine, language)
    with ExcelFile(to, ZoneInfo(call.timezone), language) as book:
        write_front_page(book, engine, wording, titles, damage)
        return sum(_sheet(book, engine, wording, columns, code, title) for code, title in titles.items())


def _columns(call: Call) -> list[str]:
    """What is looked for first, then every question that is not among it; the group is what the sheets are for."""
    played = {role: role_column(call, role) for role in ROLES_ASKED}
    by_role = {role_name(role): field.id if field else "" for role, field in played.items()}
    first = [name for column in FIRST if (name := by_role.get(column, column)) and not _is_of_absent(call, column)]
    already = {*first, by_role[role_name("group")]}
    return [*first, *(field.id for field in every_question(call) if field.id not in already)]


def _is_of_absent(call: Call, column: str) -> bool:
    view = _VIEWS.get(_OF.get(column, ""), "")
    return view in absent_views(call) or column in absent_columns(call, view)


def _titles(engine: QueryEngine, language: str) -> dict[str, str]:
    """A sheet for each group, and one for what has none that the call knows, where there is such; one sheet for all
    where the call has no groups.
    """
    call = engine.asked.call
    if role_column(call, "group") is None:
        return {"": without_group(call, language)}
    titles = {g.code: sheet_title(n, g.label[language]) for n, g in enumerate(options_of_role(call, "group"), 1)}
    counting = f"SELECT count(*) FROM applications AS a WHERE is_submitted AND {_of(engine, '')}"
    others = next(iter(engine.ask(counting).rows))
    return titles | ({"": sheet_title(len(titles) + 1, without_group(call, language))} if others[0] else {})


def _sheet(
    book: ExcelFile, engine: QueryEngine, wording: Wording, columns: Sequence[str], code: str, title: str
) -> int:
    answer = _rows(engine, columns, code)
    # A window's end is told in words; it is no instant in its column.
    types = ["" if column in ENDS else kind for column, kind in zip(columns, answer.types, strict=True)]
    zone = engine.asked.call.timezone_name[wording.language]
    headings = with_zone([wording.heading(column) for column in columns], types, zone)
    rows = (with_labels(wording, columns, row) for row in answer.rows)
    return book.table(title, headings, rows, _widths(columns, every_question(engine.asked.call).by_id), PINNED)


def _of(engine: QueryEngine, code: str) -> str:
    """The condition on `a`; the empty code is every group that the call does not know."""
    if code:
        return f"a.{role_name('group')} = {text(code)}"
    known = ", ".join(text(group.code) for group in options_of_role(engine.asked.call, "group"))
    return f"coalesce(a.{role_name('group')}, '') NOT IN ({known})" if known else "TRUE"


def sheet_title(number: int, label: str) -> str:
    """Excel allows 31 signs, and not these: []:*?/\\ — the number keeps it unlike its neighbours."""
    clean = "".join(char for char in label if char not in "[]:*?/\\'")
    title = f"{number}. {clean}"
    return title if len(title) <= TITLE else title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _rows(engine: QueryEngine, columns: Sequence[str], group: str) -> QueryResult:
    """One sheet's, row by row: a workbook does not grow in memory."""
    chosen = ", ".join(f'{_OF.get(column, "a")}."{column}"' for column in columns)
    joins = " ".join(_JOINS[letter] for letter in sorted({_OF[column] for column in columns if column in _OF}))
    return engine.ask(_ROWS.format(columns=chosen, joins=joins, group=_of(engine, group)))


def _widths(columns: Sequence[str], fields: Mapping[str, Field]) -> list[float]:
    wide = {name: WIDTH_OF_LONG for name, field in fields.items() if field.kind in ("textarea", "table")}
    wide |= {name: WIDTH_OF_TITLE for name, field in fields.items() if field.role == "title"}
    return [_WIDTHS.get(column) or wide.get(column, WIDTH) for column in columns]
