"""What a page of the site says in some phases of the call only.

A static page cannot know the time, its front can: the build makes one file of each page for each phase, and the front
serves the file of the phase its clock shows. Large pieces stand between marks and are left out of the other phases;
small ones carry `data-when` and are hidden there, so that a script can change them on a page that stays open.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from ..call.page_phase import PIECE_BEGINS, PIECE_ENDS, PagePhase

# A server that knows no phases serves the file of this phase.
USUAL = PagePhase.OPEN
_PIECE = re.compile(rf"{PIECE_BEGINS}(.*?){PIECE_ENDS}\n?", re.DOTALL)
_TAG = re.compile(r'<[a-z][^<>]*\sdata-when="([a-z_ ]+)"[^<>]*>')
_HIDDEN = re.compile(r"\shidden(?=[\s>])")


def when(phases: str, piece: str) -> str:
    """The piece between its marks; `phases` are names of PagePhase, a space between."""
    _phases(phases)
    return f"<!--when {phases}-->{piece}<!--end when-->"


def in_phase(html: str, phase: PagePhase) -> str:
    """The page of a phase: pieces of other phases left out or hidden. Raises ValueError for a phase there is not."""
    kept = _PIECE.sub(lambda mark: mark[2] if phase in _phases(mark[1]) else "", html)
    return _TAG.sub(lambda tag: _tag_of_phase(tag[0], phase in _phases(tag[1])), kept)


def phase_file(name: str, phase: PagePhase) -> str:
    """`rules/index.html` is `rules/index.closed.html` when the call is closed, and itself in the usual phase."""
    path = PurePath(name)
    return name if phase is USUAL else path.with_name(f"{path.stem}.{phase}{path.suffix}").as_posix()


def is_phase_file(name: str) -> bool:
    """Whether a file is one of those that only a front may choose."""
    return PurePath(PurePath(name).stem).suffix.removeprefix(".") in list(PagePhase) and name.endswith(".html")


def _phases(names: str) -> list[PagePhase]:
    return [PagePhase(name) for name in names.split()]


def _tag_of_phase(tag: str, is_shown: bool) -> str:
    bare = _HIDDEN.sub("", tag)
    return bare if is_shown else f"{bare[:-1]} hidden>"
