"""A pytest plugin: tests whose program is not on this machine are skipped, and the last lines say how to get it.

With BAIQAU_NEVER_SKIP=1 (CI) they fail instead.
"""

import os
from collections.abc import Iterator

import pytest

from infra import tools

LACKING = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LACKING] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = {marker: tools.missing(marker) for marker in tools.NEEDED_BY if any(has(item, marker) for item in items)}
    lacking = config.stash[LACKING] = {marker: how for marker, how in asked.items() if how}
    if os.environ.get("BAIQAU_NEVER_SKIP") != "1":
        for item, how in affected(items, lacking):
            item.add_marker(pytest.mark.skip(reason=f"needs {how}"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for _, how in affected([item], item.config.stash[LACKING]):
        pytest.fail(f"needs {how}", pytrace=False)


def affected(items: list[pytest.Item], lacking: dict[str, str]) -> Iterator[tuple[pytest.Item, str]]:
    return ((item, how) for item in items for marker, how in lacking.items() if has(item, marker))


def has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Below pytest's own last line, so that nobody takes a run with holes for a whole one."""
    for marker, how in config.stash.get(LACKING, {}).items():
        print(f"Tests marked '{marker}' were not run. They need {how}")
