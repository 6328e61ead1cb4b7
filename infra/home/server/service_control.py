"""Starting, stopping and asking after the call on a server, and going back to the release before."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable

from infra.home.server.installed_releases import CURRENT, PREVIOUS, WORKERS, is_ready, point, release_at
from infra.home.server.machine import Machine
from infra.home.server.steps import SetupRefused
from infra.home.server.unit_files import ENABLED, FRONT, PARTS, PROVIDER, SOCKETS, TARGET

START_S = 90
# After so many restarts a new release counts as broken, and the one before is started.
MOST_RESTARTS = 6
STOPPED_WITH = {
    "baiqau-functions.socket": "baiqau-dispatcher.service",
    "baiqau-workers.socket": "baiqau-functions.service",
    "baiqau-documents.socket": "baiqau-documents.service",
    "baiqau-counts.socket": "baiqau-status.service",
    "baiqau-provider.socket": PROVIDER,
}


def start_anew(machine: Machine, changed: list[str]) -> None:
    """What changed starts again, everything else starts if it does not run. Requests wait in the sockets meanwhile."""
    if changed:
        machine.run("systemctl", "daemon-reload")
    for socket_unit in [unit for unit in changed if unit in STOPPED_WITH and is_active(machine, unit)]:
        machine.run("systemctl", "stop", STOPPED_WITH[socket_unit])
        machine.run("systemctl", "restart", socket_unit)
    for unit in [unit for unit in changed if unit not in STOPPED_WITH and is_active(machine, unit)]:
        machine.run("systemctl", "reload-or-restart" if unit == FRONT else "restart", unit)
    machine.run("systemctl", "start", *ENABLED)


def stop(machine: Machine) -> None:
    """The front first: whoever comes then is told nothing wrong. All stay enabled for the machine's next start."""
    machine.run("systemctl", "stop", FRONT)
    machine.run("systemctl", "stop", TARGET, *PARTS, PROVIDER, *SOCKETS)


def is_active(machine: Machine, unit: str) -> bool:
    return machine.succeeds("systemctl", "is-active", "--quiet", unit)


def wait_until_it_answers(machine: Machine, host: str, say: Callable[[str], None]) -> None:
    """Ask the site through the front by its name, until it answers; raises SetupRefused with the last failure."""
    until, failure, before = time.monotonic() + START_S, "", restarts(machine)
    while time.monotonic() < until and restarts(machine) - before < MOST_RESTARTS:
        try:
            say(f"  ok     https://{host}/ answers: the call is {phase_told(host)}")
            return
        except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
            failure = f"{type(error).__name__}: {error}"
            time.sleep(0.5)
    raise SetupRefused(f"https://{host}/api/call does not answer ({failure}). See journalctl -u 'baiqau-*'.")


def restarts(machine: Machine) -> int:
    """How often systemd has started the parts again by itself."""
    return sum(map(int, machine.run("systemctl", "show", "--property=NRestarts", "--value", *PARTS).split()))


def phase_told(host: str) -> str:
    # Whose certificate it is, is asked elsewhere: one that nobody trusts yet must not keep the call from starting.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", 443), 10)
    with context.wrap_socket(plain, server_hostname=host) as line:
        line.sendall(f"GET /api/call HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return str(json.loads(answer.read(100_000))["phase"])


def go_back(machine: Machine) -> str:
    """The release before becomes the current one, and the other way round; answers its ID."""
    before, now = release_at(machine, PREVIOUS), release_at(machine, CURRENT)
    if not before or not is_ready(machine, before):
        raise SetupRefused("There is no release before this one to go back to.")
    point(machine, CURRENT, before)
    point(machine, PREVIOUS, now)
    return before


def forsake(machine: Machine, current: str, previous: str) -> None:
    """Both links as they were before a release that does not serve; nobody goes back to that one by mistake."""
    point(machine, CURRENT, current)
    if previous:
        point(machine, PREVIOUS, previous)
    else:
        machine.at(PREVIOUS).unlink(missing_ok=True)


def restarted_after_a_change_of_release() -> list[str]:
    return [*WORKERS, FRONT]
