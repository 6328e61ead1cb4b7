"""A refused definition in words, for whoever builds something of it: the package, the site, the local cloud."""

from __future__ import annotations

from .reading import DefinitionError
from .words import LANGUAGES, say


def definition_refusal(error: DefinitionError) -> str:
    """The same sentence in each language of the software, a line each."""
    return "\n".join(say("definition", error.code, lang, place=error.place, **error.params) for lang in LANGUAGES)
