"""Questions to an export: views with one typed column per form field, saved questions, free SQL."""

from typing import Any


def __getattr__(name: str) -> Any:
    """The command is imported when it is asked for: others need only what lies beside it."""
    if name != "command":
        raise AttributeError(name)
    from .cli import command

    return command
