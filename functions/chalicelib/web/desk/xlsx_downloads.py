"""A list of the desk as an Excel file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from ..responses import Reply
from .csv_downloads import whole_list
from .desk_replies import HEADERS
from .desk_request import DeskRequest
from .xlsx_file import TYPE, Cell, xlsx_file


def progress(request: DeskRequest) -> Reply:
    return excel_file(*whole_list(request))


def excel_file(name: str, table: Iterable[Sequence[Cell]]) -> Reply:
    """Headings first; the file is called `name`."""
    named = {"Content-Type": TYPE, "Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Reply(200, b64encode(xlsx_file(table)).decode(), HEADERS | named, is_base64=True)
