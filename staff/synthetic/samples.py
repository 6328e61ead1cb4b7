"""Sample words and sentences: nobody's, about nobody."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from random import Random


@lru_cache(maxsize=1)
def samples() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))


def prose(rng: Random, language: str, least: int, most: int) -> str:
    sentences, text = samples()[language], ""
    while len(text) < least:
        text += (" " if text else "") + rng.choice(sentences)
    return text[:most].strip()
