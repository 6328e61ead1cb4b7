"""The page about the server holds every setting and every number there is, and its limits are the front's."""

import re
from dataclasses import fields

from infra.home.front_server.front_limits import FrontLimits
from infra.home.server.settings import ServerSettings
from infra.home.status import MEANINGS, PORT
from tests.static.test_readme import ROOT

TEXT = (ROOT / "docs" / "operating" / "server.md").read_text("utf-8")
PARTS = dict(part.split("\n", 1) for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:])


def first_cells(part: str) -> list[str]:
    rows = re.findall(r"^\| ([^|]+) \|", PARTS[part], re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_every_setting_is_explained_and_no_other() -> None:
    assert sorted(first_cells("Settings")) == sorted(field.name for field in fields(ServerSettings))


def test_every_number_is_explained_and_no_other() -> None:
    assert sorted(first_cells("Numbers")) == sorted(MEANINGS)
    assert f"127.0.0.1:{PORT}/status" in PARTS["Numbers"]


def test_the_limits_are_those_of_the_front() -> None:
    limits = FrontLimits()
    told = re.findall(r"\| (\d+) \| (\d+|–) \|", PARTS["The front server"])
    rates = [(limit.burst, limit.rate) for limit in (limits.sending, limits.asking, limits.pages)]
    bounds = [(str(limits.connections), "–"), (str(limits.requests), "–")]
    assert told == [*((str(burst), str(rate)) for burst, rate in rates), *bounds]
