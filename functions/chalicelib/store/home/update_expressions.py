"""Update expressions: `SET a = b [+ c], … ADD d :e … REMOVE f … DELETE g :h`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import cast

from ..table_client import Item, NewItem, Value
from . import typed_values
from .expression_tokens import Tokens
from .expressions import AttributeNames, ExpressionReader, Operand
from .service_errors import invalid
from .typed_values import TypedValue

Step = Callable[[Item, AttributeNames], TypedValue | None]
CLAUSES = ("SET", "ADD", "REMOVE", "DELETE")


def apply_update(expression: str, item: Item, names: AttributeNames) -> tuple[NewItem, frozenset[str]]:
    """The item after the update, and the attributes that it changed. Every step reads the item as it was before."""
    after, changed = dict(item), set[str]()
    for token, step in _read(expression):
        attribute, value = names.attribute(token), step(item, names)
        changed.add(attribute)
        if value is None:
            after.pop(attribute, None)
        else:
            after[attribute] = cast("Value", value)
    return after, frozenset(changed)


@lru_cache(maxsize=256)
def _read(expression: str) -> tuple[tuple[str, Step], ...]:
    tokens, steps = Tokens(expression), list[tuple[str, Step]]()
    while clause := tokens.accept(*CLAUSES):
        steps.append(_STEPS[clause](tokens))
        while tokens.accept(","):
            steps.append(_STEPS[clause](tokens))
    tokens.end()
    if not steps:
        raise invalid("an update changes something")
    return tuple(steps)


def _set(tokens: Tokens) -> tuple[str, Step]:
    attribute = tokens.take()
    tokens.take("=")
    operand = _assign(tokens)
    if not (sign := tokens.accept("+", "-")):
        return attribute, lambda item, names: _there(operand(item, names))
    other, factor = _assign(tokens), 1 if sign == "+" else -1
    return attribute, lambda i, n: typed_values.total(_there(operand(i, n)), _there(other(i, n)), factor)


def _assign(tokens: Tokens) -> Operand:
    if tokens.peek() != "if_not_exists":
        return ExpressionReader(tokens).operand()
    tokens.take()
    tokens.take("(")
    attribute = tokens.take()
    tokens.take(",")
    otherwise = ExpressionReader(tokens).operand()
    tokens.take(")")
    return lambda item, names: item.get(names.attribute(attribute)) or otherwise(item, names)


def _there(value: TypedValue | None) -> TypedValue:
    if value is None:
        raise invalid("the update uses an attribute that the item does not have")
    return value


def _add(tokens: Tokens) -> tuple[str, Step]:
    attribute, more = tokens.take(), tokens.take()
    return attribute, lambda item, names: typed_values.add(item.get(names.attribute(attribute)), names.value(more))


def _remove(tokens: Tokens) -> tuple[str, Step]:
    return tokens.take(), lambda item, names: None


def _delete(tokens: Tokens) -> tuple[str, Step]:
    attribute, less = tokens.take(), tokens.take()

    def step(item: Item, names: AttributeNames) -> TypedValue | None:
        standing = item.get(names.attribute(attribute))
        return typed_values.without(standing, names.value(less)) if standing else None

    return attribute, step


_STEPS: Mapping[str, Callable[[Tokens], tuple[str, Step]]] = {
    "SET": _set, "ADD": _add, "REMOVE": _remove, "DELETE": _delete,
}  # fmt: skip
