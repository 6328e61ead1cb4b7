"""A release on a booted Debian: made, changed, unpacked, asked through its front."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from infra.home.server import release
from infra.paths import ROOT, TOOLS, digest_of
from tests.home.debian.booted import Debian
from tests.home.front import HOST

INSTALL = ("python3", "-m", "infra.home.server", "install", "--settings", "/root/server.toml")
SETTINGS = f"""
host = "{HOST}"
mail_from = "call@example.kz"
mail_server = "smtp://localhost:25"
certificate = "given"
chain = "/root/chain.pem"
key = "/root/key.pem"
"""
BAIQAU = "/usr/local/bin/baiqau"
UNSYNCHRONISED = 'clock = "unsynchronised"\n'
# Asks through the front as a visitor does; prints the status, then the answer.
ASK = f"""
import http.client, ssl, sys
method, path, *body = sys.argv[1:]
headers = dict(Host="{HOST}") | {{"Content-Type": "application/json"}}
line = http.client.HTTPSConnection("127.0.0.1", 443, timeout=30, context=ssl._create_unverified_context())
line.connect = lambda: connect(line)
def connect(line):
    import socket
    line.sock = line._context.wrap_socket(socket.create_connection(("127.0.0.1", 443), 30), server_hostname="{HOST}")
line.request(method, path, body[0].encode() if body else None, headers)
answer = line.getresponse()
print(answer.status); print(answer.read().decode())
"""

# By the release's own code: adds to a file and names the folder by its new list.
CHANGE = """
import pathlib, sys
from infra.home.server import release
folder, name, more = pathlib.Path(sys.argv[1]), *sys.argv[2:]
file, listed = folder / name, folder / release.LIST
before = release.digest_of(file)
file.write_bytes(file.read_bytes() + more.encode())
listed.write_text(listed.read_text().replace(f"{before}  {name}\\n", f"{release.digest_of(file)}  {name}\\n"))
print(folder.rename(folder.with_name(f"baiqau-{release.release_id(listed.read_text())}")))
"""


def wheels() -> Path:
    """Fetched once a lock, by the lock's hashes."""
    lock = digest_of([ROOT / "requirements" / "serve.txt"])[:16]
    folder = TOOLS / f"wheels-{lock}-for-{'-'.join(release.PYTHONS)}"
    if not folder.is_dir():
        fresh = folder.with_name(f"{folder.name}.new")
        release.fetch_wheels(fresh)
        fresh.rename(folder)
    return folder


def unpacked(debian: Debian, archive: Path) -> str:
    debian.put("/root/release.tar", archive.read_bytes())
    debian.ok("tar", "-C", "/root", "-xf", "/root/release.tar")
    return f"/root/{archive.stem}"


def ask(debian: Debian, method: str, path: str, *body: str) -> tuple[int, str]:
    status, _, text = debian.ok("python3", "-c", ASK, method, path, *body).partition("\n")
    return int(status), text


def eventually(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(AssertionError, ValueError):
            if is_so():
                return True
        time.sleep(0.5)
    return False


def changed(debian: Debian, folder: str, name: str, more: bytes) -> str:
    """The same release, unpacked beside it, with more at the end of one file, and a list that says so."""
    told = ("/root/changed", name, more.decode())
    debian.ok("cp", "-a", folder, told[0])
    return debian.ok("python3", "-c", CHANGE, *told, folder=folder).strip()
