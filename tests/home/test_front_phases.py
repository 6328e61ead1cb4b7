"""nginx serves the page of the phase by its own clock, with no word of the workers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.call import current_call
from chalicelib.call.page_phase import PagePhase
from chalicelib.pages.phase_parts import phase_file
from infra.site_build import build_site
from tests.home.front import HOST, Front, front_alone

pytestmark = [pytest.mark.front, pytest.mark.home]
PAGES = {"/apply/": "apply/index.html", "/ru/": "ru/index.html", "/nobody": "404.html", "/ru/nobody": "ru/404.html"}


def told(front: Front, path: str) -> str:
    """The phase whose file the answer is; a page that is alike in several of them is told by all."""
    body, site = front.ask("GET", path).body, front.folder / "sites" / "current"
    files = {phase: (site / phase_file(PAGES[path], phase)).read_bytes() for phase in PagePhase}
    return " ".join(phase for phase, page in files.items() if page == body)


# Seconds before the closing: a busy machine that is late for the first has the next.
LEADS_S = (15, 45, 135)


@contextmanager
def closing(folder: Path, in_s: int) -> Iterator[tuple[Front, datetime]]:
    """A call that closes in so many seconds."""
    folder.mkdir()
    closes_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=in_s)
    with front_alone(folder, call=replace(current_call(), closes_at=closes_at)) as front:
        yield front, closes_at


def test_the_form_is_there_until_the_call_closes_and_not_after(tmp_path: Path) -> None:
    build_site(f"https://{HOST}/")  # Kept for the front, which then starts within a second or two.
    assert any(is_closed_in_time(tmp_path / str(lead), lead) for lead in LEADS_S), "this machine was always too slow"


def is_closed_in_time(folder: Path, lead: int) -> bool:
    """False where the closing came before it was asked for the form."""
    with closing(folder, lead) as (front, closes_at):
        early = told(front, "/apply/")
        if datetime.now(UTC) >= closes_at:
            return False
        while datetime.now(UTC) < closes_at + timedelta(milliseconds=50):
            time.sleep(0.02)

        assert (early, told(front, "/apply/")) == ("last_day", "closed")
        assert told(front, "/ru/") == told(front, "/nobody") == told(front, "/ru/nobody") == "closed"
    return True


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "phase"),
    [(timedelta(days=1), timedelta(days=5), "upcoming"), (timedelta(days=-1), timedelta(days=5), "open")],
)
def test_each_phase_has_its_page(tmp_path: Path, opens_in: timedelta, closes_in: timedelta, phase: str) -> None:
    now = datetime.now(UTC)
    call = replace(current_call(), opens_at=now + opens_in, closes_at=now + closes_in)

    with front_alone(tmp_path, call=call) as front:
        assert told(front, "/apply/") == phase


@pytest.mark.parametrize("path", ["/apply/index.html", "/apply/index.closed.html", "/404.upcoming.html"])
def test_a_file_of_a_page_is_found_by_its_folder_alone(tmp_path: Path, path: str) -> None:
    with front_alone(tmp_path) as front:
        assert front.ask("GET", path).status == 404
