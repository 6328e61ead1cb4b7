"""Every sentence a person can see, in every language: `words/<room>.toml`, nested tables of texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .form_definition import Text
from .reading import text_of

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("kk", "ru")


@cache
def words(room: str) -> Mapping[str, Text]:
    """All texts of one file, keyed by dotted path. Raises DefinitionError if one lacks a language."""
    import tomllib

    table = tomllib.loads((WORDS / f"{room}.toml").read_text("utf-8"))
    return dict(_flat(table, "", room))


def say(room: str, key: str, language: str, /, **params: object) -> str:
    """One sentence. `params` fill the braces; a missing key is a programming error (KeyError)."""
    sentence = words(room)[key][language]
    return sentence.format(**params) if params else sentence


def _flat(table: Mapping[str, Any], prefix: str, room: str) -> list[tuple[str, Text]]:
    found: list[tuple[str, Text]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value.values()):
            found += _flat(value, f"{path}.", room)
        else:
            found.append((path, text_of(value, f"{room}.{path}", LANGUAGES)))
    return found
