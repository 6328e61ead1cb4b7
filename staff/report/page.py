"""The page: one file, nothing fetched, readable on paper and in the dark."""

from __future__ import annotations

from pathlib import Path

from chalicelib.call import say

from ..standalone_page import render_page
from .figures import ReportFigures
from .svg import bar, columns

TEMPLATE = Path(__file__).with_name("page.html")


def page(facts: ReportFigures) -> str:
    return render_page(
        TEMPLATE, {"columns": columns, "bar": bar}, facts=facts, title=facts.title, language=facts.language,
        say=lambda key: say("reports", f"report.{key}", facts.language),
    )  # fmt: skip
