"""The whole product in a network that has nothing but the machine itself: no cloud's name can even be looked up."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from infra.paths import FUNCTIONS, ROOT

pytestmark = pytest.mark.home

# What runs inside: loopback is brought up, the product starts, and the acts that reach furthest are done.
INSIDE = """
import fcntl, socket, struct, sys, time, uuid
from pathlib import Path
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    name = b"lo".ljust(16, b"\\0")
    flags = struct.unpack("16sh", fcntl.ioctl(probe, 0x8913, name + bytes(24))[:18])[1]
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh", name, flags | 1) + bytes(22))
interfaces = sorted(name for _, name in socket.if_nameindex())
assert interfaces == ["lo"], interfaces
for host in ("dynamodb.eu-central-1.amazonaws.com", "s3.amazonaws.com", "example.kz"):
    try:
        socket.create_connection((host, 443), 2)
    except OSError:
        continue
    raise SystemExit(f"{host} can be reached")

from tests import files_building as made
from tests.building import COMPLETE
from tests.deployed.cloud import start
from tests.deployed.test_documents import announced, asked, posted
from tests.deployed.test_mail import eventually, inbox
cloud = start(Path(sys.argv[1]), "2021-09-15T10:00:00+06:00", on="home")
try:
    mine = cloud.post("/api/applications", COMPLETE, {"Idempotency-Key": uuid.uuid4().hex}).json
    told = announced(cloud, mine)
    assert posted(cloud, told["upload"], made.PDF) == 204
    assert asked(cloud, mine, "POST", f"/{told['document_id']}/received").status == 200
    assert eventually(lambda: mine["number"] in inbox(cloud))
    assert cloud.ask("GET", "/apply/").status == 200
finally:
    cloud.stop()
print("whole")
"""


def can_part_networks() -> bool:
    return subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode == 0


def test_nothing_but_the_machine_itself_is_needed(tmp_path: Path) -> None:
    if not can_part_networks():
        message = "needs a network namespace: run as root, with unshare"
        (pytest.fail if os.environ.get("BAIQAU_NEVER_SKIP") == "1" else pytest.skip)(message)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    ran = subprocess.run(
        ["unshare", "--net", sys.executable, "-c", INSIDE, str(tmp_path / "home")], cwd=ROOT, capture_output=True,
        text=True, timeout=600, env={**environment, "PYTHONPATH": f"{FUNCTIONS}:{ROOT}"},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout.split()[-1:]) == (0, ["whole"]), ran.stderr
    # The test's own network is another: that it was parted is what the program above looked at.
    assert [name for _, name in socket.if_nameindex()] != []
