"""How often, and how much in all, an applicant may write into one application."""

from __future__ import annotations

import json

from .application import Application
from .field_conditions import Answers
from .lifecycle import ACTS
from .objection import Objection

# An application is read whole at every look. A hundred versions are five an evening for three weeks; three megabytes
# are fifty versions of a form filled up to its limits. Drafting, editing and supplementing are counted apart: none of
# them can use up what is left for the next.
MOST_VERSIONS_OF_ACT = 100
MOST_BYTES_OF_ACT = 3 * 1024 * 1024
KILOBYTE = 1024


def version_objection(application: Application, act: str, answers: Answers) -> Objection | None:
    """Against one more version by `act`. Each act has a measure of its own: whoever used a draft's up can still
    submit it, and supplement it after the interview. What the committee does is not counted.
    """
    written = [event.answers for event in application.events if event.act == act and event.answers is not None]
    if len(written) >= MOST_VERSIONS_OF_ACT:
        return Objection(ACTS[act].rule, "too_many_versions", {"limit": MOST_VERSIONS_OF_ACT})
    if sum(map(_bytes_of, (*written, answers))) > MOST_BYTES_OF_ACT:
        return Objection(ACTS[act].rule, "too_much_text", {"limit": MOST_BYTES_OF_ACT // KILOBYTE})
    return None


def _bytes_of(answers: Answers) -> int:
    return len(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
