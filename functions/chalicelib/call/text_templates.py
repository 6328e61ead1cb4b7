"""What every text of a definition must keep, and its braces filled in: one fact, said once, the same in each language.

Checked before filling: the braces stand in the texts as the organiser wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .definition_error import DefinitionError
from .number_words import number_beside_unit
from .sentences import inner_quotes
from .text_facts import Facts
from .wording import unbroken

_BRACE = re.compile(r"\{(\w+)\}")
# Latin numerals count too; a letter alone may be a name.
_ROMAN = re.compile(r"\b[IVXLCDM]{2,}\b")
# Their words are facts themselves: nothing may be named inside.
_ARE_FACTS = ("call.timezone_name", "call.consent.operator", "call.supplement_rolls")


def text_faults(table: object, place: str, facts: Facts) -> Iterator[DefinitionError]:
    """Every brace of every text names a fact, and the same facts in each language."""
    for where, text in _texts(table, place, list(facts)):
        stray = [fault for language, words in text.items() for fault in _stray_braces(words, where, language, facts)]
        named = {language: _names(words) for language, words in text.items()}
        first = next(iter(named))
        odd = [(language, names ^ named[first]) for language, names in named.items() if names != named[first]]
        yield from stray[:1] or (
            DefinitionError("unequal_facts", where, fact=sorted(facts_of_one)[0], one=first, other=language)
            for language, facts_of_one in odd[:1]
        )


def rule_text_faults(rules: Sequence[object], facts: Facts) -> Iterator[DefinitionError]:
    """No rule types a number: neither digit of any script, nor number word beside a unit."""
    for index, rule in enumerate(rules):
        for where, text in _texts(rule, f"call.rule[{index}]", list(facts)):
            for language, words in text.items():
                yield from _number_faults(_BRACE.sub("…", words), where, language)


def fill(table: object, facts: Facts, language: str = "") -> Any:
    """The same structure with every `{name}` replaced by that fact in the text's own language."""
    if isinstance(table, Mapping):
        return {key: fill(value, facts, key if key in facts else language) for key, value in table.items()}
    if isinstance(table, list):
        return [fill(item, facts, language) for item in table]
    if isinstance(table, str) and language:
        return unbroken(_BRACE.sub(lambda brace: _fact(table, brace, facts[language]), table))
    return table


def _fact(text: str, brace: re.Match[str], facts: Mapping[str, str]) -> str:
    """Between «…» the fact's own quotes are „…“."""
    fact = facts.get(brace[1], brace[0])
    is_quoted = text[: brace.start()].endswith("«") and text[brace.end() :].startswith("»")
    return inner_quotes(fact) if is_quoted else fact


def _number_faults(words: str, where: str, language: str) -> Iterator[DefinitionError]:
    if digits := next((sign for sign in words if sign.isnumeric()), ""):
        yield DefinitionError("digit_in_rule", f"{where}.{language}", language=language, digit=digits)
    elif roman := _ROMAN.search(words):
        yield DefinitionError("digit_in_rule", f"{where}.{language}", language=language, digit=roman[0])
    elif number := number_beside_unit(words, language):
        yield DefinitionError("number_word_in_rule", f"{where}.{language}", language=language, words=number)


def _names(words: str) -> set[str]:
    return {brace[1] for brace in _BRACE.finditer(words)}


def _stray_braces(words: str, where: str, language: str, facts: Facts) -> Iterator[DefinitionError]:
    """A brace that names no fact is refused, a lone one too."""
    known = set() if where in _ARE_FACTS else set(facts[language])
    stray = re.search(r"[{}][^{}]{0,40}", _BRACE.sub("", words))
    for unknown in sorted(_names(words) - known) or ([stray[0]] if stray else []):
        yield DefinitionError(
            "unknown_fact", f"{where}.{language}", language=language, fact=unknown[:60],
            known=", ".join(sorted(known)) or "—",
        )  # fmt: skip


def _texts(table: object, place: str, languages: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
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
