"""A list of the desk as an Excel file."""

from __future__ import annotations

from base64 import b64encode

from ..responses import Reply
from .csv_downloads import whole_list
from .desk_replies import HEADERS
from .desk_request import DeskRequest
from .xlsx_file import TYPE, xlsx_file


def progress(request: DeskRequest) -> Reply:
    status, table = whole_list(request)
    named = {"Content-Type": TYPE, "Content-Disposition": f'attachment; filename="{status}.xlsx"'}
    return Reply(200, b64encode(xlsx_file(table)).decode(), HEADERS | named, is_base64=True)
