"""The committee's and the staff's tool, `baiqau`. Runs from a checkout, wherever one stands in it."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The functions are deployed from their own folder, so `chalicelib` is not importable without it.
if str(ROOT / "functions") not in sys.path:
    sys.path.insert(0, str(ROOT / "functions"))
