"""The call's own words, asked as strictly as its definition: known files and keys, both languages, known braces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from .allowed_characters import forbidden_sign
from .definition_error import DefinitionError, unknown_key
from .definition_files import files_in
from .form_definition import Text
from .strict_tables import TEXT
from .words import DEFAULT_ONLY, TERMS, default_words, own_words, rooms, words_of


def word_faults(folder: Path) -> Iterator[DefinitionError]:
    """A refusal for each file, key or brace that the defaults do not have, and for each text that is none."""
    known = sorted({*rooms()} - DEFAULT_ONLY)
    for file in files_in(folder / "words", "*.toml"):
        path = f"words/{file.stem}"
        if file.stem not in known:
            yield DefinitionError("unknown_words", path, known=", ".join(known))
            continue
        try:
            yield from _text_faults(own_words(folder, file.stem), default_words(file.stem), path)
            if file.stem == TERMS:
                yield from _half_terms(own_words(folder, file.stem), default_words(file.stem), path)
            # Its terms too are known, or this raises.
            words_of(folder, file.stem)
        except DefinitionError as error:
            yield error


def _text_faults(own: Mapping[str, Text], default: Mapping[str, Text], place: str) -> Iterator[DefinitionError]:
    for key, text in own.items():
        if key not in default:
            yield unknown_key(place, key, default)
            continue
        known = set().union(*(_braces(sentence, place) for sentence in default[key].values()))
        faults = (
            fault
            for language, sentence in text.items()
            for fault in _sentence_faults(sentence, language, known, f"{place}.{key}")
        )
        yield from list(faults)[:1]


def _half_terms(own: Mapping[str, Text], default: Mapping[str, Text], place: str) -> Iterator[DefinitionError]:
    """A thing that the call names otherwise it names so in every form: a sentence would mix two names."""
    for name in sorted({key.partition(".")[0] for key in own}):
        forms = {key for key in default if key.startswith(f"{name}.")}
        if missing := sorted(key.partition(".")[2] for key in forms - set(own)):
            yield DefinitionError("term_by_half", f"{place}.{name}", forms=", ".join(missing))


def _sentence_faults(sentence: str, language: str, known: set[str], place: str) -> Iterator[DefinitionError]:
    if len(sentence) > TEXT:
        yield DefinitionError("text_too_long", place, length=len(sentence), most=TEXT)
    elif sign := forbidden_sign(sentence.replace("\n", " ")):
        yield DefinitionError("forbidden_sign", place, sign=sign)
    elif unknown := sorted(_braces(sentence, place) - known):
        yield DefinitionError("unknown_fact", place, language=language, fact=unknown[0],
                              known=", ".join(sorted(known)) or "—")  # fmt: skip


def _braces(sentence: str, place: str) -> set[str]:
    """What the sentence is filled with, terms left out."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        raise DefinitionError("lone_brace", place) from None
    return {name for name in names if "." not in name}
