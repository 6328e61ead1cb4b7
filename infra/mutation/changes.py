"""The changes that are tried in a module's source: each a mutant, with the lines it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import ndiff
from typing import Any, NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

# Annotations change nothing; defaults and decorators were evaluated before a function can be changed.
NEVER = (cst.Annotation, cst.Decorator, cst.Parameters)
# Functions that look at nothing but their event or value: what else they are given is for the type checker.
UNASKED = ("cast", "detail_of")


class Mutant(NamedTuple):
    """`line` counts from 1 in the untouched file; `was` and `now` are the changed lines, stripped."""

    line: int
    was: str
    now: str
    source: str


class Mutation(NamedTuple):
    line: int
    node: cst.CSTNode
    changed: cst.CSTNode


# libcst is not where types are checked: only in the environment that mutates.
class _Changes(cst.CSTVisitor):  # type: ignore[misc]
    """Every change of every node inside functions."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: list[Mutation] = []
        self.functions = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, NEVER):
            return False
        if self.functions:
            line = self.get_metadata(PositionProvider, node, None)
            self.found += [Mutation(line.start.line if line else 0, node, changed) for changed in changes_of(node)]
        self.functions += isinstance(node, (cst.FunctionDef, cst.Lambda))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self.functions -= isinstance(original_node, (cst.FunctionDef, cst.Lambda))


def mutants(original: str) -> Iterator[Mutant]:
    """Each change of a module's source."""
    wrapper, visitor = MetadataWrapper(cst.parse_module(original)), _Changes()
    wrapper.visit(visitor)
    for change in visitor.found:
        source = wrapper.module.deep_replace(change.node, change.changed).code
        was, now = changed_lines(original, source)
        yield Mutant(change.line, was, now, source)


def changed_lines(original: str, source: str) -> tuple[str, str]:
    lines = list(ndiff(original.splitlines(), source.splitlines()))
    was, now = (" ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in ("- ", "+ "))
    return was, now


def changes_of(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind) and operator is not operator_arg_removal:
            variants: Iterable[Any] = operator(node)
            # Of a text only its being another; its letters' case is seldom anybody's rule.
            yield from list(variants)[:1] if operator is operator_string else variants
    if isinstance(node, (cst.If, cst.CompIf, cst.Assert, cst.While)):
        yield node.with_changes(test=cst.Name("False"))
    if isinstance(node, (cst.If, cst.CompIf)):
        yield node.with_changes(test=cst.Name("True"))
    if isinstance(node, cst.BooleanOperation):
        # In the brackets of the whole: what stands on several lines would be no Python without them.
        for side in (node.left, node.right):
            yield side.with_changes(lpar=[*node.lpar, *side.lpar], rpar=[*side.rpar, *node.rpar])
    if isinstance(node, cst.Expr) and isinstance(node.value, (cst.Call, cst.Yield)):
        yield node.with_changes(value=cst.Name("None"))
    if isinstance(node, cst.Call) and not (isinstance(node.func, cst.Name) and node.func.value in UNASKED):
        yield from _arguments_changed(node)


def _arguments_changed(call: cst.Call) -> Iterator[cst.Call]:
    """A named argument left out, another one None: what is left out by place only moves its neighbours."""
    for index, argument in enumerate(call.args):
        before, after = call.args[:index], call.args[index + 1 :]
        if argument.keyword is not None:
            yield call.with_changes(args=[*before, *after])
        elif not argument.star:
            yield call.with_changes(args=[*before, argument.with_changes(value=cst.Name("None")), *after])
