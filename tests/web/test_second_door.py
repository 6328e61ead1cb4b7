"""The API's own address, beside the site's: it answers nobody who does not come through the site."""

import json
from typing import Any

import pytest

from tests.building import COMPLETE
from tests.web.gateway import post_json, send

SECRET = "a secret of the distribution, 32 signs"
HEADER = {"X-Baiqau-Origin": SECRET}


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", SECRET)


@pytest.mark.parametrize("header", [{}, {"X-Baiqau-Origin": ""}, {"X-Baiqau-Origin": SECRET[:-1]},
                                    {"X-Baiqau-Origin": SECRET + " "}, {"X-Baiqau-Origin": "құпия"},
                                    {"X-Baiqau-Origin": SECRET.upper()}, {"X-Origin": SECRET}])  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/call"), ("POST", "/applications"), ("POST", "/applications/check")]
)
def test_who_does_not_know_the_secret_is_sent_to_the_site(
    method: str, path: str, header: dict[str, str], table: Any
) -> None:
    body = json.dumps(COMPLETE).encode()
    answer = send(method, path, body, headers={"Content-Type": "application/json", "Accept-Language": "ru"} | header)

    assert (answer.status, answer.json["title"]) == (403, "Вход не здесь")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert table() == []


@pytest.mark.parametrize("header", [HEADER, {"x-baiqau-origin": SECRET}, {"X-BAIQAU-ORIGIN": SECRET}])
def test_what_the_site_passes_on_is_answered_however_its_header_is_spelled(header: dict[str, str]) -> None:
    assert send("GET", "/call", headers=header).status == 200
    assert post_json("/applications", COMPLETE, X_Baiqau_Origin=SECRET).status == 201


def test_the_secret_is_in_no_log_and_in_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answers = [send("GET", "/call", headers=header) for header in ({}, HEADER, {"X-Baiqau-Origin": SECRET[:-1]})]

    assert SECRET[:-1] not in capsys.readouterr().out + "".join(str(answer) for answer in answers)


def test_a_request_without_any_header_is_refused_and_nothing_breaks() -> None:
    from app import app

    assert app({"requestContext": {}, "headers": None}, None)["statusCode"] == 403
