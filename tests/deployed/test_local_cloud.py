"""What `make serve` puts behind one address: the deployed template, the site, the rehearsal clock."""

import gzip
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from infra import stack_deployment
from infra.cloud_process import launch
from infra.emulator import Emulator
from infra.local_stack import STACK, LocalStack
from tests.building import COMPLETE
from tests.deployed.cloud import JSON, Answer, Cloud, descendants, start
from tests.deployed.conftest import AT

pytestmark = pytest.mark.deployed

LOOPBACK_HEX = "0100007F"
PATIENCE_S = 120
CLOSES = datetime.fromisoformat("2021-09-30T18:00:00+06:00")
# Seconds before the closing at which a cloud is ready: a busy machine that is late for the first has the next.
LEADS_S = (2, 10, 40)
PAGES = ("/", "/rules/", "/apply/", "/my/", "/faq/", "/contacts/", "/privacy/")


def test_the_rehearsal_clock_shows_what_was_asked_at_the_moment_it_is_ready(cloud: Cloud, tmp_path: Path) -> None:
    # Fast only by as long as this process took to read that line: a busy machine may have put it aside just then.
    assert seconds_fast(cloud) <= 1 or min(seconds_fast_of_another(tmp_path / name, cloud.on) for name in "ab") <= 1


def seconds_fast(cloud: Cloud) -> float:
    """How far its clock is ahead of what was asked; slow it never is by more than a wink."""
    before, answer, after = time.time(), cloud.ask("GET", "/api/call"), time.time()

    shown = datetime.fromisoformat(answer.json["now"]).timestamp() - datetime.fromisoformat(AT).timestamp()

    assert before - cloud.ready_at - 0.05 <= shown
    assert answer.json["rehearsal"] is True
    assert answer.headers["cache-control"] == "no-store"
    return shown - (after - cloud.ready_at)


def seconds_fast_of_another(state: Path, on: str) -> float:
    another = start(state, AT, on=on)
    try:
        return seconds_fast(another)
    finally:
        another.stop()


@pytest.mark.parametrize("page", [f"{language}{page}" for language in ("", "/ru") for page in PAGES])
def test_every_page_is_served(cloud: Cloud, page: str) -> None:
    answer = cloud.ask("GET", page)

    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'lang="{"ru" if page.startswith("/ru/") else "kk"}"' in answer.body.decode()


def test_a_page_is_sent_compressed_and_only_once(cloud: Cloud) -> None:
    plain = cloud.ask("GET", "/rules/")
    packed = cloud.ask("GET", "/rules/", headers={"Accept-Encoding": "gzip"})

    again = cloud.ask("GET", "/rules/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})

    assert gzip.decompress(packed.body) == plain.body
    assert (again.status, again.body) == (304, b"")


def test_an_address_without_its_last_slash_leads_to_the_page(cloud: Cloud) -> None:
    answer = cloud.ask("GET", "/ru/rules")

    assert (answer.status, answer.headers["location"]) == (301, "/ru/rules/")


@pytest.mark.parametrize(
    ("path", "language"), [("/nothing/", "kk"), ("/ru/nothing/", "ru"), ("/../pyproject.toml", "kk")]
)
def test_an_unknown_page_is_404_in_its_language(cloud: Cloud, path: str, language: str) -> None:
    answer = cloud.ask("GET", path)

    assert answer.status == 404
    assert f'<html lang="{language}"' in answer.body.decode()


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/nothing"), ("DELETE", "/api/call"), ("GET", "/_local/nothing")]
)
def test_an_unknown_address_of_the_api_is_a_404_problem(cloud: Cloud, method: str, path: str) -> None:
    answer = cloud.ask(method, path)

    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json["status"] == 404


def test_every_answer_carries_the_security_headers(cloud: Cloud) -> None:
    for path in ("/", "/api/call", "/nothing/"):
        headers = cloud.ask("GET", path).headers
        assert "'unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("size", [900_000, 10_000_000])
