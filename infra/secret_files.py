"""A deployment's own secrets on this machine, each a file that its owner alone reads."""

import os
import secrets
from pathlib import Path


def secret_in(file: Path) -> str:
    """The secret kept there, made at the first start."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as written:
            written.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii")
