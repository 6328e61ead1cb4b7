"""Words people type (words/typed.toml), of all languages together: the rules and the browser's script read by them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .languages import LANGUAGE
from .words import words

# Names of powers of ten and their exponents.
_POWERS = {"thousand": 3, "million": 6, "billion": 9}


@cache
def vocabulary(key: str) -> frozenset[str]:
    """`no_answer`, `label`, `unit` or `year`."""
    return frozenset(word for text in words("typed")[key].values() for word in text.split())


@cache
def powers() -> Mapping[str, int]:
    """The power of ten of each word for a multiple: «млн» is 6."""
    return {word: power for key, power in _POWERS.items() for word in vocabulary(key)}


@cache
def month_names() -> Mapping[str, str]:
    """The number of each month, from 1, under every name it goes by."""
    names: dict[str, str] = {}
    for index in range(12):
        written = {language.months[index] for language in LANGUAGE.values()}
        names |= dict.fromkeys(written | vocabulary(f"month.{index + 1:02d}"), str(index + 1))
    return names
