"""Which file of a page a front serves: by its own clock, to the millisecond, alike on every front."""

import re
import subprocess
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import current_call
from chalicelib.call.page_phase import PagePhase
from chalicelib.pages.phase_parts import phase_file
from chalicelib.rules.window import page_phase, page_phases
from infra.home.nginx_phases import nginx_map, not_before
from infra.local_front import Front
from infra.page_of_phase import edge_phases
from tests.building import MS
from tests.deployed.test_deploy import edge_function
from tests.local_cloud import own_loop
from tests.local_cloud.test_front import NOBODY, get, listening, sent

CALL = current_call()
LAST_DAY = CALL.closes_at - timedelta(hours=24)
INSTANTS = [
    (CALL.opens_at - MS, "upcoming"), (CALL.opens_at, "open"), (LAST_DAY - MS, "open"), (LAST_DAY, "last_day"),
    (CALL.closes_at - MS, "last_day"), (CALL.closes_at, "closed"),
]  # fmt: skip
AT_EACH = pytest.mark.parametrize(("instant", "expected"), INSTANTS)


def unix_ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


@AT_EACH
def test_the_phase_of_a_page_changes_at_the_instants_of_the_call(instant: datetime, expected: str) -> None:
    assert page_phase(CALL, instant) == expected


def test_a_call_shorter_than_a_day_is_in_its_last_day_from_the_start() -> None:
    short = replace(CALL, closes_at=CALL.opens_at + timedelta(hours=5))

    assert page_phase(short, short.opens_at) == "last_day"
    assert [begins for _, begins in page_phases(short)] == [None, short.opens_at, short.opens_at, short.closes_at]


@AT_EACH
def test_nginx_reads_the_same_phase_off_its_clock(instant: datetime, expected: str) -> None:
    rows = re.findall(r'"~(\S+)" (\w+);', nginx_map(CALL))
    default = re.search(r"default (\w+);", nginx_map(CALL))
    clock = f"{unix_ms(instant) / 1000:.3f}"

    assert next((name for rule, name in rows if re.search(rule, clock)), default and default[1]) == expected


@given(st.integers(10**12, 10**13 - 1), st.integers(10**12, 10**13 - 1))
def test_nginx_compares_instants_as_numbers_are_compared(begins: int, now: int) -> None:
    clock = f"{now // 1000}.{now % 1000:03}"

    assert bool(re.search(not_before(begins), clock)) == (now >= begins)


@pytest.mark.node
@AT_EACH
def test_the_edge_reads_the_same_phase_off_its_clock(instant: datetime, expected: str) -> None:
    source = edge_function("/ /apply/").replace("open:0", edge_phases(CALL))
    asked = f"Date.now = () => {unix_ms(instant)}; console.log(handler({{request: {{uri: '/apply/'}}}}).uri)"

    ran = subprocess.run(["node", "-e", f"{source}\n{asked}"], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == f"/apply/{phase_file('index.html', PagePhase(expected))}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "404.html", "apply/index.html"):
        for phase in PagePhase:
            file = tmp_path / phase_file(name, phase)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{name} {phase}")
    return tmp_path


@AT_EACH
@pytest.mark.parametrize(("path", "page"), [("/apply/", "apply/index.html"), ("/nothing/", "404.html")])
def test_the_local_front_serves_the_page_of_its_rehearsals_clock(
    site: Path, instant: datetime, expected: str, path: str, page: str
) -> None:
    # A minute is enough for the answer, and far less than what lies between two phases.
    early = timedelta(minutes=0 if instant.microsecond == 0 else -1)

    assert served_at(site, instant + early, path).endswith(f"{page} {expected}")


def test_an_open_page_that_is_asked_after_again_is_given_anew_when_the_phase_has_changed(site: Path) -> None:
    tags = [re.search(r'ETag: ("\S+")', served_at(site, at, "/apply/")) for at in (LAST_DAY, CALL.closes_at)]

    assert tags[0] and tags[1] and tags[0][1] != tags[1][1]


@pytest.mark.parametrize("path", ["/apply/index.closed.html", "/index.last_day.html", "/404.upcoming.html"])
def test_the_file_of_a_phase_cannot_be_asked_for_by_its_name(site: Path, path: str) -> None:
    assert served_at(site, CALL.opens_at, path).startswith("HTTP/1.1 404")


def served_at(site: Path, instant: datetime, path: str) -> str:
    async def ask() -> bytes:
        shift = unix_ms(instant) - round(time.time() * 1000)
        front = Front(site, "http://127.0.0.1:1", NOBODY, {}, {}, shift_ms=lambda: shift).application()
        async with listening(front) as port:
            return await sent(port, get(path))

    return own_loop.run(ask()).decode()
