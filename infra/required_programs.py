"""A pytest plugin: tests whose program is not on this machine are skipped, and the last lines say how to get it.

With BAIQAU_NEVER_SKIP=1 (CI) they fail instead. `--fast` leaves out every test that needs a program or is slow, and,
where no test is named, the rooms whose tests start a table or a site each.
Run by several workers, tests that share a clock stay together, in order, on one of them.
"""

import os
from collections.abc import Iterator

import pytest

from infra import tools
from infra.call_refusal import call_refusal

LACKING = pytest.StashKey[dict[str, str]]()
SLOW = ("slow", "paths", "home")
# Clouds, killed processes and the closing minute are timed: two of them at once would disturb each other.
ONE_CLOCK = ("deployed", "home")
# A minute has room for these; the tool's tests alone take two.
QUICK_ROOMS = ("call", "desk", "intake", "notices", "pages", "projection", "rules", "selection", "static")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="only tests that need no program and are not slow")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LACKING] = {}
    # Most tests read the call when they are collected: hundreds of traces would hide the one sentence.
    if refusal := call_refusal():
        raise pytest.UsageError(refusal)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--fast"):
        leave_out(config, items)
    for item in items:
        is_timed = any(has(item, marker) for marker in ONE_CLOCK)
        group = ONE_CLOCK[0] if is_timed else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))
    asked = {marker: tools.missing(marker) for marker in tools.NEEDED_BY if any(has(item, marker) for item in items)}
    lacking = config.stash[LACKING] = {marker: how for marker, how in asked.items() if how}
    if os.environ.get("BAIQAU_NEVER_SKIP") != "1":
        for item, how in affected_tests(items, lacking):
            item.add_marker(pytest.mark.skip(reason=f"needs {how}"))


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    light = [item for item in items if not any(has(item, marker) for marker in (*SLOW, *tools.NEEDED_BY))]
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        light = [item for item in light if item.nodeid.split("/")[1] in QUICK_ROOMS]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(light)])
    items[:] = light


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for _, how in affected_tests([item], item.config.stash[LACKING]):
        pytest.fail(f"needs {how}", pytrace=False)


def affected_tests(items: list[pytest.Item], lacking: dict[str, str]) -> Iterator[tuple[pytest.Item, str]]:
    return ((item, how) for item in items for marker, how in lacking.items() if has(item, marker))


def has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Below pytest's own last line, so that nobody takes a run with holes for a whole one."""
    for marker, how in config.stash.get(LACKING, {}).items():
        print(f"Tests marked '{marker}' were not run. They need {how}")
