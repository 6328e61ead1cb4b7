"""How every act of the committee is done: on what was seen, with a named author, or refused with the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..call import Call
from ..intake.append_event import Change, append, reload
from ..intake.store_port import Store
from ..rules.application import Application
from ..rules.lifecycle import allows
from ..rules.local_days import local_day, submission_day
from ..rules.objection import Objection
from ..rules.refusals import NotAllowed, Stale


@dataclass(frozen=True)
class CommitteeAct:
    """A member of the committee at work: the call, the store, who they are and what time it is."""

    call: Call
    store: Store
    author: str
    at: datetime

    def open(self, number: str, seen: int | None = None) -> Application:
        """The application now. `seen` is how many events it had when the decision was taken; else Stale."""
        current = reload(self.call, self.store, number)
        if seen is not None and seen != len(current.events):
            raise Stale(current)
        return current

    def write(
        self, application: Application, act: str, objection: Objection | None, detail: Mapping[str, object]
    ) -> Application:
        """Append the act. Raises NotAllowed as `demand` does; Stale if somebody was first."""
        self.demand(application, act, objection)
        return append(self.store, application, Change(act, self.author, self.at, detail=detail))

    def demand(self, application: Application, act: str, objection: Objection | None) -> None:
        """Nothing stands against the act. Raises NotAllowed by status first, then by the guard."""
        if not allows(self.call, act, application.status):
            raise NotAllowed.by_status(act, application.status)
        if objection:
            raise NotAllowed(objection.rule, application.status, objection.why, objection.params, act)

    @property
    def today(self) -> date:
        return local_day(self.call, self.at)

    def submitted_on(self, application: Application) -> date:
        """The local day of submission, on which the leader's age is judged."""
        return submission_day(self.call, application)
