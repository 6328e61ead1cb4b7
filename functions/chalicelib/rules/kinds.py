"""Each kind of field: from what was sent to the value that is stored, or the fault that stops it.

A reader takes a field and a raw answer (from JSON or a form, so numbers may be text) and returns `(value, fault)`.
The value is None when there is no usable one. Reading its own result again gives the same value (idempotent).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..call import Field
from . import identifiers, normal
from .number_kinds import WRONG_TYPE, Reading, integer, number
from .problems import Fault

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63})")
_URL = re.compile(r"https?://([^\s/?#@:\"<>\\]+\.[^\s/?#@:\"<>\\.]{2,})(?::[0-9]{1,5})?(?:[/?#][^\s\"<>\\]*)?", re.I)
_LATIN_AND_CYRILLIC = re.compile(r"(?=[^.@]*[a-z])[^.@]*[\u0400-\u052f]", re.I)


def is_empty(raw: Any) -> bool:
    """No answer at all: nothing, blank text, an empty list, a table of blank rows."""
    if isinstance(raw, str):
        return normal.is_blank(raw) and normal.forbidden_at(raw) is None
    if isinstance(raw, dict):
        return all(is_empty(value) for value in raw.values())
    if isinstance(raw, list):
        return all(is_empty(item) for item in raw)
    return raw is None


def text(field: Field, raw: Any) -> Reading:
    return _text(field, raw, normal.single_line)


def textarea(field: Field, raw: Any) -> Reading:
    return _text(field, raw, normal.multiline)


def _text(field: Field, raw: Any, normalise: Callable[[str], str]) -> Reading:
    if not isinstance(raw, str):
        return WRONG_TYPE
    value = normalise(raw)
    if (where := normal.forbidden_at(value)) is not None:
        return None, Fault("forbidden_characters", params={"where": where + 1})
    if field.max is not None and len(value) > field.max:
        return value, Fault("too_long", params={"limit": field.max, "length": len(value)})
    if field.min is not None and len(value) < field.min:
        return value, Fault("too_short", params={"limit": field.min, "length": len(value)})
    return value, None


def _cleaned(field: Field, raw: Any, clean: Callable[[str], str | None], code: str) -> Reading:
    """A text that `clean` turns into its standard form, or None if it has none."""
    value, fault = text(field, raw)
    if fault:
        return value, fault
    found = clean(value)
    return (found, None) if found is not None else (None, Fault(code))


def choice(field: Field, raw: Any) -> Reading:
    if not isinstance(raw, str):
        return WRONG_TYPE
    code = raw.strip()
    return (code, None) if code in field.codes else (None, Fault("invalid_choice"))


def multi(field: Field, raw: Any) -> Reading:
    """Codes in the definition's order, each once. One code alone may come as text."""
    sent = [raw] if isinstance(raw, str) else raw
    if not isinstance(sent, list) or not all(isinstance(code, str) for code in sent):
        return WRONG_TYPE
    chosen = {code.strip() for code in sent if code.strip()}
    if chosen - field.codes:
        return None, Fault("invalid_choice")
    return [option.code for option in field.options if option.code in chosen], None


def month(field: Field, raw: Any) -> Reading:
    """`2021-10`; «10.2021» and «10/2021» are understood."""
    return _cleaned(field, raw, _month, "invalid_month")


def _month(value: str) -> str | None:
    if found := re.fullmatch(r"(0[1-9]|1[0-2])[./-](20[0-9]{2})", value):
        return f"{found[2]}-{found[1]}"
    return value if re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", value) else None


def phone(field: Field, raw: Any) -> Reading:
    return _cleaned(field, raw, identifiers.phone, "invalid_phone")


def email(field: Field, raw: Any) -> Reading:
    """The local part stays as typed; the domain is lower-cased and may be an international one."""
    return _cleaned(field, raw, _email, "invalid_email")


def _email(value: str) -> str | None:
    found = _EMAIL.fullmatch(value)
    local = value.split("@")[0]
    # A Cyrillic «с» inside gmail.com looks right and loses every letter sent there.
    if not found or local[0] == "." or local[-1] == "." or ".." in local or _LATIN_AND_CYRILLIC.search(found[1]):
        return None
    return f"{local}@{found[1].lower()}"


def url(field: Field, raw: Any) -> Reading:
    """An http(s) address; «instagram.com/name» gets https:// in front."""
    return _cleaned(field, raw, _url, "invalid_url")


def _url(value: str) -> str | None:
    with_scheme = value if "://" in value else f"https://{value}"
    return with_scheme if _URL.fullmatch(with_scheme) else None


def iin(field: Field, raw: Any) -> Reading:
    return _identifier(field, raw, identifiers.iin_fault, "invalid_iin")


def bin_(field: Field, raw: Any) -> Reading:
    return _identifier(field, raw, identifiers.bin_fault, "invalid_bin")


def _identifier(field: Field, raw: Any, find_fault: Callable[[str], str], code: str) -> Reading:
    value, fault = text(field, raw)
    if fault:
        return value, fault
    digits = identifiers.compact(value)
    words = find_fault(digits)
    return (None, Fault(code, words)) if words else (digits, None)


def accept(field: Field, raw: Any) -> Reading:
    value, fault = bool_(field, raw)
    return (value, None) if value or fault else (None, Fault("must_accept"))


def bool_(field: Field, raw: Any) -> Reading:
    if isinstance(raw, bool):
        return raw, None
    if isinstance(raw, str) and raw.strip().lower() in ("on", "true", "off", "false", ""):
        return raw.strip().lower() in ("on", "true"), None
    return (False, None) if raw is None else WRONG_TYPE


READERS: dict[str, Callable[[Field, Any], Reading]] = {
    "text": text, "textarea": textarea, "choice": choice, "multi": multi, "integer": integer, "number": number,
    "month": month, "phone": phone, "email": email, "url": url, "iin": iin, "bin": bin_, "accept": accept,
    "bool": bool_,
}  # fmt: skip
