"""Who answers questions about a call, and how they are reached."""

from __future__ import annotations

from typing import NamedTuple

from .form_definition import Text


class Phone(NamedTuple):
    shown: str
    dial: str


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
        return (*(phone.shown for phone in self.phones), *filter(None, [self.email]))
