"""Where things lie in a checkout, and the digest that tells whether they changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "functions"
RESOURCES = ROOT / "infra" / "resources.yaml"
BUILD = ROOT / ".build"
STATE = ROOT / ".local"
HOME = ROOT / ".home"
TOOLS = ROOT / ".tools"
EMULATOR_PYTHON = ROOT / ".venv-emulator" / "bin" / "python"

BYPRODUCTS = frozenset({"__pycache__", "deployments", ".mypy_cache", ".ruff_cache", ".pytest_cache"})


def files_under(*roots: Path) -> list[Path]:
    """Every source file, sorted; what tools leave behind is not a source."""
    files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*"))]
    return sorted(file for file in files if file.is_file() and not BYPRODUCTS.intersection(file.parts))


def digest_of(files: Iterable[Path], *also: str) -> str:
    """A hash of names and contents; `also` is whatever else decides the result."""
    whole = hashlib.sha256("\0".join(also).encode())
    for file in files:
        name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        whole.update(str(name).encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
