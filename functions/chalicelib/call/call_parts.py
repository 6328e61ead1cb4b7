"""What can be read of a call before it is loaded: its parts, its names, and what is said where it lacks a part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeGuard

from .form_definition import Text
from .languages import LANGUAGES

WITHOUT = "without."
# The part of a call that no rule is of alone.
SCORES = "scores"


def texts_for_parts(texts: Mapping[str, Text], parts: frozenset[str]) -> dict[str, Text]:
    """What is said in a call with these parts: `without.supplement.…` stands in the place of `…` where the part is not.

    What is said without an interview comes after what is said without time to supplement, and wins.
    """
    plain = {key: text for key, text in texts.items() if not key.startswith(WITHOUT)}
    for key in sorted(set(texts) - set(plain), key=_is_of_interview):
        _, part, path = key.split(".", 2)
        if parts and part not in parts:
            plain[path] = texts[key]
    return plain


def _is_of_interview(key: str) -> bool:
    return key.startswith(f"{WITHOUT}interview.")


@lru_cache(maxsize=2)
def parts_of(folder: Path) -> frozenset[str]:
    """Which rules the call has, and `scores` where points are given by criteria at an interview; none where the folder
    has no definition, and nothing is taken for absent then.
    """
    definition = _definition(folder)
    rules = definition.get("rule")
    rows = rules if isinstance(rules, list) else []
    parts = {str(row.get("id")) for row in rows if isinstance(row, Mapping)}
    return frozenset(parts | ({SCORES} if "interview" in parts and definition.get("criterion") else set()))


def call_terms(folder: Path) -> Mapping[str, Text]:
    """Terms that the definition itself says: `{call.title}` and `{call.short_title}`.

    One that it lacks is refused by the loader, and is no second mistake of the words it stands in: it is blank.
    """
    table, blank = _definition(folder), dict.fromkeys(LANGUAGES, "")
    names = {f"call.{name}": table.get(name) for name in ("title", "short_title")}
    return {name: text if _is_text(text) else blank for name, text in names.items()}


def _is_text(value: object) -> TypeGuard[Text]:
    return isinstance(value, Mapping) and all(isinstance(value.get(language), str) for language in LANGUAGES)


def _definition(folder: Path) -> Mapping[str, object]:
    """What is wrong with it, the loader says; here whatever can be read of it is enough."""
    from .definition_files import read_file

    return read_file(folder, "call").table if (folder / "call.toml").exists() else {}
