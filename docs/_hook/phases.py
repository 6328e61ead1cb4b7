"""Each page as one file for each phase of the call; the front serves the one that is true, see pages/phase_parts.py."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.call.page_phase import PagePhase
from chalicelib.pages.phase_parts import in_phase, phase_file, when

_HEADING = re.compile(r"(<h1[^>]*>)(.*?)(</h1>)", re.DOTALL)
_WHILE_OPEN = "upcoming open last_day"


def part(site: Path) -> None:
    """Every page gets its files, whether they differ or not: a front need not know which ones do."""
    for page in sorted(site.rglob("*.html")):
        html = page.read_text("utf-8")
        for phase in PagePhase:
            page.with_name(phase_file(page.name, phase)).write_text(in_phase(html, phase), "utf-8")


def with_closed_heading(html: str, title: str) -> str:
    """The page's heading says something else once the call is closed; search keeps to the usual one."""
    return _HEADING.sub(lambda h: h[1] + when(_WHILE_OPEN, h[2]) + when("closed", title) + h[3], html, count=1)
