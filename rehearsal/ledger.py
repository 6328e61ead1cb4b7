"""What `baiqau results` publishes of the rehearsal: asked of the staff's own tool, not of its code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.paths import ROOT

from .cloud import NoCloud


def publish(state: Path, for_staff: Sequence[str]) -> Mapping[str, object]:
    """The list and the ledger, written beside the state; raises NoCloud with what the tool said."""
    file = state / "results.json"
    program = [sys.executable, "-m", "staff", "results", *for_staff, "--out", str(file)]
    paths = f"{ROOT / 'functions'}{os.pathsep}{ROOT}"
    environment = {**os.environ, "PYTHONPATH": paths, "BAIQAU_STATE": str(state.resolve())}
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NoCloud(f"baiqau results: {done.stdout}{done.stderr}")
    ledger: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return ledger
