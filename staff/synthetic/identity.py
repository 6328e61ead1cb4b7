"""Identifiers that are valid and nobody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from chalicelib.rules.identifiers import check_digit


def iin(rng: Random) -> str:
    """Valid by checksum and of the 19th century: nobody alive has it."""
    born = date(1800, 1, 1) + timedelta(days=rng.randrange(36_500))
    return _checked(lambda: f"{born:%y%m%d}{rng.choice('12')}{rng.randrange(10_000):04d}")


def bin_(rng: Random) -> str:
    return _checked(lambda: f"{rng.randrange(10, 21):02d}{rng.randrange(1, 13):02d}40{rng.randrange(100_000):05d}")


def phone(rng: Random) -> str:
    return f"+7701{rng.randrange(10_000_000):07d}"


def email(rng: Random) -> str:
    return f"{rng.choice('abcdefgh')}{rng.randrange(10**7)}@example.kz"


def url(rng: Random) -> str:
    return f"https://example.kz/{rng.randrange(10**6)}"


def _checked(first11: Callable[[], str]) -> str:
    while (digit := check_digit(digits := first11())) is None:
        continue
    return f"{digits}{digit}"


BY_KIND: dict[str, Callable[[Random], str]] = {"iin": iin, "bin": bin_, "phone": phone, "email": email, "url": url}
