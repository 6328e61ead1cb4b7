"""Whole pieces of HTML that neither Markdown nor search may touch: a page leaves a mark, the piece replaces it last.

Search finds the form's questions in the checklist, once.
"""

from __future__ import annotations

import re

from results import results

from chalicelib.call import Call
from chalicelib.pages import site_fragments

_MARK = re.compile(r'<div data-fragment="(\w+)"></div>')
_PIECES = {"application_form": site_fragments.application_page, "my_application": site_fragments.my_application,
           "lost_key": site_fragments.lost_key, "results": results}  # fmt: skip


def with_fragments(html: str, call: Call, language: str) -> str:
    """Raises KeyError when a page asks for a piece nobody makes."""
    return _MARK.sub(lambda mark: _PIECES[mark[1]](call, language), html)
