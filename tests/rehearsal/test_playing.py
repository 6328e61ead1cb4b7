"""A small call played from its opening to the accelerator's last task, on the deployed template."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.call.current import VARIABLE
from infra.paths import ROOT
from rehearsal.__main__ import MARK, NotOurs, fresh
from tests.calls import LEAST, SECOND
from tests.calls.foreign_words import SIGNS

PEOPLE = 21


ON = [pytest.param("serve", marks=pytest.mark.deployed), pytest.param("home", marks=pytest.mark.home)]


@pytest.mark.parametrize("on", ON)
def test_a_small_rehearsal_holds_every_invariant_and_leaves_a_state_to_look_at(tmp_path: Path, on: str) -> None:
    done = rehearse("--on", on, "--applicants", str(PEOPLE), "--state", str(tmp_path / "state"))

    assert done.returncode == 0, done.stdout[-6000:]
    assert "; 0 breaches." in done.stdout
    assert json.loads((tmp_path / "state" / MARK).read_text())["applicants"] == PEOPLE
    notes = [(tmp_path / "state" / name).exists() for name in ("cloud.json", "trial.json")]
    assert notes == [False, False], "its cloud still runs"


@pytest.mark.home
@pytest.mark.parametrize("folder", [SECOND, LEAST], ids=lambda folder: folder.name)
def test_a_call_quite_unlike_the_current_one_is_rehearsed_as_well(tmp_path: Path, folder: Path) -> None:
    done = rehearse("--on", "home", "--applicants", str(PEOPLE), "--state", str(tmp_path / "state"), call=str(folder))

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "; 0 breaches." in done.stdout
    assert not SIGNS.search(done.stdout)


def test_too_few_people_are_told_so() -> None:
    done = rehearse("--applicants", "3")
    assert (done.returncode, "at least 21" in done.stderr) == (2, True)


def test_a_state_that_people_may_have_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "key-pepper").write_text("secret")
    with pytest.raises(NotOurs, match="no rehearsal's"):
        fresh(tmp_path)
    assert (tmp_path / "key-pepper").read_text() == "secret"


def test_an_earlier_rehearsal_is_wiped(tmp_path: Path) -> None:
    fresh(tmp_path / "state")
    (tmp_path / "state" / "left").write_text("over")
    fresh(tmp_path / "state")
    assert [file.name for file in (tmp_path / "state").iterdir()] == [MARK]


def rehearse(*wanted: str, call: str = "") -> "subprocess.CompletedProcess[str]":
    """`call` is a folder, where it is not the current one's."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}"}
    environment |= {VARIABLE: call} if call else {}
    return subprocess.run(
        [sys.executable, "-m", "rehearsal", *wanted], cwd=ROOT, env=environment, capture_output=True, text=True
    )
