"""The words of an expression, one after another."""

from __future__ import annotations

import re

from .service_errors import invalid

_TOKEN = re.compile(r"\s*(?:(?P<word>[#:]?[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><>|<=|>=|[=<>(),+-]))")
MOST_TOKENS = 300


class Tokens:
    """`expression` names top-level attributes only, which is all that the stores use."""

    def __init__(self, expression: str) -> None:
        self._tokens: list[str] = []
        self._place = at = 0
        text = expression.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or len(self._tokens) == MOST_TOKENS:
                raise invalid("this expression cannot be read")
            self._tokens.append(match.group("word") or match.group("sign"))
            at = match.end()

    def peek(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        """The next token, which must be `wanted` where that is given. Key words are known in any letter case."""
        token = self.peek()
        if not token or (wanted and token.upper() != wanted):
            raise invalid(f"the expression lacks {wanted or 'an end'}")
        self._place += 1
        return token

    def accept(self, *wanted: str) -> str:
        """The next token in upper case when it is one of these; else empty, and nothing is taken."""
        token = self.peek().upper()
        return self.take().upper() if token and token in wanted else ""

    def end(self) -> None:
        if self.peek():
            raise invalid("the expression does not end where it should")
