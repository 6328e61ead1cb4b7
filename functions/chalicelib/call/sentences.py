"""A sentence with braces becomes what a person reads. The browser does the same (docs/assets/shared/sentences.js).

`{limit}` is a parameter. `{limit|знака|знаков|знаков}` is the form of a noun that goes with its number: one, few, many.
A parameter in «…» that is quoted inside itself is quoted there with „…“: no two pairs of the same marks in each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .inflection import plural

_FORMS = re.compile(r"\{(\w+)\|([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
_IN_QUOTES = re.compile(r"«\{(\w+)\}»")
_INNER = str.maketrans({"«": "„", "»": "“"})


def sentence(text: str, params: Mapping[str, object]) -> str:
    """The text with its braces filled. Raises KeyError for a parameter that is not given: a programming error."""
    if "|" in text:
        text = _FORMS.sub(lambda form: plural(_whole(params[form[1]]), (form[2], form[3], form[4])), text)
    if "«{" in text:
        params = {**params, **{name: inner_quotes(params[name]) for name in _IN_QUOTES.findall(text)}}
    return text.format(**params)


def quote(text: str) -> str:
    return f"«{inner_quotes(text)}»"


def inner_quotes(text: object) -> str:
    return str(text).translate(_INNER)


def _whole(number: object) -> int:
    """Of a number, or of one that is already written with spaces; what is neither takes the form of many."""
    return int(re.sub(r"\D", "", str(number)) or 0)
