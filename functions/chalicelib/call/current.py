"""The call this installation runs: the folder that `calls/current.txt` names."""

from __future__ import annotations

import pickle
from functools import lru_cache
from pathlib import Path

from .definition import Call

CALLS = Path(__file__).parent / "calls"
# The packager reads the definition once, strictly, and ships the result beside it (infra/slimming.py): a cold
# function that had to parse TOML would answer later by a tenth. In a checkout there is no such file.
ALREADY_READ = CALLS / "current.pickle"


@lru_cache(maxsize=1)
def current_call() -> Call:
    """Raises DefinitionError when the definition is not usable."""
    if ALREADY_READ.exists():
        call = pickle.loads(ALREADY_READ.read_bytes())
        assert isinstance(call, Call)
        return call
    from .loading import load_call

    return load_call(CALLS / (CALLS / "current.txt").read_text(encoding="utf-8").strip())
