"""Sample words and sentences: nobody's, about nobody."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from chalicelib.call.languages import LANGUAGES

Samples = dict[str, list[str]]


@lru_cache(maxsize=1)
def _all() -> dict[str, Samples]:
    return tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def samples(language: str = "") -> Samples:
    """Lists by name; those of words are in the language, or in the first there is of a language without any."""
    everything = _all()
    return everything["names"] | everything.get(language, everything[LANGUAGES[0]])
