"""Why a page of the call's own cannot be made: what stands in its braces, told as a refusal of its definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import walk_tb

import jinja2
import page_templates

from chalicelib.call import Call, DefinitionError
from chalicelib.call.current import call_folder
from chalicelib.call.definition_files import read_text, unreadable
from chalicelib.call.page_files import PAGES

# What a template that is wrong raises while it is read and filled in.
_OF_A_PAGE = (jinja2.TemplateError, DefinitionError, TypeError, ValueError, KeyError, AttributeError)
DOCS = Path(__file__).parent.parent
_LINK = re.compile(r"\]\(([^()\s:/#]+)\.md(?:#[^()\s]*)?\)")
_MISSED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def check_own_pages(call: Call) -> None:
    """Fills in every page of the call in use. Raises DefinitionError of the first that cannot be, with the others."""
    faults = tuple(_faults(call))
    for first in faults[:1]:
        first.others = faults[1:]
        raise first


def _faults(call: Call) -> Iterator[DefinitionError]:
    pages = _pages()
    for path in sorted((call_folder() / PAGES).glob("*.md")):
        text = read_text(call_folder(), f"{PAGES}/{path.name}")
        yield from _link_faults(text, f"{PAGES}/{path.name}", pages)
        try:
            # The head too, so that lines are the file's.
            page_templates.filled_page(text, call, path.name.split(".")[1])
        except _OF_A_PAGE as error:
            yield _fault(error, f"{PAGES}/{path.name}")


def _pages() -> list[str]:
    """The pages that there are, the call's own and ours, in order."""
    folders = (call_folder() / PAGES, DOCS)
    return sorted({path.name.split(".")[0] for folder in folders for path in folder.glob("*.md")})


def _link_faults(text: str, name: str, pages: Sequence[str]) -> Iterator[DefinitionError]:
    """A link to another page names one of `pages`: `[сроки](rules.md#deadline)`."""
    for number, line in enumerate(text.split("\n"), 1):
        for page in _LINK.findall(line):
            if page not in pages:
                yield unreadable(call_folder(), name, "page_link", number, page=page[:60], known=", ".join(pages))


def _fault(error: Exception, name: str) -> DefinitionError:
    if missed := _missed_name(error):
        return unreadable(call_folder(), name, "page_name_unknown", _line_in_page(error), name=missed[:60])
    return unreadable(call_folder(), name, "page_braces", _line_in_page(error))


def _missed_name(error: Exception) -> str:
    if isinstance(error, DefinitionError):
        return str(error.params.get("fact", ""))
    match = _MISSED.search(str(error)) if isinstance(error, jinja2.UndefinedError) else None
    return (match[1] or match[2]) if match else ""


def _line_in_page(error: Exception) -> int:
    """From 1: where reading stopped, or the last line of the page itself that was being filled in."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    frames = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    return frames[-1] if frames else 1
