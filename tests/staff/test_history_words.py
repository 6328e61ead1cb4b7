"""`history` says everything that an act says of itself in the reader's language."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from chalicelib.call import words
from chalicelib.rules.appointments import CONFIRMED, DECLINED
from chalicelib.rules.document_history import CLEAN, INFECTED
from chalicelib.rules.lifecycle import ACTS
from staff.commands.history import INTERNAL
from tests.detail_shapes import shape_of

SAID = sorted({name for act in ACTS for name in get_type_hints(shape_of(act))} - INTERNAL)


@pytest.mark.parametrize("name", SAID)
def test_what_an_act_says_of_itself_has_its_name_in_words(name: str) -> None:
    assert f"detail.{name}" in words("staff")


@pytest.mark.parametrize(("name", "code"), [
    ("answer", CONFIRMED), ("answer", DECLINED), ("verdict", CLEAN), ("verdict", INFECTED),
])  # fmt: skip
def test_a_code_of_the_software_is_said_in_words(name: str, code: str) -> None:
    assert f"{name}.{code}" in words("staff")