def test_a_body_that_is_too_large_is_a_413_problem(cloud: Cloud, size: int) -> None:
    answer = cloud.post("/api/applications", {"summary": "а" * (size // 6)})

    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("body", [b"\xff\xfe{}", b"{", b"\x00", b'{"summary": "\xd0"}', "[]".encode("utf-16")])
def test_bytes_that_are_no_json_are_refused_and_nothing_breaks(cloud: Cloud, body: bytes) -> None:
    answer = cloud.ask("POST", "/api/applications", body, {"Content-Type": "application/json"})

    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_client_that_names_no_type_and_accepts_nothing_in_particular_is_understood(cloud: Cloud) -> None:
    answer = cloud.ask("POST", "/api/applications/check", json.dumps(COMPLETE).encode())

    assert (answer.status, answer.json["complete"]) == (200, True)


def test_twenty_presses_at_once_make_one_application(cloud: Cloud) -> None:
    key = {"Idempotency-Key": uuid.uuid4().hex}
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: cloud.post("/api/applications", COMPLETE, key), range(20)))

    assert {answer.status for answer in answers} <= {200, 201}
    assert len({(answer.json["number"], answer.json["key"]) for answer in answers}) == 1


@pytest.mark.parametrize("stage", ["api", "Stage", "prod"])
def test_the_api_s_own_address_answers_nobody_who_passes_the_site_by(cloud: Cloud, stage: str) -> None:
    """Asked as the gateway is asked on AWS: by the API's own name, past the front."""
    known = json.loads((cloud.state / "cloud.json").read_text())
    emulator = Emulator(int(known["endpoint"].rpartition(":")[2]), cloud.process, cloud.state)  # type: ignore[arg-type]
    outputs = stack_deployment.outputs(emulator.client("cloudformation"), STACK)
    guess = {"Host": LocalStack(emulator, outputs, "", Path()).host, "X-Baiqau-Origin": "a guess", **JSON}

    direct = replace(cloud, port=emulator.port).ask(
        "POST", f"/{stage}/applications", json.dumps(COMPLETE).encode(), guess
    )

    # Of a stage it does not have the gateway says the same, as AWS does, and no function is asked.
    assert (direct.status, "title" in direct.json) == (403, stage == "api")
    assert cloud.ask("GET", "/api/call", headers={"X-Baiqau-Origin": "a guess"}).status == 200


def test_nothing_listens_on_any_address_but_this_machine_s_own(cloud: Cloud) -> None:
    ours = {inode for pid in [cloud.process.pid, *descendants(cloud.process.pid)] for inode in sockets(pid)}
    listening = [row for table in ("tcp", "tcp6") for row in rows(table) if row[3] == "0A" and row[9] in ours]

    assert listening
    assert {row[1].split(":")[0] for row in listening} == {LOOPBACK_HEX}


def sockets(pid: int) -> list[str]:
    links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    return [link.removeprefix("socket:[").rstrip("]") for link in links if link.startswith("socket:")]


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]


def test_what_cannot_be_read_is_refused_and_no_word_of_it_is_logged(tmp_path: Path, on: str) -> None:
    evening = start(tmp_path, AT, on=on)
    answer = evening.ask("GET", "/api/call", headers={"Authorization": "Bearer " + "7DF2682N" * 2000})
    assert evening.stop() == 0

    assert answer.status == 400
    logs = list(tmp_path.rglob("*.log"))
    assert logs and "7DF2682N" not in "".join([*evening.said, *(log.read_text() for log in logs)])


def test_a_taken_port_is_said_so(cloud: Cloud, tmp_path: Path) -> None:
    second = launch(tmp_path, AT, cloud.port, cloud.on)
    said, _ = second.communicate(timeout=PATIENCE_S)

    assert second.returncode == 1
    assert f"port {cloud.port} is taken" in said


@pytest.mark.parametrize(("at", "complaint"), [("tomorrow", "is not a time"), ("2021-09-30T18:00:00", "names no zone")])
def test_an_unclear_instant_is_said_so(tmp_path: Path, on: str, at: str, complaint: str) -> None:
    refused = launch(tmp_path, at, 0, on)
    said, _ = refused.communicate(timeout=PATIENCE_S)

    assert refused.returncode == 1
    assert complaint in said


def test_the_deadline_decides_by_arrival_and_applications_survive_a_stop_and_a_kill(tmp_path: Path, on: str) -> None:
    evening, answers = posted_around_the_deadline(tmp_path, on)

    for answer in answers:
        assert answer.status == (201 if received(answer) < CLOSES else 403)
    assert {answer.status for answer in answers} == {201, 403}

    first = next(answer.json for answer in answers if answer.status == 201)
    morning = start(tmp_path, "2021-09-20T09:00:00+06:00", evening.port, on)
    assert status_of(morning, first) == 200
    later = morning.post("/api/applications", {**COMPLETE, "org_name": "Жетісу"})
    morning.kill()

    recovered = start(tmp_path, AT, evening.port, on)
    found = [status_of(recovered, first), status_of(recovered, later.json)]
    recovered.stop()
    assert found == [200, 200]


def posted_around_the_deadline(state: Path, on: str) -> tuple[Cloud, list[Answer]]:
    """A cloud that has stopped, and what it answered before the closing and after it."""
    for lead in LEADS_S:
        evening = start(state, (CLOSES - timedelta(seconds=lead)).isoformat(), on=on)
        answers = post_until_closed(evening)
        assert evening.stop() == 0
        if answers[0].status == 201:
            break
    return evening, answers


def post_until_closed(cloud: Cloud) -> list[Answer]:
    """Two applicants who do not pause until a second after the closing; every post is another application."""
    until = time.monotonic() + PATIENCE_S

    def keep_posting(name: str) -> list[Answer]:
        answers: list[Answer] = []
        while not (answers and received(answers[-1]) > CLOSES + timedelta(seconds=1)) and time.monotonic() < until:
            answers.append(cloud.post("/api/applications", {**COMPLETE, "org_name": f"{name} {len(answers)}"}))
        return answers

    with ThreadPoolExecutor(2) as pool:
        answers = [answer for answers in pool.map(keep_posting, ("Іле", "Шу")) for answer in answers]
    return sorted(answers, key=received)


def received(answer: Answer) -> datetime:
    return datetime.fromisoformat(answer.json["received_at"])


def status_of(cloud: Cloud, receipt: dict[str, str]) -> int:
    return cloud.ask(
        "GET", f"/api/applications/{receipt['number']}", headers={"Authorization": f"Bearer {receipt['key']}"}
    ).status
