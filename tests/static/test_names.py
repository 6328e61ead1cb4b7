"""Names of functions say what comes back: no bare participle, which says only that something was done."""

import ast
from pathlib import Path

from infra.package_slimming import ELSEWHERE

ROOT = Path(__file__).parents[2]
ROOMS = ("functions", "staff", "infra", "rehearsal", "bench", "pictures", "docs")
# Said of anything: whoever reads one has to open the function to learn what it is about.
REFUSED = frozenset([
    "announced", "answered", "arrived", "asked", "chosen", "counted", "described", "escaped", "filled", "found",
    "given", "held", "judged", "kept", "known", "left", "linked", "listed", "made", "masked", "measured", "merged",
    "named", "noted", "opened", "owed", "placed", "printed", "published", "quoted", "received", "rendered", "said",
    "sealed", "seen", "sent", "shown", "spoken", "stored", "taken", "told", "typed", "unpacked", "wanted", "written",
])  # fmt: skip


def test_no_function_is_named_by_a_bare_participle() -> None:
    """Methods have their object to say what they are of; a function of a module stands alone."""
    bare = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.strip("_") in REFUSED
    }
    assert bare == set()


def test_what_a_package_leaves_out_by_name_is_there() -> None:
    """A module that is called otherwise since would be carried again, and nobody would notice."""
    assert [module for module in ELSEWHERE if not (ROOT / "functions" / module).exists()] == []
