"""The deployment's secret exchanged: what was given to applicants stays good, what is only under way ends."""

import pytest

from chalicelib import wiring
from tests.building import answers
from tests.web.gateway import post_json, send


def test_a_new_pepper_leaves_given_keys_good(monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = post_json("/applications", answers()).json
    monkeypatch.setenv("KEY_PEPPER", "another secret of this deployment, long enough")
    wiring.service.cache_clear()

    found = send("GET", f"/applications/{receipt['number']}", headers={"Authorization": f"Bearer {receipt['key']}"})

    assert (found.status, found.json["answers"]) == (200, answers())
