"""What the processes of a server of one's own have spent and hold, read from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

from tests.deployed.cloud import descendants


def processor_s(pid: int) -> dict[str, float]:
    """Seconds of a processor that each part has had until now; no load of others counts."""
    spent = {"front": seconds_of(pid), "functions": 0.0, "due": 0.0}
    for child in descendants(pid):
        part = "due" if "trial_due" in Path(f"/proc/{child}/cmdline").read_text() else "functions"
        spent[part] += seconds_of(child)
    return spent


def seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Of the largest process below, in KiB: a worker's."""
    return max(resident_kib(child) for child in descendants(pid))


def resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))
