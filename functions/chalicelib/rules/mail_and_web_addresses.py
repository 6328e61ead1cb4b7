"""Addresses of mail and of the web as people type or paste them, and letters that only look right in one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import text_normalisation
from .problems import Fault

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_EMAIL = re.compile(rf"{_LOCAL}@((?:{_LABEL}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]{{1,59}}))", re.I)
# «Айгерім <aigerim@example.kz>», as mail programs copy it.
_NAMED = re.compile(r"[^<>]*<([^<>]*)>[.,; ]*")
_URL = re.compile(r"https?://([^\s/?#@:\"<>\\]+\.[^\s/?#@:\"<>\\.]{2,})(?::[0-9]{1,5})?(?:[/?#][^\s\"<>\\]*)?", re.I)
_SCHEME = re.compile(r"[a-z]+://", re.I)
_FOREIGN = re.compile("[\\u0370-\\u03ff\\u0400-\\u052f]")
_LATIN = re.compile("[a-z]", re.I)
# Cyrillic letters nobody can tell from Latin ones: a label of nothing else is no word.
_LOOKS_LATIN = re.compile(
    r"[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d0-9-]+"
)


def email(text: str) -> str | Fault:
    """The local part stays as typed; the domain is lower-cased and may be an international one."""
    typed = text_normalisation.without_marks(text)
    typed = re.sub(r"^mailto:\s*", "", _inside(typed), flags=re.I).rstrip(".,;: ")
    local, at, domain = typed.partition("@")
    if "@" in domain:
        return Fault("invalid_email", "one_email")
    if at and (letter := _first_foreign(local) or foreign_letter(domain)):
        return Fault("invalid_email", "foreign_letter", {"letter": letter})
    match = _EMAIL.fullmatch(typed)
    if not match or _has_stray_dot(local) or _decode(domain) is None:
        return Fault("invalid_email")
    return f"{local}@{domain.lower()}"


def url(text: str) -> str | Fault:
    """An http(s) address; «instagram.com/name» gets https:// in front. A name alone is in no network we could know."""
    typed = text_normalisation.without_marks(_inside(text_normalisation.without_marks(text)))
    if typed.startswith("@"):
        return Fault("invalid_url", "url_of_name")
    scheme = _SCHEME.match(typed)
    rest = typed[scheme.end() :] if scheme else typed
    address = (scheme[0] if scheme else "https://") + (rest if re.search("[/?#]", rest) else rest.rstrip(".,;"))
    match = _URL.fullmatch(address)
    if not match:
        return Fault("invalid_url", "one_url" if _is_several(typed) else "")
    if letter := foreign_letter(match[1]):
        return Fault("invalid_url", "foreign_letter", {"letter": letter})
    return address if _decode(match[1]) is not None else Fault("invalid_url")


def foreign_letter(domain: str) -> str:
    """The letter that makes a domain another one than it looks: «а» in «gmаil.com»; empty when all is in order.

    A domain all in Kazakh or Russian is in order. `xn--` is read as what it stands for.
    """
    labels = _decode(domain.lower()) or []
    for label in labels:
        if _LATIN.search(label) and (letter := _first_foreign(label)):
            return letter
    if _LATIN.search("".join(labels[-1:])):
        return next((_first_foreign(label) for label in labels if _LOOKS_LATIN.fullmatch(label)), "")
    # Nobody gives a Latin name under a Cyrillic ending.
    return _first_foreign(labels[-1]) if any(map(_LATIN.search, labels[-2:])) else ""


def _decode(domain: str) -> Sequence[str] | None:
    """The labels as people read them; None when one is no Punycode."""
    try:
        return [_label(label) for label in domain.split(".")]
    except UnicodeError:
        return None


def _label(label: str) -> str:
    return label[4:].encode("ascii").decode("punycode") if label[:4].lower() == "xn--" else label


def _inside(text: str) -> str:
    named = _NAMED.fullmatch(text)
    return named[1].strip() if named else text


def _first_foreign(text: str) -> str:
    match = _FOREIGN.search(text)
    return match[0] if match else ""


def _has_stray_dot(local: str) -> bool:
    return local.startswith(".") or local.endswith(".") or ".." in local


def _is_several(text: str) -> bool:
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    return len(parts) > 1 and all(_URL.fullmatch(part if "://" in part else f"https://{part}") for part in parts)
