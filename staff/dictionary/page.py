"""The dictionary as a page: a table a section of the form, a table a view, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.call import Call, say

from ..query.form_columns import every_question
from ..standalone_page import render_page
from .contents import dictionary

TEMPLATE = Path(__file__).with_name("page.html")


def page(call: Call, language: str, scanned: bool = False) -> str:
    """`scanned` when it lies beside data that were read out of a table in use: no snapshot, and the page says so."""
    contents = dictionary(call)
    sections = [(s.id, s.label[language], list(_rows(contents["fields"], s.id))) for s in every_question(call).sections]
    return render_page(
        TEMPLATE, {}, scanned=scanned, told=contents, sections=sections, language=language, call=call.title[language],
        title=say("reports", "dictionary.title", language),
        say=lambda key: say("reports", f"dictionary.{key}", language),
    )  # fmt: skip


def _rows(fields: list[Any], section: str) -> Iterator[Mapping[str, Any]]:
    """Each field, then the columns of its table under its name."""
    for field in fields:
        if field["section"] == section:
            yield field
            for column in field.get("columns", ()):
                yield column | {"column": f"{field['column']}.{column['column']}"}
