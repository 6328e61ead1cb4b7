"""A call's look, asked as strictly as its definition, each mistake with its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .definition_error import DefinitionError
from .look import look_of


def look_faults(folder: Path) -> Iterator[DefinitionError]:
    """The first thing that is no look, if there is one; a drawing has no lines that could be named."""
    try:
        look_of(folder)
    except DefinitionError as error:
        yield error
