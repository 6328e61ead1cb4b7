"""Every sentence a person can see, in every language: `words/<room>.toml`, nested tables of texts.

The defaults speak of any call. A call's own folder may hold `words/<room>.toml` too: its texts lie over the defaults,
key by key. `{programme.from}` in a sentence is a term of words/terms.toml: what this call names a thing, said once, in
the form that the sentence needs; `{Programme.from}` begins it with a capital letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from .current import call_folder
from .definition_error import DefinitionError, text_of
from .form_definition import Text
from .languages import LANGUAGES
from .sentences import sentence
from .wording import unbroken

WORDS = Path(__file__).parent / "words"
TERMS = "terms"
# Says why a call is refused: it must be readable before any call is.
DEFAULT_ONLY = frozenset(["definition"])
# A brace with a dot inside; one without is a parameter.
TERM = re.compile(r"\{(\w+\.\w+)\}")


def words(room: str) -> Mapping[str, Text]:
    """All texts of one file in the current call's words, keyed by dotted path. Raises DefinitionError."""
    return words_of(call_folder(), room)


def say(room: str, key: str, language: str, /, **params: object) -> str:
    """One sentence. `params` fill the braces; a missing key is a programming error (KeyError)."""
    text = words(room)[key][language]
    return sentence(text, params) if params else text


def term(language: str, name: str) -> str:
    """What the current call names a thing, for a page's own sentence: `Committee.of` with a capital letter."""
    return _term(name, language, words(TERMS), f"words/{TERMS}")


def rooms() -> list[str]:
    return sorted(path.stem for path in WORDS.glob("*.toml"))


def already_read(room: str) -> Path:
    """Where a package keeps what a room says, so that a cold function parses nothing; a checkout has no such file."""
    return WORDS / f"{room}.json"


# What one call's rooms hold, and no more: a test that walks many calls does not keep them all.
@lru_cache(maxsize=32)
def words_of(folder: Path, room: str) -> Mapping[str, Text]:
    """The same of the call in that folder, terms in their places."""
    if already_read(room).exists():
        packed: Mapping[str, Text] = json.loads(already_read(room).read_bytes())
        return packed
    if room in DEFAULT_ONLY:
        return default_words(room)
    # A package has every room packed, and not what only unpacked ones are put together by.
    from .call_parts import call_terms, parts_of, texts_for_parts

    parts = parts_of(folder)
    texts = {**texts_for_parts(default_words(room), parts), **texts_for_parts(own_words(folder, room), parts)}
    if room == TERMS:
        return texts
    terms = {**words_of(folder, TERMS), **call_terms(folder)}
    try:
        return {key: _with_terms(text, terms, f"words/{room}.{key}") for key, text in texts.items()}
    except DefinitionError as error:
        raise _with_line(error, folder, room) from None


@cache
def default_words(room: str) -> Mapping[str, Text]:
    import tomllib

    return dict(_flat(tomllib.loads((WORDS / f"{room}.toml").read_text("utf-8")), "", room))


def own_words(folder: Path, room: str) -> Mapping[str, Text]:
    """What the call says otherwise in this room; nothing when it has no such file."""
    if not (folder / "words" / f"{room}.toml").exists():
        return {}
    from .definition_files import read_file

    try:
        return dict(_flat(read_file(folder, f"words/{room}").table, "", f"words/{room}"))
    except DefinitionError as error:
        raise _with_line(error, folder, room) from None


def _with_line(error: DefinitionError, folder: Path, room: str) -> DefinitionError:
    """With the line it stands on, which whoever reads one room for itself wants to know too."""
    from .definition_files import read_file
    from .refusal_places import with_places

    return error if error.line else with_places([error], folder, [read_file(folder, f"words/{room}")])


def _with_terms(text: Text, terms: Mapping[str, Text], place: str) -> Text:
    return {language: unbroken(_fill(words, language, terms, place)) for language, words in text.items()}


def _fill(sentence: str, language: str, terms: Mapping[str, Text], place: str) -> str:
    return TERM.sub(lambda term: _term(term[1], language, terms, place), sentence) if "." in sentence else sentence


def _term(name: str, language: str, terms: Mapping[str, Text], place: str) -> str:
    if (known := name[0].lower() + name[1:]) not in terms:
        raise DefinitionError("unknown_fact", place, language=language, fact=name, known=", ".join(sorted(terms)))
    term = terms[known][language]
    return term if known == name else term[:1].upper() + term[1:]


def _flat(table: Mapping[str, object], prefix: str, place: str) -> list[tuple[str, Text]]:
    texts: list[tuple[str, Text]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value.values()):
            texts += _flat(value, f"{path}.", place)
        else:
            texts.append((path, text_of(value, f"{place}.{path}", LANGUAGES)))
    return texts
