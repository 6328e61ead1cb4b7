"""Each kind of field: from what was sent to the value that is stored, or the fault that stops it.

A parser takes a field and a raw answer (from JSON or a form, so numbers may be text) and returns `(value, fault)`.
The value is None when there is no usable one. Reading its own result again gives the same value (idempotent).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from ..call import Field
from ..call.field_kinds import KINDS
from ..call.typed_words import vocabulary
from . import kazakh_identifiers, mail_and_web_addresses, text_normalisation, typed_months
from .number_fields import WRONG_TYPE, Reading, integer, number
from .problems import Fault
from .text_fields import LONGEST_NAME, standard_form, text, textarea

_LABELLED = re.compile(r"([^\W\d_]+)[^\w+(]+(.*)")


def has_no_answer(field: Field, raw: object) -> bool:
    """Nothing was answered; or, where an identifier may be left out, that there is none."""
    if is_empty(raw):
        return True
    optional = not (field.required or field.required_when)
    return optional and KINDS[field.kind].may_say_none and isinstance(raw, str) and _says_none(raw)


def _says_none(raw: str) -> bool:
    word = text_normalisation.plain(raw[:LONGEST_NAME]).lower().strip("-. ")
    return not word or word in vocabulary("no_answer")


def is_empty(raw: object) -> bool:
    """No answer at all: nothing, blank text, an empty list, a table of blank rows."""
    if isinstance(raw, str):
        return text_normalisation.is_blank(raw)
    if isinstance(raw, dict):
        return all(is_empty(value) for value in raw.values())
    if isinstance(raw, list):
        return all(is_empty(item) for item in raw)
    return raw is None


def choice(field: Field, raw: object) -> Reading:
    if not isinstance(raw, str):
        return WRONG_TYPE
    code = raw.strip()
    return (code, None) if code in field.codes else (None, Fault("invalid_choice"))


def multi(field: Field, raw: object) -> Reading:
    """Codes in the definition's order, each once. One code alone may come as text."""
    sent = [raw] if isinstance(raw, str) else raw
    if not isinstance(sent, list) or not all(isinstance(code, str) for code in sent):
        return WRONG_TYPE
    chosen = {code.strip() for code in sent if code.strip()}
    if chosen - field.codes:
        return None, Fault("invalid_choice")
    return [option.code for option in field.options if option.code in chosen], None


def month(field: Field, raw: object) -> Reading:
    """Its refusals show the question's own example."""
    value, fault = standard_form(field, raw, typed_months.month)
    if fault and fault.code == "invalid_month":
        return value, fault._replace(params={"example": field.example_words})
    return value, fault


def phone(field: Field, raw: object) -> Reading:
    return standard_form(field, raw, _phone)


def _phone(text: str) -> str | Fault:
    typed = _without_label(text)
    digits = sum(char.isdecimal() for char in typed)
    # Twice ten digits, with or without codes of the country, are two numbers.
    return kazakh_identifiers.phone(typed) or Fault("invalid_phone", "one_phone" if digits >= 20 else "")


def email(field: Field, raw: object) -> Reading:
    return standard_form(field, raw, mail_and_web_addresses.email)


def url(field: Field, raw: object) -> Reading:
    return standard_form(field, raw, mail_and_web_addresses.url)


def iin(field: Field, raw: object) -> Reading:
    return standard_form(field, raw, partial(_identifier, kazakh_identifiers.iin_fault, "invalid_iin"))


def bin_(field: Field, raw: object) -> Reading:
    return standard_form(field, raw, partial(_identifier, kazakh_identifiers.bin_fault, "invalid_bin"))


def _identifier(find_fault: Callable[[str], str], code: str, text: str) -> str | Fault:
    number = kazakh_identifiers.compact(_without_label(text))
    words, digits = find_fault(number), sum(char.isdecimal() for char in number)
    if words == code:
        counts = {"length": digits, "digits": kazakh_identifiers.LENGTH}
        return Fault(code, "only_digits") if digits == kazakh_identifiers.LENGTH else Fault(code, params=counts)
    return Fault(code, words) if words else number


def _without_label(text: str) -> str:
    """«ЖСН: 900101…», «тел. 8701…» without the name it was copied with."""
    typed = text_normalisation.plain(text)
    labelled = _LABELLED.fullmatch(typed)
    return labelled[2] if labelled and labelled[1].lower() in vocabulary("label") else typed


def accept(field: Field, raw: object) -> Reading:
    value, fault = bool_(field, raw)
    return (value, fault) if value or fault else (None, Fault("must_accept"))


def bool_(field: Field, raw: object) -> Reading:
    if isinstance(raw, bool):
        return raw, None
    if isinstance(raw, str) and raw.strip().lower() in ("on", "true", "off", "false", ""):
        return raw.strip().lower() in ("on", "true"), None
    return (False, None) if raw is None else WRONG_TYPE


PARSERS: dict[str, Callable[[Field, Any], Reading]] = {
    "text": text, "textarea": textarea, "choice": choice, "multi": multi, "integer": integer, "number": number,
    "month": month, "phone": phone, "email": email, "url": url, "iin": iin, "bin": bin_, "accept": accept,
    "bool": bool_,
}  # fmt: skip
