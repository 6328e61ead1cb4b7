"""Fixtures every room's tests share."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from chalicelib.call import Call, current_call
from tests.call_of_2021 import MARK, is_of_2021
from tests.collector import without_freezing
from tests.compiled_templates import templates_compiled_once

# A busy machine is late with an example, or with making one, now and then; how fast something is, its own tests say.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For a run that asks which lines are reached, not whether an example is found (infra/branch_coverage.py).
settings.register_profile("few", settings.get_profile("unhurried"), max_examples=10)
# For a run that takes a failure for a change noticed: an example that is made slowly notices nothing.
settings.register_profile("mutants", settings.default, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("unhurried")
PATIENCE_MS = 90_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that takes the call of 2021 bears its mark, whoever wrote it: nobody has to remember."""
    for item in items:
        if isinstance(item, pytest.Function) and is_of_2021(item):
            item.add_marker(MARK)


@pytest.fixture(scope="session")
def call() -> Call:
    return current_call()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for every test that looks at a page; each opens a context of its own."""
    from playwright.sync_api import expect

    from infra.chromium import chromium as started

    expect.set_options(timeout=PATIENCE_MS)
    with started() as browser:
        browser.new_context = patient(browser.new_context)
        yield browser


def patient(new_context: Callable[..., Any]) -> Callable[..., Any]:
    """A test fails for what a page never does, not for what a busy machine does late."""

    def opened(**options: Any) -> Any:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    return opened


@pytest.fixture(scope="session")
def dynamodb_local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a DynamoDB Local that lives as long as the session."""
    from tests.store.engines import running_dynamodb_local

    with running_dynamodb_local(tmp_path_factory.mktemp("dynamodb")) as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_frozen() -> Iterator[None]:
    with without_freezing():
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    with templates_compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def _services_are_described_once() -> Iterator[None]:
    """A command of the tool makes a client, whose descriptions of AWS are megabytes of JSON in hundreds of folders:
    each is looked for and read once.
    """
    from botocore.loaders import JSONFileLoader, Loader

    loader = JSONFileLoader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", staticmethod(cache(loader.load_file)))
        patch.setattr(Loader, "list_available_services", _asked_once(Loader.list_available_services))
        yield


def _asked_once(listed: Callable[[Any, str], list[str]]) -> Callable[[Any, str], list[str]]:
    known: dict[tuple[str, ...], list[str]] = {}

    def services(loader: Any, type_name: str) -> list[str]:
        asked = (type_name, *loader.search_paths)
        if asked not in known:
            known[asked] = listed(loader, type_name)
        return known[asked]

    return services


@pytest.fixture(autouse=True)
def _a_session_of_its_own() -> None:
    """A test's endpoint, credentials and mocks are its own: none meets the session of the test before it."""
    from chalicelib.store import aws_clients

    aws_clients.session.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _flags_of_the_call_in_use() -> None:
    """`list` names its flags by the call when it is loaded: by the one in use, before a test puts in another."""
    import staff.commands.listing  # noqa: F401
