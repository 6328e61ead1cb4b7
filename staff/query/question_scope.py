"""Of what a question is asked, and the words the views share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.call import Call

from .field_columns import text

# Below the public views: numbers of other calls' applications, and three that hold what is masked above them. An
# event that lies in an export twice is twice in EVENTS and once in DISTINCT_EVENTS.
OTHERS, EVENTS, DISTINCT_EVENTS = "kept_others", "kept_events", "kept_distinct_events"
APPLICATIONS = "kept_applications"
KEPT = (OTHERS, EVENTS, DISTINCT_EVENTS, APPLICATIONS)


@dataclass(frozen=True)
class QuestionScope:
    """Of what: the call, the instant that counts as now, and whether personal columns are shown as they are."""

    call: Call
    now: datetime
    personal: bool = False


def local(call: Call, instant: str) -> str:
    """The clock of the call's zone at an instant."""
    return f"CAST({instant} AT TIME ZONE {text(call.timezone)} AS TIMESTAMP)"
