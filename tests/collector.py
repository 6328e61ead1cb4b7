"""The garbage collector in tests. A function freezes what it loads, once in its life (wiring.py); tests wire many."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_freeze = gc.freeze


@contextmanager
def without_freezing() -> Iterator[None]:
    """`gc.freeze` does nothing meanwhile.

    Frozen garbage is never collected. Thawed after each test it is walked whole again and again: the collector spares
    what is old by its share of all it knows, and what was frozen it has forgotten; tests took twelve times as long.
    """
    gc.freeze = lambda: None
    try:
        yield
    finally:
        gc.freeze = _freeze


@contextmanager
def frozen_as_in_a_function() -> Iterator[None]:
    """What was there before is not walked meanwhile: time that is measured is that of the requests."""
    gc.collect()
    _freeze()
    try:
        yield
    finally:
        gc.unfreeze()
