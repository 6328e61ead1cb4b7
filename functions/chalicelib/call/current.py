"""The call in use: the folder that BAIQAU_CALL names, otherwise the one that `calls/current.txt` names.

Every reader of a call's folder asks here: the definition, the words, the site's pages and look, the saved questions.
"""

from __future__ import annotations

import os
import pickle
from functools import lru_cache
from pathlib import Path

from .definition import Call

CALLS = Path(__file__).parent / "calls"
# The packager reads the definition once, strictly, and ships the result beside it (infra/packaged_call.py): a cold
# function that had to parse TOML would answer later by a tenth. In a checkout there is no such file.
ALREADY_READ = CALLS / "current.pickle"
# A call's id, or the path of its folder. A package has its call inside and is not asked.
VARIABLE = "BAIQAU_CALL"


def call_folder() -> Path:
    """The folder of the call in use. Whether it is there, and whether it is a call's, its readers say."""
    return _folder(CALLS, os.environ.get(VARIABLE, ""))


def named_folder(name: str) -> Path:
    """The folder of a call by its id, where it lies beside the others, or by a path."""
    beside = CALLS / name
    return beside if beside.is_dir() else Path(name).absolute()


def current_call() -> Call:
    """The call that is in use, loaded once. Raises DefinitionError when its definition is not usable."""
    return _read(call_folder())


@lru_cache(maxsize=2)
def _folder(calls: Path, named: str) -> Path:
    if named and not ALREADY_READ.exists():
        return named_folder(named)
    return calls / (calls / "current.txt").read_text(encoding="utf-8-sig").strip()


@lru_cache(maxsize=2)
def _read(folder: Path) -> Call:
    if ALREADY_READ.exists():
        call = pickle.loads(ALREADY_READ.read_bytes())
        assert isinstance(call, Call)
        return call
    from .loading import load_call

    return load_call(folder)
