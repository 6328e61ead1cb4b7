"""What every text of a definition must keep, and its braces filled in: one fact, said once, the same in each language.

Checked before filling: the braces stand in the texts as the organiser wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .facts import Facts
from .number_words import number_beside_unit
from .reading import DefinitionError

_BRACE = re.compile(r"\{(\w+)\}")
# Latin numerals count too; a letter alone may be a name.
_ROMAN = re.compile(r"\b[IVXLCDM]{2,}\b")
# Their words are facts themselves: nothing may be named inside.
_ARE_FACTS = ("call.timezone_name", "call.consent.operator", "call.supplement_rolls")


def check_texts(table: Any, place: str, facts: Facts) -> None:
    """Every brace of every text names a fact, and the same facts in each language. Raises DefinitionError."""
    for where, text in _texts(table, place, list(facts)):
        named = {language: _named(words, where, language, facts) for language, words in text.items()}
        first = next(iter(named))
        for language, names in named.items():
            if odd := names ^ named[first]:
                raise DefinitionError("unequal_facts", where, fact=sorted(odd)[0], one=first, other=language)


def check_rule_texts(rules: Sequence[Any], facts: Facts) -> None:
    """No rule types a number: neither digit of any script, nor number word beside a unit. Raises DefinitionError."""
    for index, rule in enumerate(rules):
        for where, text in _texts(rule, f"call.rule[{index}]", list(facts)):
            for language, words in text.items():
                _check_numbers(_BRACE.sub("…", words), where, language)


def filled(table: Any, facts: Facts, language: str = "") -> Any:
    """The same structure with every `{name}` replaced by that fact in the text's own language."""
    if isinstance(table, Mapping):
        return {key: filled(value, facts, key if key in facts else language) for key, value in table.items()}
    if isinstance(table, list):
        return [filled(item, facts, language) for item in table]
    if isinstance(table, str) and language:
        return _BRACE.sub(lambda brace: facts[language].get(brace[1], brace[0]), table)
    return table


def _check_numbers(words: str, where: str, language: str) -> None:
    if digits := next((sign for sign in words if sign.isnumeric()), ""):
        raise DefinitionError("digit_in_rule", where, language=language, digit=digits)
    if roman := _ROMAN.search(words):
        raise DefinitionError("digit_in_rule", where, language=language, digit=roman[0])
    if number := number_beside_unit(words, language):
        raise DefinitionError("number_word_in_rule", where, language=language, words=number)


def _named(words: str, where: str, language: str, facts: Facts) -> set[str]:
    """The facts a text names; a brace that names none is refused, a lone one too."""
    names = {brace[1] for brace in _BRACE.finditer(words)}
    known = set() if where in _ARE_FACTS else set(facts[language])
    stray = re.search(r"[{}][^{}]{0,40}", _BRACE.sub("", words))
    if unknown := sorted(names - known) or ([stray[0]] if stray else []):
        raise DefinitionError(
            "unknown_fact", where, language=language, fact=unknown[0], known=", ".join(sorted(known)) or "—"
        )
    return names


def _texts(table: Any, place: str, languages: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text below `table` with its place; whether it has all its languages, the loader asks elsewhere."""
    if isinstance(table, Mapping):
        own = {key: table[key] for key in languages if isinstance(table.get(key), str)}
        if own:
            yield place, own
        for key, value in table.items():
            yield from () if key in own else _texts(value, f"{place}.{key}", languages)
    if isinstance(table, list):
        for index, item in enumerate(table):
            yield from _texts(item, f"{place}[{index}]", languages)
