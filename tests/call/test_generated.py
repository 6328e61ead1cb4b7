"""A thousand calls nobody has written: each is loaded or refused by a sentence, and what loads can be walked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.call import Call, DefinitionError
from chalicelib.call.current import VARIABLE
from chalicelib.call.definition_refusal import sentences
from tests.call.generated import Definition, definitions, spoiled_definitions
from tests.call.walking import submission, walk_dictionary, walk_pages, walk_tables

# `make generated` loads or refuses a thousand and walks a thousand to the end; `make test` as many as it has time for.
ASKED = int(os.environ.get("BAIQAU_GENERATED", "0"))
FEW, MANY, WHOLE = 15, ASKED or 100, ASKED or 15
SEEDS = st.integers(0, 2**32)
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@contextmanager
def in_use(definition: Definition) -> Iterator[tuple[Call, Path]]:
    """The call of that definition, loaded strictly and made the one in use; and a folder to write beside it."""
    with tempfile.TemporaryDirectory() as to, pytest.MonkeyPatch.context() as patch:
        folder, call = definition.loaded(Path(to))
        patch.setenv(VARIABLE, str(folder))
        yield call, Path(to)


def load_or_refuse(definition: Definition) -> None:
    to = Path(tempfile.mkdtemp())
    try:
        definition.loaded(to)
    except DefinitionError as error:
        for language in ("kk", "ru"):
            told = sentences(error, language)
            assert told and all(sentence.strip() and ": " in sentence for sentence in told)
        assert all(each.line or each.code == "no_file" for each in (error, *error.others))
    finally:
        shutil.rmtree(to)


def walk(definition: Definition, seed: int) -> None:
    with in_use(definition) as (call, _):
        walk_pages(call)
        submission(call, seed)


@settings(ANY, max_examples=FEW * 4)
@given(spoiled_definitions())
def test_a_definition_is_loaded_or_refused_by_a_sentence(definition: Definition) -> None:
    load_or_refuse(definition)


@settings(ANY, max_examples=FEW)
@given(definitions(), SEEDS)
def test_a_call_that_loads_has_its_pages_its_form_and_its_mail(definition: Definition, seed: int) -> None:
    walk(definition, seed)


@pytest.mark.slow
@settings(ANY, max_examples=MANY)
@given(spoiled_definitions())
def test_many_definitions_are_loaded_or_refused_by_a_sentence(definition: Definition) -> None:
    load_or_refuse(definition)


@pytest.mark.slow
@settings(ANY, max_examples=MANY)
@given(definitions(), SEEDS)
def test_many_calls_have_their_pages_their_forms_and_their_mail(definition: Definition, seed: int) -> None:
    walk(definition, seed)


@pytest.mark.slow
@settings(ANY, max_examples=WHOLE)
@given(definitions(), SEEDS)
def test_a_call_that_loads_is_walked_whole(definition: Definition, seed: int) -> None:
    """Pages, form, submission, judge, mail; then dictionary, export and workbook, whose views are made for each."""
    with in_use(definition) as (call, to):
        walk_pages(call)
        walk_dictionary(call)
        if event := submission(call, seed):
            walk_tables(call, event, to / "out")
