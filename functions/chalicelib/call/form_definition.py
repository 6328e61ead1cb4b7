"""The shapes of Appendix 1: sections, questions, their lists and conditions, and the document package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .answer_words import answer_words

# Words in every language of the call, by language code.
Text = Mapping[str, str]


# Named tuples where nothing is computed: defining a frozen dataclass costs a cold start ten times as much.
class Test(NamedTuple):
    """One clause of a condition: the field's answer is among `codes`, or above, or the person is younger."""

    field: str
    codes: frozenset[str] = frozenset()
    above: int | float | None = None
    younger_than: int | None = None


Condition = tuple[Test, ...]


class Option(NamedTuple):
    code: str
    label: Text
    about: Text | None = None


class OnlyWith(NamedTuple):
    """Under `when`, only these codes of the field make sense."""

    when: Condition
    codes: tuple[str, ...]


_CONSENT_OF_ROLE = {"consent": "personal_data", "publication": "publication"}


@dataclass(frozen=True)
class Field:
    """One question. `min`/`max` are code points for text, values for numbers; rows have their own limits."""

    id: str
    kind: str
    label: Text
    hint: Text | None = None
    example: Text | None = None
    required: bool = False
    required_when: Condition = ()
    asked_when: Condition = ()
    min: int | float | None = None
    max: int | float | None = None
    options: tuple[Option, ...] = ()
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
    # What the software needs of the question (roles.py), whatever its id is.
    role: str = ""

    @property
    def consents_to(self) -> str:
        """Which words a yes agrees to: `personal_data`, `publication` or none. A role says it without the key."""
        return _CONSENT_OF_ROLE.get(self.role, self.consent)

    @property
    def example_words(self) -> Text:
        """The example as people write it; empty for a question that shows none."""
        return {language: answer_words(self.kind, text, language) for language, text in (self.example or {}).items()}

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options)

    def label_of(self, code: str, language: str) -> str:
        return next((o.label[language] for o in self.options if o.code == code), code)


class Section(NamedTuple):
    id: str
    label: Text
    fields: tuple[Field, ...]
    note: Text | None = None


class Document(NamedTuple):
    """One question of the package; `most` is how many files it takes."""

    kind: str
    label: Text
    required: bool = False
    required_when: Condition = ()
    most: int = 1

    @property
    def may_have_several(self) -> bool:
        return self.most > 1

    @property
    def is_optional(self) -> bool:
        """Nobody is ever required to send it."""
        return not self.required and not self.required_when


class DocumentPackage(NamedTuple):
    extensions: tuple[str, ...]
    file_max_bytes: int
    package_max_bytes: int
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Form:
    """One version of the form. `retired` are the questions of earlier versions it no longer asks: label by place."""

    title: Text
    sections: tuple[Section, ...]
    package: DocumentPackage
    version: int = 1
    fingerprint: str = ""
    retired: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        return {field.id: field for field in self}

    def role(self, name: str) -> Field | None:
        """The question with the role, the first of several; None where the form has none."""
        return next(iter(self.with_role(name)), None)

    def with_role(self, name: str) -> tuple[Field, ...]:
        """Every question with the role, in form order."""
        return self._by_role.get(name, ())

    @cached_property
    def _by_role(self) -> Mapping[str, tuple[Field, ...]]:
        return {role: tuple(field for field in self if field.role == role) for role in {field.role for field in self}}

    @cached_property
    def consenting(self) -> tuple[Field, ...]:
        """Every question whose yes agrees to something, in form order."""
        return tuple(field for field in self if field.consents_to)

    @cached_property
    def _questions(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._questions)
