"""What becomes of each applicant whom the committee judges, dealt in turn by arrival."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .applicant import Applicant
from .call_facts import CallFacts

# Of those who passed some send everything before the interview, some inside the window.
FATES = (
    "admitted", "admitted", "excluded", "admitted_late_papers", "completed", "lacking", "failed", "reopened",
    "at_the_edge", "two_at_once", "admitted", "pending_then_passed", "late_papers", "pending", "no_interview", "failed",
    "ineligible", "withdraws", "untouched", "scheduled",
)  # fmt: skip
# Of a call that has no interviews.
WITHOUT_INTERVIEW = (
    "admitted", "admitted", "excluded", "completed", "lacking", "two_at_once", "admitted", "ineligible", "withdraws",
    "untouched",
)  # fmt: skip
PASSED = ("admitted", "excluded", "admitted_late_papers", "completed", "reopened", "at_the_edge", "two_at_once",
          "late_papers")  # fmt: skip
PENDING = ("pending", "pending_then_passed")
NEVER_SCHEDULED = ("ineligible", "untouched")
SUPPLEMENTING = ("admitted", "excluded", "completed", "two_at_once", "pending_then_passed", "failed")


class Fates:
    """`early` are those whom the committee interviewed while the call was still open; they are dealt no other fate."""

    def __init__(self, facts: CallFacts) -> None:
        self.names = FATES if facts.has_interview else WITHOUT_INTERVIEW
        self.early: list[Applicant] = []
        self.groups: dict[str, list[Applicant]] = {}

    def deal(self, people: Sequence[Applicant]) -> None:
        waiting = [person for person in people if person.is_in and person not in self.early]
        for index, person in enumerate(waiting):
            self.groups.setdefault(self.names[index % len(self.names)], []).append(person)

    def fate_of(self, person: Applicant) -> str:
        return next((fate for fate, people in self.groups.items() if person in people), "")

    def of(self, *fates: str) -> list[Applicant]:
        return [person for fate in dict.fromkeys(fates) for person in self.groups.get(fate, [])]

    def those(self, wanted: Callable[[str], bool]) -> list[Applicant]:
        return self.of(*(fate for fate in self.names if wanted(fate)))
