"""A typed value of the table (`{"S": "text"}`, `{"N": "1"}`, …): compared, measured and added up as DynamoDB does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .service_errors import invalid

# Whatever the letter of its type, which is known only while a request is answered.
TypedValue = Mapping[str, Any]
SETS = ("SS", "NS", "BS")


def kind_of(value: TypedValue) -> str:
    return next(iter(value))


def content(value: TypedValue) -> object:
    """What two values of one kind are compared by."""
    ((kind, held),) = value.items()
    if kind == "N":
        return number(held)
    return frozenset(held) if kind in SETS else held


def number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise invalid("not a number") from None


def are_equal(left: TypedValue, right: TypedValue) -> bool:
    return kind_of(left) == kind_of(right) and bool(content(left) == content(right))


def size(value: TypedValue) -> TypedValue:
    """Bytes of a text, members of a collection."""
    ((_, held),) = value.items()
    return {"N": str(len(held.encode() if isinstance(held, str) else held))}


def contains(value: TypedValue, part: TypedValue) -> bool:
    ((kind, held),) = value.items()
    if kind in ("S", "B"):
        return kind_of(part) == kind and part[kind] in held
    if kind in SETS:
        return kind_of(part) == kind[0] and part[kind[0]] in held
    return kind == "L" and any(are_equal(member, part) for member in held)


def begins_with(value: TypedValue, start: TypedValue) -> bool:
    kind = kind_of(value)
    return kind in ("S", "B") and kind_of(start) == kind and bool(value[kind].startswith(start[kind]))


def total(left: TypedValue, right: TypedValue, sign: int = 1) -> TypedValue:
    if kind_of(left) != "N" or kind_of(right) != "N":
        raise invalid("only numbers are added")
    return {"N": f"{number(left['N']) + sign * number(right['N']):f}"}


def add(standing: TypedValue | None, more: TypedValue) -> TypedValue:
    """ADD: numbers add up from nought, sets grow."""
    kind = kind_of(more)
    if kind == "N":
        return total(standing or {"N": "0"}, more)
    if kind not in SETS or (standing and kind_of(standing) != kind):
        raise invalid("ADD takes a number or a set of the same kind")
    return {kind: list(dict.fromkeys([*(standing[kind] if standing else ()), *more[kind]]))}


def without(standing: TypedValue, less: TypedValue) -> TypedValue | None:
    """DELETE: a set without these members; None when none is left."""
    kind = kind_of(less)
    if kind not in SETS or kind_of(standing) != kind:
        raise invalid("DELETE takes a set of the same kind")
    left = [member for member in standing[kind] if member not in less[kind]]
    return {kind: left} if left else None
