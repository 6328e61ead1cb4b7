"""The one way in which a clock can be shifted. A package that does not carry this file has no such switch."""

import os


def shift_ms() -> int:
    """How far the rehearsal's clock is from the gateway's, in milliseconds."""
    return int(os.environ.get("CLOCK_SHIFT_MS", "0"))
