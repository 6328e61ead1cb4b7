"""The one way in which a definition is refused, and the texts that may not lack a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .form_definition import Text

# How much of two names must agree for one to be a slip of the other.
LIKENESS = 0.75


class DefinitionError(ValueError):
    """A call that cannot be used. `code` names a sentence in words/definition.toml.

    `place` is the way from the file to the value, `call.amendment[0].at`; once the loader has read the files,
    `file`, `line` (from 1; 0 when there is none) and `shown` (the same way with the rows' own names) say it for
    people, which of a file as a whole is known at once (`is_located`). `others` are the further refusals of the same
    definition, in the files' order.
    """

    def __init__(self, code: str, place: str, /, **params: object) -> None:
        super().__init__(f"{code} at {place}: {params}")
        self.code, self.place, self.params = code, place, params
        self.file, self.line, self.shown = f"{place.partition('.')[0]}.toml", 0, place.partition(".")[2]
        self.is_located = False
        self.others: tuple[DefinitionError, ...] = ()


def unknown_key(place: str, key: str, known: Iterable[str]) -> DefinitionError:
    """A key that nobody asks for, told with the one it may be a slip of."""
    from difflib import get_close_matches

    near = get_close_matches(key, sorted(known), 1, LIKENESS)
    if near:
        return DefinitionError("unknown_key_near", place, key=key, near=near[0])
    return DefinitionError("unknown_key", place, key=key)


def text_of(value: object, place: str, languages: Sequence[str]) -> Text:
    """A text with words in every language given, and in no other. Raises DefinitionError."""
    if not isinstance(value, Mapping):
        raise DefinitionError("not_a_text", place)
    for language in languages:
        if not isinstance(value.get(language), str) or not value[language].strip():
            raise DefinitionError("one_language", place, language=language)
    if extra := sorted(map(str, set(value) - set(languages))):
        raise DefinitionError("unknown_key", place, key=extra[0])
    return dict(value)
