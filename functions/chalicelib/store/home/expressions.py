"""Condition, filter and key expressions: read once, then asked of items.

or: and {OR and} · and: not {AND not} · not: NOT not | ( or ) | function | operand comparison
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..table_client import Item
from . import typed_values as values
from .expression_tokens import Tokens
from .service_errors import invalid
from .typed_values import TypedValue

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@dataclass(frozen=True)
class AttributeNames:
    """What `#name` and `:value` stand for in a request."""

    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, TypedValue] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> AttributeNames:
        return cls(request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {})

    def attribute(self, token: str) -> str:
        if token.startswith("#") and token not in self.names:
            raise invalid("the expression uses a name that is not given")
        return self.names.get(token, token)

    def value(self, token: str) -> TypedValue:
        if token not in self.values:
            raise invalid("the expression uses a value that is not given")
        return self.values[token]


Operand = Callable[[Item, AttributeNames], TypedValue | None]
Test = Callable[[Item, AttributeNames], bool]


def holds(expression: str, item: Item, names: AttributeNames) -> bool:
    return not expression or _read(expression)[0](item, names)


def attributes(expression: str, names: AttributeNames) -> frozenset[str]:
    """The attributes that the expression looks at."""
    return frozenset(names.attribute(token) for token in _read(expression)[1]) if expression else frozenset()


@lru_cache(maxsize=256)
def _read(expression: str) -> tuple[Test, frozenset[str]]:
    reader = ExpressionReader(Tokens(expression))
    test = reader.either()
    reader.tokens.end()
    return test, frozenset(reader.looked_at)


class ExpressionReader:
    """Also reads the operands of update expressions."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.looked_at = tokens, set[str]()

    def either(self) -> Test:
        tests = [self._both()]
        while self.tokens.accept("OR"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda item, names: any(test(item, names) for test in tests)

    def _both(self) -> Test:
        tests = [self._single()]
        while self.tokens.accept("AND"):
            tests.append(self._single())
        return tests[0] if len(tests) == 1 else lambda item, names: all(test(item, names) for test in tests)

    def _single(self) -> Test:
        if self.tokens.accept("NOT"):
            test = self._single()
            return lambda item, names: not test(item, names)
        if self.tokens.accept("("):
            test = self.either()
            self.tokens.take(")")
            return test
        function = self.tokens.peek().lower()
        return self._function(self.tokens.take().lower()) if function in FUNCTIONS else self._comparison()

    def _function(self, name: str) -> Test:
        judge, count = FUNCTIONS[name]
        self.tokens.take("(")
        operands = [self.operand()]
        for _ in range(count - 1):
            self.tokens.take(",")
            operands.append(self.operand())
        self.tokens.take(")")
        return lambda item, names: judge(*(operand(item, names) for operand in operands))

    def _comparison(self) -> Test:
        left, sign = self.operand(), self.tokens.take().upper()
        if sign == "BETWEEN":
            low = self.operand()
            self.tokens.take("AND")
            high = self.operand()
            return lambda i, n: _compare(">=", left(i, n), low(i, n)) and _compare("<=", left(i, n), high(i, n))
        if sign == "IN":
            members = self._list()
            return lambda item, names: any(_compare("=", left(item, names), one(item, names)) for one in members)
        if sign not in ("=", "<>", *COMPARISONS):
            raise invalid("the expression compares in a way that is not known")
        right = self.operand()
        return lambda item, names: _compare(sign, left(item, names), right(item, names))

    def _list(self) -> list[Operand]:
        self.tokens.take("(")
        members = [self.operand()]
        while self.tokens.accept(","):
            members.append(self.operand())
        self.tokens.take(")")
        return members

    def operand(self) -> Operand:
        token = self.tokens.take()
        if token.startswith(":"):
            return lambda item, names: names.value(token)
        if token == "size" and self.tokens.accept("("):
            measured = self.operand()
            self.tokens.take(")")
            return lambda item, names: _size(measured(item, names))
        self.looked_at.add(token)
        return lambda item, names: item.get(names.attribute(token))


def _size(value: TypedValue | None) -> TypedValue | None:
    return values.size(value) if value is not None else None


def _compare(sign: str, left: TypedValue | None, right: TypedValue | None) -> bool:
    """What is missing or of another kind compares with nothing; only unlike it is."""
    if left is None or right is None:
        return sign == "<>"
    if sign in ("=", "<>"):
        return values.are_equal(left, right) == (sign == "=")
    same = values.kind_of(left) == values.kind_of(right)
    return same and COMPARISONS[sign](values.content(left), values.content(right))


def _both_there(
    judge: Callable[[TypedValue, TypedValue], bool],
) -> Callable[[TypedValue | None, TypedValue | None], bool]:
    return lambda left, right: left is not None and right is not None and judge(left, right)


FUNCTIONS: Mapping[str, tuple[Callable[..., bool], int]] = {
    "attribute_exists": (lambda value: value is not None, 1),
    "attribute_not_exists": (lambda value: value is None, 1),
    "attribute_type": (_both_there(lambda value, kind: values.kind_of(value) == kind["S"]), 2),
    "begins_with": (_both_there(values.begins_with), 2),
    "contains": (_both_there(values.contains), 2),
}
