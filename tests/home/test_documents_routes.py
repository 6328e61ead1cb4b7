"""Documents at home: what a signed policy lets in, what it does not, and what is on the disk afterwards."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from chalicelib.rules.upload import Upload
from chalicelib.store.home.document_folder import FolderFiles
from tests.deployed.test_mail import eventually
from tests.home.documents_server import PATIENCE_S, DocumentsServer, documents_server, multipart

NAME, CONTENT, SECRET = "2345-DFGJ/0123456789abcdef", b"%PDF-1.4 %%EOF", b"a secret"
SIZES = (len(CONTENT), len(CONTENT))
FORM = "multipart/form-data; boundary=b"


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(tmp_path: Path, clock: Clock) -> Iterator[DocumentsServer]:
    with documents_server(FolderFiles(tmp_path / "documents", SECRET, clock)) as running:
        yield running


def lying(server: DocumentsServer) -> list[str]:
    """Every file below the folder, by its path; of used policies only that there is one."""
    folder = server.files.arriving_file(NAME).parents[2]
    paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted("used" if path.startswith("used/") else path for path in paths)


def allowed(server: DocumentsServer, sizes: tuple[int, int] = SIZES, back: str = "") -> Upload:
    return server.files.upload(NAME, "" if back else "application/pdf", sizes, back)


def test_what_is_allowed_arrives_whole_and_is_its_owners_alone(server: DocumentsServer) -> None:
    answer = server.post(allowed(server), CONTENT)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (204, b"", "no-store")
    arrived = server.files.arrived_file(NAME, 100)
    assert arrived and (arrived.sha256, arrived.filename) == (sha256(CONTENT).hexdigest(), "")
    assert lying(server) == [f"arriving/{NAME}", "used"]
    place = server.files.arriving_file(NAME)
    assert [path.stat().st_mode & 0o777 for path in (place, place.parent)] == [0o600, 0o700]


def test_a_policy_lets_in_one_object_once(server: DocumentsServer) -> None:
    upload = allowed(server)
    statuses = [server.post(upload, content).status for content in (CONTENT, CONTENT[::-1], CONTENT)]
    assert statuses == [204, 403, 403]
    arrived = server.files.arrived_file(NAME, 100)
    assert arrived and arrived.sha256 == sha256(CONTENT).hexdigest()
    server.files.discard(NAME)
    assert (server.post(upload, CONTENT).status, server.files.arrived_file(NAME, 100)) == (403, None)


@pytest.mark.parametrize("content", [CONTENT + b"!", CONTENT[1:], b""])
def test_another_size_is_refused_leaves_nothing_and_uses_nothing_up(server: DocumentsServer, content: bytes) -> None:
    upload = allowed(server)
    assert (server.post(upload, content).status, lying(server)) == (400, [])
    assert server.post(upload, CONTENT).status == 204


def test_what_is_too_large_is_refused_while_it_arrives(server: DocumentsServer) -> None:
    """A gigabyte is promised and a megabyte sent: the answer does not wait for the rest, nor does the disk fill."""
    start = multipart(allowed(server).fields, b"", "a.pdf").removesuffix(b"\r\n--b--\r\n")
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as line:
        head = f"POST /documents HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {1 << 30}\r\n\r\n"
        # It may have answered and hung up before all of that is sent.
        with suppress(ConnectionResetError, BrokenPipeError):
            line.sendall(head.encode() + start + b"x" * (1 << 20))
        assert start_of(line).startswith(b"HTTP/1.1 400")
    assert lying(server) == []


def start_of(line: socket.socket) -> bytes:
    """The first line of an answer, however it is cut on its way."""
    came = b""
    while b"\r\n" not in came and (part := line.recv(100)):
        came += part
    return came


def test_a_line_that_breaks_off_leaves_nothing_and_uses_nothing_up(server: DocumentsServer) -> None:
    upload = allowed(server)
    body = multipart(upload.fields, CONTENT, "a.pdf")
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as line:
        head = f"POST /documents HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body[: -len(CONTENT)])
    assert server.post(upload, CONTENT).status == 204
    expected = [f"arriving/{NAME}", "used"]
    # Of the line that broke off the server hears at a moment of its own.
    assert eventually(lambda: lying(server) == expected), lying(server)


def test_a_policy_ends(server: DocumentsServer, clock: Clock) -> None:
    early, late = allowed(server), allowed(server)
    clock.now += 15 * 60
    assert server.post(early, CONTENT).status == 204
    clock.now += 2
    assert server.post(late, CONTENT).status == 403


def foreign(tmp_path: Path, clock: Clock) -> Upload:
    return FolderFiles(tmp_path, b"another secret", clock).upload(NAME, "application/pdf", SIZES)


def test_what_was_not_signed_here_for_this_is_refused(server: DocumentsServer, tmp_path: Path, clock: Clock) -> None:
    good = allowed(server)
    policy, signature = good.fields["policy"], good.fields["signature"]
    download = dict(pair.split("=", 1) for pair in server.files.download(NAME, "a", "b").partition("?")[2].split("&"))
    tampered = [{}, {"policy": policy}, {"signature": signature}, {"policy": policy[:-4], "signature": signature},
                {"policy": policy, "signature": "é"}, dict(foreign(tmp_path, clock).fields), download,
                {"policy": "x" * 9000, "signature": signature}]  # fmt: skip
    statuses = {server.post(Upload(good.url, fields), CONTENT).status for fields in tampered}
    assert (statuses, server.post(good, CONTENT, key="another").status) == ({403}, 403)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.ask("POST", good.url, b"policy=x", form).status == 403
    assert lying(server) == []


def test_a_page_without_scripts_is_sent_back_whatever_became_of_its_file(server: DocumentsServer) -> None:
    back = "https://example.kz/api/applications/arrived?number=x"
    upload = allowed(server, (1, 20), back)
    answers = [server.post(upload, content, "Құжат «1».pdf") for content in (CONTENT, CONTENT)]
    assert [(answer.status, answer.headers["location"]) for answer in answers] == [(303, back)] * 2
    arrived = server.files.arrived_file(NAME, 100)
    assert arrived and (arrived.size, arrived.filename) == (len(CONTENT), "Құжат «1».pdf")


def test_a_file_too_large_of_a_page_without_scripts_is_known_to_be_too_large_and_takes_no_room(
    server: DocumentsServer,
) -> None:
    answer = server.post(allowed(server, (1, 5_000_000), "https://example.kz/back"), b"x" * 5_000_001)
    arrived = server.files.arrived_file(NAME, 5_000_000)
    assert (answer.status, arrived and arrived.size, arrived and arrived.file.read()) == (303, 5_000_001, b"")
    assert server.files.arriving_file(NAME).stat().st_blocks * 512 < 100_000


def test_no_path_holds_a_word_of_a_person_s(server: DocumentsServer) -> None:
    server.post(allowed(server, (1, 20), "https://example.kz/"), CONTENT, "Сәрсенова Әйгерім 900101100014.pdf")
    assert lying(server) == [f"arriving/{NAME}", "used"]


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/passwd", "a", "a/b/c", "a/b\0", "ә/b", ""])
def test_no_other_name_is_a_document_s(server: DocumentsServer, name: str) -> None:
    with pytest.raises(ValueError, match="name of a document"):
        server.files.arrived_file(name, 10)


def test_what_is_kept_is_fetched_as_an_attachment_for_five_minutes(server: DocumentsServer, clock: Clock) -> None:
    server.post(allowed(server), CONTENT)
    arrived = server.files.arrived_file(NAME, 100)
    assert arrived
    server.files.keep(NAME, arrived)
    address = server.files.download(NAME, 'Ә"\r\n.pdf', "application/pdf")
    got = server.get(address)
    names = ("content-type", "content-disposition", "cache-control", "x-content-type-options")
    assert (got.status, got.body, [got.headers[name] for name in names]) == (200, CONTENT, [
        "application/pdf", "attachment; filename*=UTF-8''%D3%98%22%0D%0A.pdf", "no-store", "nosniff",
    ])  # fmt: skip
    changed = (address[:-1], address + "0", "/documents?x=y", "/documents?")
    assert [server.get(other).status for other in changed] == [404] * 4
    clock.now += 300
    assert server.get(address).status == 404


def test_what_only_arrived_is_fetched_by_nobody_and_forgotten_after_a_day(
    server: DocumentsServer, clock: Clock
) -> None:
    server.post(allowed(server), CONTENT)
    assert server.get(server.files.download(NAME, "a.pdf", "application/pdf")).status == 404
    clock.now = server.files.arriving_file(NAME).stat().st_mtime + 23 * 3600
    assert server.files.forget_old() == 0
    clock.now += 2 * 3600
    assert (server.files.forget_old(), lying(server)) == (2, [])
