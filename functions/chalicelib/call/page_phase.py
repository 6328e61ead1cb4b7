"""The phases that pages of the site know, by the names that stand in templates and in names of files."""

from __future__ import annotations

from enum import StrEnum

# The marks around a piece of a page that some phases leave out: `<!--when open last_day-->` and `<!--end when-->`, with
# spaces wherever an editor puts them: a mark that only one of its readers knew would show the piece in every phase.
PIECE_BEGINS = r"<!--[ \t]*when\b([^<>\n]*?)-->"
PIECE_ENDS = r"<!--[ \t]*end[ \t]+when[ \t]*-->"


class PagePhase(StrEnum):
    """What a page of the site may speak of: the call's phase, its last day apart."""

    UPCOMING = "upcoming"
    OPEN = "open"
    LAST_DAY = "last_day"
    CLOSED = "closed"
