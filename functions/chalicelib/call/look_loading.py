"""A call's look, asked as strictly as its definition, each mistake with its file."""

from __future__ import annotations

from pathlib import Path

from .definition_error import DefinitionError
from .definition_files import located, read_file
from .look import look_of


def check_look(folder: Path) -> None:
    """Raises DefinitionError, with file and, of a colour, with line."""
    try:
        look_of(folder)
    except DefinitionError as error:
        if error.place.partition(".")[0] == "look":
            raise located([error], folder, [read_file(folder, "look")]) from None
        error.file = f"{folder.name}/{error.place}.svg"
        raise
