"""The runbook's lines for the kernel's firewall, loaded as they stand there into a network of the test's own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.home.front_server.front_limits import FrontLimits
from infra.paths import ROOT
from infra.tools import nft

pytestmark = [pytest.mark.home, pytest.mark.firewall]
PAGE = ROOT / "docs" / "operating" / "server.md"
EACH = FrontLimits().connections
# What runs inside: connections that say nothing, each opened while those before it stay.
INSIDE = """
import socket, subprocess, sys
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
nft, rules, each = sys.argv[1], sys.argv[2], int(sys.argv[3])
subprocess.run([nft, "-f", rules], check=True)
doors = {}
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    for port in (80, 443, 22):
        doors[host, port] = socket.create_server((host, port), family=family, backlog=1024)

def opened(host, port, source=None):
    line = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    line.settimeout(0.5)
    if source:
        line.bind((source, 0))
    try:
        line.connect((host, port))
    except TimeoutError:
        line.close()
        return None
    return line

for host in ("127.0.0.1", "::1"):
    idle = [opened(host, 80 if place % 2 else 443) for place in range(each)]
    assert all(idle), f"{host}: refused before {each}"
    assert opened(host, 80) is None and opened(host, 443) is None, f"{host}: more than {each}"
    assert opened(host, 22), "another port is not counted"
    assert ":" in host or opened(host, 80, "127.0.0.2"), "another address has its own count"
    for line in idle:
        line.close()
    for port in (80, 443):
        doors[host, port].setblocking(False)
        try:
            while True:
                doors[host, port].accept()[0].close()
        except BlockingIOError:
            pass
    assert opened(host, 80), f"{host}: closed connections are counted still"
print("bounded")
"""


def lines_of_the_page() -> str:
    told = re.search(r"^    table inet baiqau \{\n(?:    .*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    assert told
    return re.sub(r"^ {4}", "", told.group(), flags=re.MULTILINE)


def test_idle_connections_of_one_address_are_bounded_and_anothers_are_not(tmp_path: Path) -> None:
    program, rules = nft() or "nft", tmp_path / "rules.nft"
    if subprocess.run(["unshare", "--net", program, "add", "table", "inet", "probe"], capture_output=True).returncode:
        pytest.skip("needs root, and a kernel with nftables")
    rules.write_text(lines_of_the_page(), "utf-8")
    command = ["unshare", "--net", sys.executable, "-c", INSIDE, program, str(rules), str(EACH)]
    ran = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=300)
    assert (ran.returncode, ran.stdout) == (0, "bounded\n"), ran.stderr


def test_the_kernel_counts_as_many_as_the_front() -> None:
    assert set(re.findall(r"ct count over (\d+)", lines_of_the_page())) == {str(EACH)}
