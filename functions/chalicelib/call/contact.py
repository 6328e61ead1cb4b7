"""Who answers questions about a call, and how they are reached."""

from __future__ import annotations

from typing import NamedTuple

from .form_definition import Text
from .wording import phone


class Phone(NamedTuple):
    """`shown` is to the letter what the organiser announced."""

    shown: str
    dial: str

    @property
    def words(self) -> str:
        """As phones are written everywhere; a number that the organiser parted himself stays as he did."""
        return phone(self.dial) if self.shown.isdecimal() else self.shown


class Contact(NamedTuple):
    name: Text
    role: Text
    # The role as the announcement's sentence has it: its case follows the sentence.
    role_in_text: Text
    phones: tuple[Phone, ...]
    # Empty for a contact who answers by telephone only.
    email: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every number and the address, as they are written."""
        return (*(phone.words for phone in self.phones), *filter(None, [self.email]))
