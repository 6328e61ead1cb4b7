"""The table as files: DynamoDB's own export, or a scan that writes the same layout; and the way back in."""

from typing import Any


def __getattr__(name: str) -> Any:
    """The command is imported when it is asked for: others need only what lies beside it."""
    if name != "command":
        raise AttributeError(name)
    from .cli import command

    return command
