"""Which file of a page is true at an instant: chosen by every front's own clock, from the call that is in use.

The build writes `index.html` for the usual phase and `index.PHASE.html` for each other one (pages/phase_parts.py).
"""

from datetime import UTC, datetime
from pathlib import Path

from chalicelib.call import Call, current_call
from chalicelib.pages.phase_parts import phase_file
from chalicelib.rules.window import page_phase, page_phases


def page_file(page: Path, at_ms: int) -> Path:
    """`at_ms` in Unix milliseconds. A file that is no page, or has no file of its phase, is itself."""
    chosen = page.with_name(
        phase_file(page.name, page_phase(current_call(), datetime.fromtimestamp(at_ms / 1000, UTC)))
    )
    return chosen if page.suffix == ".html" and chosen.is_file() else page


def beginnings(call: Call) -> list[tuple[str, int]]:
    """Every phase with the Unix millisecond at which it begins, in order; the first one with 0."""
    return [(str(phase), round(begins.timestamp() * 1000) if begins else 0) for phase, begins in page_phases(call)]


def edge_phases(call: Call) -> str:
    """The template's parameter SitePhases, as `NAME:BEGINS` with a space between."""
    return " ".join(f"{phase}:{begins}" for phase, begins in beginnings(call))
