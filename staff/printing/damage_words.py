"""Damaged parts in words: how many, then each by number and part, as many as anybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.call import say, words

from ..applications.damage import Damage, distinct

MOST = 20


def damage_lines(found: Iterable[Damage], language: str) -> Iterator[str]:
    """The lines; none when nothing is damaged."""
    each_once = distinct(found)
    if not each_once:
        return
    applications = len({damage.number for damage in each_once})
    yield say("staff", "damage.count", language, parts=len(each_once), applications=applications)
    yield from (f"  {damage.number}: {part_in_words(damage, language)}" for damage in each_once[:MOST])
    if len(each_once) > MOST:
        yield say("staff", "damage.more", language, count=len(each_once) - MOST)


def part_in_words(damage: Damage, language: str) -> str:
    known = words("staff").get(f"damage.{damage.part}")
    text = known[language] if known else say("staff", "damage.answer", language, field=damage.part)
    text += f" «{damage.found}»" if damage.found else ""
    return f"{text} ({say('staff', 'damage.event', language, seq=damage.seq)})" if damage.seq else text
