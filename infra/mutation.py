"""Mutation testing with mutmut: one change a time in a room of the rulebook; a test must notice it.

`python -m infra.mutation` stages a copy in which `chalicelib` lies at the top, because mutmut takes a module's name
from its path; it comes first on the path, before the untouched one in `functions`, which tests read as text and
package. What stands inside functions is mutated; module constants have tests of their own.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from infra.paths import BUILD, ROOT

STAGE = BUILD / "mutation"
ROOMS = ("call", "rules", "intake", "selection", "notices")
COPIED = ("tests", "docs", "staff", "infra", "rehearsal", "bench", "conftest.py", "mkdocs.yml", "requirements")
SETTINGS = """
[tool.mutmut]
source_paths = ["chalicelib"]
only_mutate = [{only}]
also_copy = [{copied}, "functions"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "--fast", "-o", "pythonpath=. functions docs/_hook"]
pytest_add_cli_args_test_selection = [{tests}]
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("rooms", nargs="*", choices=[[], *ROOMS], default=list(ROOMS))
    parser.add_argument("--children", type=int, default=2)
    asked = parser.parse_args()
    stage(asked.rooms or ROOMS)
    mutmut = [sys.executable, "-m", "mutmut"]
    subprocess.run([*mutmut, "run", "--max-children", str(asked.children)], cwd=STAGE, check=False)
    return subprocess.run([*mutmut, "results"], cwd=STAGE, check=False).returncode


def stage(rooms: Sequence[str]) -> None:
    """The checkout as mutmut wants to find it; what an earlier run learnt in `mutants` stays."""
    for name in (*COPIED, "chalicelib", "functions"):
        remove(STAGE / name)
    STAGE.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        copy(ROOT / name, STAGE / name)
    copy(ROOT / "functions" / "chalicelib", STAGE / "chalicelib")
    copy(ROOT / "functions", STAGE / "functions")
    (STAGE / "pyproject.toml").write_text(settings(rooms), "utf-8")


def settings(rooms: Sequence[str]) -> str:
    return (ROOT / "pyproject.toml").read_text("utf-8") + SETTINGS.format(
        only=quoted(f"chalicelib/{room}/*" for room in rooms), copied=quoted(COPIED),
        tests=quoted(f"tests/{room}" for room in ROOMS),
    )  # fmt: skip


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
