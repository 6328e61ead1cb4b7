"""The committee's Excel file: a front page and a sheet for each group."""

from typing import Any


def __getattr__(name: str) -> Any:
    """The command is imported when it is asked for: others need only what lies beside it."""
    if name != "command":
        raise AttributeError(name)
    from .cli import command

    return command
