"""Sheets of a workbook, read as text and written as text."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from chalicelib.call.field_kinds import KINDS
from chalicelib.call.languages import LANGUAGES
from chalicelib.examination.file_type import NOT_A_ZIP

from .cells import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Sheet, SheetError, letters, without_blank_end

WIDTH, NARROW, WIDE_COLUMNS = 40, 14, LANGUAGES
# Excel's own limit of a list that is typed into a validation.
LONGEST_LIST = 255
UNREADABLE = (*NOT_A_ZIP, InvalidFileException, TypeError, AttributeError, SyntaxError)


def read(file: BytesIO) -> list[Sheet]:
    """The sheets of an Excel file, as text. Raises SheetError."""
    with warnings.catch_warnings():
        # Styles and extensions that the library leaves out say nothing of the questions.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
            sheets = list(book.worksheets)
        except UNREADABLE:
            raise SheetError("damaged") from None
        if len(sheets) > MOST_SHEETS:
            raise SheetError("too_many_sheets", most=MOST_SHEETS)
        return [_sheet(sheet) for sheet in sheets]


def _sheet(sheet: Any) -> Sheet:
    try:
        return without_blank_end(sheet.title, _rows(sheet))
    except SheetError:
        raise
    except UNREADABLE:
        raise SheetError("damaged") from None


def _rows(sheet: Any) -> Iterator[list[str]]:
    # The size that a sheet claims may be anything: what is read is bounded here.
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1):
        yield [_text(cell, sheet.title) for cell in row]


def _text(cell: Any, title: str) -> str:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        raise SheetError("formula", f"{title}!{letters(cell.column)}{cell.row}")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def file_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Every cell is text: a label that begins like a formula stays a label."""
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for column, name in enumerate(sheet.rows[0], 1):
            wide = any(name.endswith(word) for word in WIDE_COLUMNS)
            page.column_dimensions[letters(column)].width = WIDTH if wide else NARROW
        for number, row in enumerate(sheet.rows):
            page.append([_cell(page, text, is_head=number == 0) for text in row])
        _choose_kinds(page, sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(page: Any, text: str, *, is_head: bool) -> object:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _choose_kinds(page: Any, sheet: Sheet) -> None:
    """A list to choose a kind from, in the column of kinds."""
    if "kind" not in sheet.rows[0]:
        return
    names = f'"{",".join(["section", *sorted(KINDS)])}"'
    if len(names) <= LONGEST_LIST:
        column = letters(sheet.rows[0].index("kind") + 1)
        page.data_validations.append(
            DataValidation("list", formula1=names, allow_blank=True, showErrorMessage=False,
                           sqref=f"{column}2:{column}{MOST_ROWS}")
        )  # fmt: skip
