"""`form` fills in a call's own pages as the site's build does, so that a brace nobody knows is told before it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.call import Call
from chalicelib.call.current import VARIABLE

# Where the site's build fills in pages; MkDocs itself is not needed for that.
HOOK = Path(__file__).parents[2] / "docs" / "_hook"


def check_pages(call: Call) -> None:
    """Raises DefinitionError, with file and line, of the first page that cannot be made, with the others beside it.
    The call is the one in use.
    """
    path = [*sys.path]
    sys.path.append(str(HOOK))
    try:
        from page_faults import check_own_pages

        check_own_pages(call)
    finally:
        sys.path[:] = path


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Words, look and pages are those of the call in use, which is that of the folder meanwhile."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder.absolute())
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
