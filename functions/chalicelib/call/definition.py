"""The shape of a call: what `call.toml` becomes once the loader has accepted it; its form is in form_definition.

Every text is a mapping from language code to words, complete in all languages of the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from .form_definition import Condition, Form, Option, Text

# Rules the software enforces; a call that declares another, or lacks one, is refused (spec 2).
RULES = (
    "window", "deadline", "language", "applicant", "region", "direction", "complete",
    "experience", "readiness", "interview", "supplement", "admission", "exclusion",
)  # fmt: skip


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


class Phone(NamedTuple):
    shown: str
    dial: str


class Contact(NamedTuple):
    name: Text
    role: Text
    # The role as the announcement's sentence has it: its case follows the sentence.
    role_in_text: Text
    phones: tuple[Phone, ...]
    email: str = ""


class Consent(NamedTuple):
    """The personal-data consent: its words are versioned, the version is stored with each consent given."""

    version: str
    operator: Text
    valid_until: datetime
    text: Text
    publication: Text


@dataclass(frozen=True)
class Call:
    """A whole call. `closes_at` is the closing in force, after every amendment.

    `form` is the version of the form in use, the current one unless `with_form` chose; `other_forms` are the rest.
    """

    id: str
    timezone: str
    languages: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    announced_closes_at: datetime
    rules_clause: int
    appendix: int
    supplement_days: int
    supplement_rolls_to_working_day: bool
    explanation_days: int
    missed_tasks_for_exclusion: int
    score_min: int
    score_max: int
    draft_reminder_hours: tuple[int, ...]
    window_reminder_hours: tuple[int, ...]
    non_working_days: frozenset[date]
    registration_url: str
    title: Text
    short_title: Text
    region: Text
    timezone_name: Text
    no_grant: Text
    contact: Contact
    consent: Consent
    applicant_types: tuple[Option, ...]
    directions: tuple[Option, ...]
    districts: tuple[Option, ...]
    criteria: tuple[Criterion, ...]
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

    def rule(self, rule_id: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == rule_id)
