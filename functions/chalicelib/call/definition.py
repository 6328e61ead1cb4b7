"""The shapes of a call: what `call.toml` and `form.toml` become once the loader has accepted them.

Every text is a mapping from language code to words, complete in all languages of the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

Text = Mapping[str, str]

KINDS = frozenset(
    "text textarea choice multi integer number month phone email url iin bin accept bool table".split()
)
# Rules the software enforces; a call that declares another, or lacks one, is refused (spec 2).
RULES = (
    "window", "deadline", "language", "applicant", "region", "direction", "complete",
    "experience", "readiness", "interview", "supplement", "admission", "exclusion",
)  # fmt: skip


@dataclass(frozen=True)
class Test:
    """One clause of a condition: the field's answer is among `codes`, or above, or the person is younger."""

    field: str
    codes: frozenset[str] = frozenset()
    above: int | None = None
    younger_than: int | None = None


Condition = tuple[Test, ...]


@dataclass(frozen=True)
class Option:
    code: str
    label: Text
    about: Text | None = None


@dataclass(frozen=True)
class OnlyWith:
    """Under `when`, only these codes of the field make sense."""

    when: Condition
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One question. `min`/`max` are code points for text, values for numbers; rows have their own limits."""

    id: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = False
    required_when: Condition = ()
    asked_when: Condition = ()
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    options_name: str = ""
    columns: tuple[Field, ...] = ()
    row: Text | None = None
    min_rows: int = 0
    max_rows: int = 0
    more_rows: tuple[Condition, int] | None = None
    adds_up: tuple[str, str] | None = None
    not_before: str = ""
    only_with: tuple[OnlyWith, ...] = ()
    criteria: tuple[int, ...] = ()
    rule: str = ""
    consent: str = ""
    personal: bool = False
    autocomplete: str = ""

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options)

    def label_of(self, code: str, language: str) -> str:
        return next((o.label[language] for o in self.options if o.code == code), code)


@dataclass(frozen=True)
class Section:
    id: str
    label: Text
    fields: tuple[Field, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Document:
    kind: str
    label: Text
    required: bool = False
    required_when: Condition = ()


@dataclass(frozen=True)
class Package:
    extensions: tuple[str, ...]
    file_max_bytes: int
    package_max_bytes: int
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Form:
    title: Text
    sections: tuple[Section, ...]
    package: Package

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        return {field.id: field for field in self}

    def __iter__(self) -> Iterator[Field]:
        return (field for section in self.sections for field in section.fields)


@dataclass(frozen=True)
class Rule:
    id: str
    title: Text
    text: Text


@dataclass(frozen=True)
class Criterion:
    number: int
    short: Text
    text: Text
    applies_when: Condition = ()


@dataclass(frozen=True)
class Amendment:
    at: datetime
    what: Text
    why: Text
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Phone:
    shown: str
    dial: str


@dataclass(frozen=True)
class Contact:
    name: Text
    role: Text
    phones: tuple[Phone, ...]


@dataclass(frozen=True)
class Consent:
    """The personal-data consent: its words are versioned, the version is stored with each consent given."""

    version: str
    operator: Text
    valid_until: datetime
    text: Text
    publication: Text


@dataclass(frozen=True)
class Call:
    """A whole call. `closes_at` is the closing in force, after every amendment."""

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

    def rule(self, rule_id: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == rule_id)
