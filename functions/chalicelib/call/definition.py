"""The shape of a call: what `call.toml` becomes once the loader has accepted it; its form is in form_definition.

Every text is a mapping from language code to words, complete in all languages of the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from .contact import Contact
from .form_definition import Condition, Form, Option, Text

# Rules the software enforces; a call that declares another is refused (spec 2).
RULES = (
    "window", "deadline", "language", "applicant", "region", "direction", "complete",
    "experience", "readiness", "interview", "supplement", "admission", "exclusion",
)  # fmt: skip
# Rules that a call may do without: then it has no territories, no directions, no interview, no time to supplement after
# it, no tasks. Whatever would cite such a rule cites the one that stands for it.
STANDS_FOR = {
    "region": "applicant", "direction": "complete", "experience": "complete", "readiness": "complete",
    "interview": "admission", "supplement": "deadline", "exclusion": "admission",
}  # fmt: skip


class Rule(NamedTuple):
    id: str
    title: Text
    text: Text


class Criterion(NamedTuple):
    number: int
    short: Text
    text: Text
    applies_when: Condition = ()
    # The rule whose text names this criterion by its number.
    rule: str = ""


class Amendment(NamedTuple):
    at: datetime
    what: Text
    why: Text
    closes_at: datetime | None = None


class Consent(NamedTuple):
    """The personal-data consent: its words are versioned, the version is stored with each consent given."""

    version: str
    operator: Text
    valid_until: datetime
    text: Text
    publication: Text


@dataclass(frozen=True, kw_only=True)
class Call:
    """A whole call. `closes_at` is the closing in force, after every amendment. What has a default it may do without.

    `form` is the version of the form in use, the current one unless `with_form` chose; `other_forms` are the rest.
    """

    id: str
    timezone: str
    languages: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    announced_closes_at: datetime
    rules_clause: int = 0
    appendix: int = 0
    supplement_days: int = 0
    supplement_rolls_to_working_day: bool = False
    explanation_days: int = 0
    missed_tasks_for_exclusion: int = 0
    score_min: int = 0
    score_max: int = 0
    draft_reminder_hours: tuple[int, ...]
    window_reminder_hours: tuple[int, ...] = ()
    non_working_days: frozenset[date]
    registration_url: str = ""
    title: Text
    short_title: Text
    region: Text = field(default_factory=dict)
    timezone_name: Text
    no_grant: Text = field(default_factory=dict)
    contact: Contact
    consent: Consent
    applicant_types: tuple[Option, ...] = ()
    directions: tuple[Option, ...] = ()
    districts: tuple[Option, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    rules: tuple[Rule, ...]
    form: Form
    amendments: tuple[Amendment, ...] = field(default=())
    other_forms: tuple[Form, ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every version of the form, the current one last."""
        return tuple(sorted((*self.other_forms, self.form), key=lambda form: form.version))

    @property
    def current_form(self) -> Form:
        return self.forms[-1]

    def with_form(self, version: int) -> Call:
        """The same call with that version of its form in use; a version nobody knows is taken for the current one."""
        forms = self.forms
        chosen = next((form for form in forms if form.version == version), forms[-1])
        if chosen is self.form:
            return self
        return replace(self, form=chosen, other_forms=tuple(form for form in forms if form is not chosen))

    def has(self, rule_id: str) -> bool:
        """Whether this call has that rule, and with it what the rule is of: an interview, tasks, territories…"""
        return any(rule.id == rule_id for rule in self.rules)

    def rule(self, rule_id: str) -> Rule:
        """The rule, or the one that stands for it in a call without it."""
        cited = rule_id if self.has(rule_id) else STANDS_FOR.get(rule_id, rule_id)
        return next(rule for rule in self.rules if rule.id == cited)
