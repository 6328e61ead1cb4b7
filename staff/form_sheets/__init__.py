"""A form's questions as a table that people edit in Word or Excel, and back to `form.toml`.

`sheets_of_form(table)` makes sheets of a definition and `read(sheets)` makes the definition of sheets again; excel.py
and word.py put sheets into files. What a sheet has no column for stands as TOML in the column `other`, so nothing that
the definition says is lost on the way; comments and the layout of the file are.
"""

from .cells import Cell, Sheet, SheetError
from .files import read_file, write_file
from .form_to_sheets import sheets_of_form
from .merge_with_old import merge
from .sheets_to_form import Questionnaire, read

__all__ = ["Cell", "Questionnaire", "Sheet", "SheetError", "merge", "read", "read_file", "sheets_of_form",
           "write_file"]  # fmt: skip
