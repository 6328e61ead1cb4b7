"""The Parquet beside an export: made once, so that every later question is quick, and tied to what it was made of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb

from chalicelib.call import Call

from ..export.export_opening import Export
from ..printing import private_files
from . import base_views
from .damage_views import of_both, of_texts
from .field_columns import as_text, from_texts, quote, sql_type, text
from .form_columns import every_question
from .merged_forms import source_of, versions_of

# Of how we make it; a change of `write` needs another.
MADE_BY = "5"
# Sixty columns of long texts a row: within this memory, larger groups or more threads are five times slower.
ROW_GROUP, MEMORY, THREADS = 8192, "320MB", 2
# Beside the answers' columns, named as no question can be.
FLAWS, IS_JSON = '"flaws of answers"', '"is json"'


def name(export: Export, call: Call) -> str:
    """On the shelf. It holds a digest of the manifests, of what the shelf says of every file, and of the columns."""
    columns = json.dumps([(f.id, source_of(f), versions_of(f), sql_type(f)) for f in every_question(call)])
    digest = hashlib.sha256(f"{MADE_BY} {export.mark()} {columns}".encode()).hexdigest()
    return f"{export.manifests[-1].folder}/baiqau-{digest[:24]}.parquet".lstrip("/")


def older(export: Export, made: str) -> list[str]:
    """What earlier contents or forms left in the same folder."""
    stem = f"{made.rpartition('baiqau-')[0]}baiqau-"
    return [
        name for name in export.storage.names() if name.startswith(stem) and name.endswith(".parquet") and name != made
    ]


def write(connection: duckdb.DuckDBPyConnection, call: Call, path: Path) -> int:
    """Items with one column a field, for this user's eyes alone; answers how many."""
    # Made before DuckDB fills it, which otherwise would open it to everybody for a while.
    path.touch(private_files.FILE)
    path.chmod(private_files.FILE)
    before = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
    connection.execute(f"SET threads = {THREADS}")
    connection.execute(
        f"COPY ({_columns(call)}) TO {text(str(path))} (FORMAT parquet, COMPRESSION snappy,"
        f" ROW_GROUP_SIZE {ROW_GROUP}, USE_TMP_FILE false)"
    )
    connection.execute(f"SET threads = {before}")
    return int(connection.execute(f"SELECT count(*) FROM read_parquet({text(str(path))})").fetchall()[0][0])


def _columns(call: Call) -> str:
    """The answers are parsed once: columns and what is wrong with them come of the same texts. Behind an `unnest`,
    without which DuckDB would parse again for every column that looks into a case.
    """
    form = every_question(call)
    typed = ", ".join(f"{quote(f.id)} := {from_texts(f, 't', 'answers')}" for f in form)
    columns = f"{FLAWS} := {of_texts(call, 't')}, {IS_JSON} := t IS NOT NULL, {typed}"
    read = f"list_transform([{as_text(form, 'answers')}], lambda t: struct_pack({columns}))"
    source = f"SELECT *, unnest(CASE WHEN answers IS NOT NULL THEN {read} ELSE [NULL] END) AS read FROM items"
    present = ", ".join(quote(name) for name in base_views.PRESENT)
    fields = ", ".join(f"read.{quote(f.id)} AS {quote(f.id)}" for f in form)
    flaws = of_both(f"read.{FLAWS}", f"read.{IS_JSON}")
    return f"SELECT {present}, {flaws} AS flaws, answers IS NOT NULL AS has_answers, {fields} FROM ({source})"
