"""Which languages and which time zone a call is in, read before anything else of it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .compound_values import DefinitionReader
from .languages import LANGUAGES


def languages_of(r: DefinitionReader) -> Sequence[str]:
    """Both languages of the software, in its own order: the state language is first, at the site's root and in a mail
    (domain facts 4.2), which no call changes. Whatever else stands there is refused, and they are read all the same.
    """
    written = r.table.get("languages")
    languages = r.values("languages", str, list(LANGUAGES))
    known = ", ".join(LANGUAGES)
    strange = [index for index, language in enumerate(languages) if language not in LANGUAGES]
    for index in strange:
        r.refuse("unknown_language", f"languages[{index}]", language=languages[index][:60], known=known)
    # A list that was refused for something else is no second mistake.
    if languages == written and not strange and len(set(languages)) == len(languages) and languages != list(LANGUAGES):
        r.refuse("languages_of_call", "languages", known=known)
    return LANGUAGES


def zone_of(r: DefinitionReader) -> ZoneInfo | None:
    """The zone by its name in the IANA database; None for one that was refused."""
    if not isinstance(r.table.get("timezone"), str):
        r.take("timezone", str)
        return None
    name: str = r.take("timezone", str)
    try:
        # The database has other files too; a zone's name begins with a capital letter.
        zone = ZoneInfo(name) if name[:1].isupper() and name.isascii() else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = None
    if not zone:
        r.refuse("unknown_zone", "timezone", zone=name[:60])
    return zone
