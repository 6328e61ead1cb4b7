"""A key condition as DynamoDB writes it, turned into SQL."""

from __future__ import annotations

from .expression_tokens import Tokens
from .expressions import AttributeNames
from .service_errors import invalid


def key_range(expression: str, names: AttributeNames) -> tuple[list[str], list[str]]:
    """The same condition in SQL, with its values: `pk = :a`, and beside it one for `sk`. Nothing for no expression."""
    if not expression:
        return [], []
    tokens, parts, values = Tokens(expression), list[str](), list[str]()
    while True:
        name, sign, operands = _key_condition(tokens, names)
        if (name, sign) != ("pk", "=") and (name != "sk" or sign not in _IN_SQL):
            raise invalid("a query says which partition it is of, and where in it")
        parts.append(_IN_SQL[sign].format(name))
        # Behind every letter there is.
        values += [operands[0], operands[0] + "\U0010ffff"] if sign == "BEGINS_WITH" else operands
        if not tokens.accept("AND"):
            break
    tokens.end()
    if "pk = ?" not in parts:
        raise invalid("a query is of one partition")
    return parts, values


_IN_SQL = {sign: f"{{0}} {sign} ?" for sign in ("=", "<", "<=", ">", ">=")} | {
    "BETWEEN": "{0} BETWEEN ? AND ?", "BEGINS_WITH": "{0} >= ? AND {0} < ?",
}  # fmt: skip


def _key_condition(tokens: Tokens, names: AttributeNames) -> tuple[str, str, list[str]]:
    """The attribute, the sign and the texts it is compared with."""

    def text() -> str:
        return str(names.value(tokens.take())["S"])

    if tokens.accept("BEGINS_WITH"):
        tokens.take("(")
        name = names.attribute(tokens.take())
        tokens.take(",")
        start = text()
        tokens.take(")")
        return name, "BEGINS_WITH", [start]
    name, sign = names.attribute(tokens.take()), tokens.take().upper()
    operands = [text()]
    if sign == "BETWEEN":
        tokens.take("AND")
        operands.append(text())
    return name, sign, operands
