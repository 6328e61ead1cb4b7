"""One SQL for two engines: DuckDB's words said to Athena by sqlglot, and the few words it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import sqlglot
from sqlglot import exp

from ..console.errors import USAGE, Failed


def parse(sql: str, dialect: str = "duckdb") -> exp.Expression:
    """One statement. Raises Failed with what is wrong and where."""
    try:
        statements = [statement for statement in sqlglot.parse(sql, read=dialect) if statement is not None]
    except sqlglot.errors.SqlglotError as error:
        raise Failed("query.not_sql", USAGE, "reports", message=str(error).splitlines()[0]) from error
    if len(statements) != 1:
        raise Failed("query.one_statement", USAGE, "reports")
    return cast(exp.Expression, statements[0])


def for_athena(query: str, views: Mapping[str, str]) -> str:
    """The query with the views it needs before it: Athena has only the one table of the export."""
    wanted = parse(query)
    own = wanted.args.pop("with_", None) or wanted.args.pop("with", None)
    for name in _needed_views(wanted, views):
        wanted = wanted.with_(name, parse(views[name]))  # type: ignore[attr-defined]
    for cte in own.expressions if own else []:
        wanted = wanted.with_(cte.alias, cte.this)  # type: ignore[attr-defined]
    return str(wanted.transform(_to_athena).sql(dialect="athena"))


def from_athena(sql: str) -> str:
    """Back into DuckDB's words: the way to try here what Athena would be asked."""
    return str(parse(sql, "athena").transform(_from_athena).sql(dialect="duckdb"))


def tables_in(tree: exp.Expression) -> set[str]:
    """Names the statement reads that it does not define itself."""
    own = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
    return {table.name.lower() for table in tree.find_all(exp.Table) if table.name} - own


def _needed_views(tree: exp.Expression, views: Mapping[str, str]) -> list[str]:
    """The views the tree reads, and those they read, in the order in which they are made."""
    wanted, views_found = tables_in(tree), set()
    while wanted:
        name = wanted.pop()
        if name in views and name not in views_found:
            views_found.add(name)
            wanted |= tables_in(parse(views[name]))
    return [name for name in views if name in views_found]


def _to_athena(node: object) -> Any:
    if isinstance(node, exp.Anonymous) and node.name.upper() == "ARG_MAX_NULL":
        return exp.Anonymous(this="MAX_BY", expressions=node.expressions)
    if isinstance(node, exp.Anonymous) and node.name.upper() == "LIST_REDUCE":
        return _reduce(*node.expressions)
    if isinstance(node, exp.Cast | exp.TryCast) and node.to.is_type("timestamptz"):
        # Trino's CAST expects a space in place of ISO 8601's T.
        instant = exp.Anonymous(this="FROM_ISO8601_TIMESTAMP", expressions=[node.this])
        return exp.Anonymous(this="TRY", expressions=[instant]) if isinstance(node, exp.TryCast) else instant
    return node


def _reduce(elements: object, step: object, first: object) -> exp.Reduce:
    """Trino's REDUCE needs one more function, which returns its argument."""
    result = exp.to_identifier("result")
    return exp.Reduce(this=elements, initial=first, merge=step, finish=exp.Lambda(this=result, expressions=[result]))


def _from_athena(node: object) -> Any:
    """Translate MAX_BY: Trino's keeps a NULL, DuckDB's skips it."""
    if isinstance(node, exp.Reduce):
        return exp.Anonymous(this="LIST_REDUCE", expressions=[node.this, node.args["merge"], node.args["initial"]])
    if isinstance(node, exp.ArgMax):
        return exp.Anonymous(this="ARG_MAX_NULL", expressions=[node.this, node.expression])
    if isinstance(node, exp.Anonymous) and node.name.upper() == "AT_TIMEZONE":
        return exp.AtTimeZone(this=node.expressions[0], zone=node.expressions[1])
    return node
