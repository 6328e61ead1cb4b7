"""The call's own words, asked as strictly as its definition: known files and keys, both languages, known braces."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from .definition_error import DefinitionError
from .form_definition import Text
from .words import DEFAULT_ONLY, default_words, own_words, rooms, words_of


def check_words(folder: Path) -> None:
    """Raises DefinitionError for a file, a key or a brace that the defaults do not have."""
    known = sorted({*rooms()} - DEFAULT_ONLY)
    for file in sorted((folder / "words").glob("*.toml")):
        place = f"words/{file.stem}"
        if file.stem not in known:
            raise DefinitionError("unknown_words", place, known=", ".join(known))
        _check_keys(own_words(folder, file.stem), default_words(file.stem), place)
        # Its terms too are known, or this raises.
        words_of(folder, file.stem)


def _check_keys(own: Mapping[str, Text], default: Mapping[str, Text], place: str) -> None:
    for key, text in own.items():
        if key not in default:
            raise DefinitionError("unknown_key", place, key=key)
        known = set().union(*(_braces(sentence, place) for sentence in default[key].values()))
        for language, sentence in text.items():
            if unknown := sorted(_braces(sentence, f"{place}.{key}") - known):
                raise DefinitionError("unknown_fact", f"{place}.{key}", language=language, fact=unknown[0],
                                      known=", ".join(sorted(known)) or "—")  # fmt: skip


def _braces(sentence: str, place: str) -> set[str]:
    """What the sentence is filled with, terms left out."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        raise DefinitionError("lone_brace", place) from None
    return {name for name in names if "." not in name}
