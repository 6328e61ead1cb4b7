"""Which of the functions' routes an address is, as API Gateway decides it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

PREFIX = "/api"
VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Route:
    """`path` is as the app declares it, with its variables in braces."""

    path: str
    methods: frozenset[str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, path: str, methods: Iterable[str]) -> "Route":
        pattern = VARIABLE.sub(lambda variable: f"(?P<{variable[1]}>[^/]+)", path.replace(".", r"\."))
        return cls(path, frozenset(methods), re.compile(pattern))


class Routes:
    def __init__(self, declared: Mapping[str, Iterable[str]]) -> None:
        """A fixed address comes before one with a variable in its place."""
        self._routes = [Route.of(path, declared[path]) for path in sorted(declared, key=lambda path: path.count("{"))]

    def find(self, method: str, raw_path: str) -> tuple[str, dict[str, str]] | None:
        """The route's own path and its variables; None for an unknown address or method.

        `raw_path` is as it was sent: a slash that is written `%2F` parts nothing.
        """
        if not raw_path.startswith(f"{PREFIX}/"):
            return None
        path = raw_path.removeprefix(PREFIX)
        for route in self._routes:
            if method in route.methods and (match := route.pattern.fullmatch(path)):
                return route.path, {name: unquote(text, errors="replace") for name, text in match.groupdict().items()}
        return None
