"""Identifiers that are valid and nobody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from chalicelib.rules.kazakh_identifiers import check_digit


def iin(rng: Random) -> str:
    """Valid by checksum and of the 19th century: nobody alive has it."""
    born = date(1800, 1, 1) + timedelta(days=rng.randrange(36_500))
    return _with_check_digit(lambda: f"{born:%y%m%d}{rng.choice('12')}{rng.randrange(10_000):04d}")


def bin_(rng: Random) -> str:
    return _with_check_digit(
        lambda: f"{rng.randrange(10, 21):02d}{rng.randrange(1, 13):02d}40{rng.randrange(100_000):05d}"
    )


def phone(rng: Random) -> str:
    return f"+7701{rng.randrange(10_000_000):07d}"


def email(rng: Random, least: int = 0, most: int | None = None) -> str:
    """At a domain of examples, of a length between the limits wherever an address can have it."""
    domain = "@example.kz" if most is None or most >= len("a1234567@example.kz") else "@a.kz"
    room = 8 if most is None else max(1, min(8, most - len(domain)))
    name = f"{rng.choice('abcdefgh')}{rng.randrange(10**7):07d}"[:room]
    return name + "x" * (least - len(name) - len(domain)) + domain


def url(rng: Random, least: int = 0, most: int | None = None) -> str:
    """On a domain of examples, of a length between the limits wherever an address can have it."""
    host = "https://example.kz/" if most is None or most >= len("https://example.kz/1") else "https://a.kz/"
    path = f"{rng.randrange(10**6)}"[: None if most is None else max(0, most - len(host))]
    return host + path + "x" * (least - len(host) - len(path))


def _with_check_digit(first11: Callable[[], str]) -> str:
    while (digit := check_digit(digits := first11())) is None:
        continue
    return f"{digits}{digit}"


def _of_one_length(make: Callable[[Random], str]) -> Callable[[Random, int, int | None], str]:
    return lambda rng, least, most: make(rng)


# Each takes the limits of length that the question sets.
BY_KIND: dict[str, Callable[[Random, int, int | None], str]] = {
    "iin": _of_one_length(iin), "bin": _of_one_length(bin_), "phone": _of_one_length(phone), "email": email, "url": url,
}  # fmt: skip
