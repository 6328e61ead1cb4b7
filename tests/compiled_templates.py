"""Templates in tests. A process compiles its own once; tests make the environments of hundreds of calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS

# Whatever of an environment can change what its sources are compiled to.
OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks",
    "newline_sequence", "keep_trailing_newline", "optimized", "autoescape", "undefined", "finalize", "is_async",
)  # fmt: skip


@contextmanager
def templates_compiled_once() -> Iterator[None]:
    """Meanwhile an environment takes what another compiled of the same source, where both are set alike.

    Environments with filters, tests or extensions of their own compile for themselves: a filter may be of one call.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", _compiled_once(Environment.compile))
        yield


def _compiled_once(compile_source: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[object, Any] = {}

    def code(environment: Environment, source: Any, *named: Any, **options: Any) -> Any:
        if not isinstance(source, str) or not _is_plain(environment):
            return compile_source(environment, source, *named, **options)
        set_so = tuple(getattr(environment, option) for option in OPTIONS)
        key = (type(environment), source, named, tuple(sorted(options.items())), set_so)
        if key not in known:
            known[key] = compile_source(environment, source, *named, **options)
        return known[key]

    return code


def _is_plain(environment: Environment) -> bool:
    has_own = environment.filters != DEFAULT_FILTERS or environment.tests != DEFAULT_TESTS
    return not (has_own or environment.extensions)
