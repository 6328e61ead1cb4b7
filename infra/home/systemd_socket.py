"""The socket that systemd opened for this process before it started it: sd_listen_fds(3)."""

import os
import socket
import sys

FIRST = 3


def is_handed_over() -> bool:
    return os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1"


def handed_over() -> socket.socket:
    """Ends the process with a sentence where there is none, or more than one."""
    if not is_handed_over():
        sys.exit("No socket was handed over: a .socket unit opens it.")
    return socket.socket(fileno=FIRST)
