"""What happens before anything is served: the clock's arithmetic, and plain words where the machine is not enough."""

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.call import Call, current_call
from infra import bootstrap, clock_shift, site_build
from infra.paths import ROOT
from infra.site_build import build_site
from infra.site_files import cache_control, script_sources

AT = datetime.fromisoformat("2021-09-30T17:59:58+06:00")


def test_the_clock_is_right_at_the_moment_it_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_shift, "FIRST_MARGIN_S", 0.1)

    def off_ms() -> float:
        shift = clock_shift.set_clock(AT, lambda shift_ms: None)
        return abs(time.time() * 1000 + shift - AT.timestamp() * 1000)

    # The best of five: a busy machine may put this process aside just before it reads the time.
    assert min(off_ms() for _ in range(5)) < 20


def test_a_machine_that_is_slow_to_warm_up_gets_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_shift, "FIRST_MARGIN_S", 0.02)
    shifts: list[int] = []

    def slow(shift_ms: int) -> None:
        shifts.append(shift_ms)
        time.sleep(0.03)

    assert clock_shift.set_clock(AT, slow) == shifts[-1]
    assert len(shifts) >= 2


def test_real_time_needs_no_shift() -> None:
    assert clock_shift.set_clock(clock_shift.instant("now", current_call()), lambda shift_ms: None) == 0


def test_without_a_wish_the_clock_starts_on_a_morning_inside_the_call(call: Call) -> None:
    assert clock_shift.instant("", call) == datetime.fromisoformat("2021-09-15T10:00:00+06:00")


def test_a_call_of_hours_is_entered_inside_its_hours(call: Call) -> None:
    evening = datetime.fromisoformat("2026-12-01T18:00:00+05:00")
    short = replace(call, timezone="Asia/Qyzylorda", opens_at=evening, closes_at=evening + timedelta(hours=4))
    assert clock_shift.instant("", short) == evening + timedelta(hours=1)


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

    assert "Python 99.0 or newer is needed" in str(bootstrap.main(["serve"]))


def test_a_python_without_venv_is_told_what_to_install() -> None:
    assert "apt-get install python3." in bootstrap.no_venv(
        "The virtual environment was not created: ensurepip is not available"
    )


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<script>a()</script><script>b()</script>", 2),
        ('<script src="/a.js"></script>', 0),
        ('<script type="application/json">{}</script>', 0),
        ('<script type="module">a()</script>', 1),
    ],
)
def test_only_scripts_that_stand_in_the_page_are_named_to_the_browser(html: str, count: int) -> None:
    assert len(script_sources(html)) == count


@pytest.mark.parametrize(
    "lock",
    ["requirements/serve.txt", "requirements/test.txt", "requirements/emulator.txt", "functions/requirements.txt"],
)
def test_a_lock_names_versions_and_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()

    assert lines
    assert all(line.startswith("    --hash=sha256:") or "==" in line for line in lines)


def test_a_file_is_kept_for_ever_only_when_its_name_tells_its_content() -> None:
    assert cache_control(ROOT / "main.57a0d79d.min.css") == "public, max-age=31536000, immutable"
    assert cache_control(ROOT / "index.html") == "no-cache"


def test_a_build_that_ends_while_old_sites_are_looked_through_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [tmp_path / name for name in ("gone", "kept", "old")]
    for site in listed[1:]:
        site.mkdir()
    os.utime(listed[2], (0, 0))
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter(listed))
    site_build.forget_old(tmp_path)
    assert [site.exists() for site in listed] == [False, True, False]


def test_building_another_site_leaves_alone_the_one_that_is_being_served() -> None:
    served = build_site()

    other = build_site("https://baiqau.example/")

    assert served != other
    assert (served / "index.html").exists()
