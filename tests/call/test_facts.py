"""One rule, one fact, two languages: a changed fact shows everywhere it must, and nowhere else."""

import pytest

from chalicelib.call.wording import keyboard_text
from tests.call.everything_shown import Outputs, everything_shown
from tests.call.facts_changed import CHANGES, NO_FACTS
from tests.call.test_loading import built, tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def before() -> Outputs:
    return everything_shown(built(*tables()))


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_fact_changes_what_shows_it_and_nothing_else(name: str, before: Outputs) -> None:
    change, (call, form) = CHANGES[name], tables()
    change.alter(call)
    after = everything_shown(built(call, form))
    changed = {output for output, text in before.items() if after[output] != text}
    assert changed == {output for output in before if output.removeprefix("kk/").removeprefix("ru/") in change.shows}
    for language, words in change.words.items():
        output = f"{language}/{change.page}"
        assert (words in keyboard_text(before[output]), words in keyboard_text(after[output])) == (False, True)


def test_nothing_shown_depends_on_when_or_how_often_it_is_asked(before: Outputs) -> None:
    assert everything_shown(built(*tables())) == before


def test_every_fact_of_the_call_has_its_change() -> None:
    call, _ = tables()
    named = {name.split(",")[0].split(".")[0] for name in CHANGES}
    assert set(call) - NO_FACTS - {"contact", "consent"} <= named
    below = {f"{table}.{key}" for table in ("contact", "consent") for key in call[table]}
    assert below <= set(CHANGES)


def test_every_change_names_outputs_there_are(before: Outputs) -> None:
    there = {output.removeprefix("kk/").removeprefix("ru/") for output in before}
    assert {name for change in CHANGES.values() for name in change.shows} - there == set()
    assert {change.page for change in CHANGES.values()} - there == set()
