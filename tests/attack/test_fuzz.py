"""A short run of `make fuzz`: what Schemathesis makes of the API's document is always answered."""

import pytest

import app as functions
from chalicelib.web.openapi import OPERATIONS
from tests.attack.fuzzing import Gateway, fuzz


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("on", ["serve", "home"])
def test_nothing_that_is_sent_is_answered_with_a_failure(on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the run puts in its place is put back.
    monkeypatch.setattr(functions, "service", functions.service)
    gateway = fuzz(20 * len(OPERATIONS), on=on)
    assert gateway.failures == []
    assert gateway.statuses.total() > 15 * len(OPERATIONS)


def test_the_gateway_for_fuzzing_chooses_routes_as_the_real_one_and_counts_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(functions, "service", broken)
    gateway, told = Gateway(), []
    environ = {"PATH_INFO": "/api/applications/arrived", "REQUEST_METHOD": "GET", "wsgi.input": None}
    for path, method in (("/api/applications/arrived", "GET"), ("/api/applications/x", "PUT"), ("/api/none", "GET")):
        reader = type("Reader", (), {"read": lambda self, size: b""})()
        gateway(environ | {"PATH_INFO": path, "REQUEST_METHOD": method, "wsgi.input": reader},
                lambda status, headers: told.append(status[:3]))  # fmt: skip
    assert told == ["500", "500", "404"]
    assert ["/applications/arrived" in failure for failure in gateway.failures] == [True, False]
