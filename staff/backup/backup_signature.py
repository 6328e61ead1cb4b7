"""Who made a backup: a signature (Ed25519) beside it, so that what somebody else laid into the place is not restored.

The server signs with a key of its own, which comes back with a restore. What a signature is held against is the line
that the server told when it made its first backup, and that the operator keeps where the private key of age is kept.
It covers the backup's bytes and its name, and by the table's hashes each document that was received. It cannot show
that a later backup was taken away: the instant of the newest one is for people to look at.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from chalicelib.store.home.durable_files import whole_file
from staff.console.errors import REFUSED, USAGE, Failed

ENDING = ".sig"
_SCHEME, _BYTES = "baiqau-backup-ed25519", 32
# Of one backup; a line a key.
_MOST_LINES = 100


def signing_key(file: Path) -> Any:
    """The server's own signing key; made when there is none."""
    if not file.exists():
        fresh: str = ECC.generate(curve="ed25519").export_key(format="PEM")
        with whole_file(file, is_new=True) as target:
            target.write(fresh.encode())
    return ECC.import_key(file.read_text("ascii"))


def signer_line(key: Any) -> str:
    """The public half, as the operator keeps it."""
    return f"{_SCHEME} {b64encode(key.public_key().export_key(format='raw')).decode()}"


def signature_file(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}{ENDING}")


def sign(content: BinaryIO, name: str, key: Any) -> bytes:
    """Sign the backup that will have this name."""
    return bytes(eddsa.new(key, "rfc8032").sign(_signed(content, name)))


def _signed(content: BinaryIO, name: str) -> bytes:
    content.seek(0)
    return f"{_SCHEME}\n{name}\n{file_digest(content, 'sha256').hexdigest()}\n".encode()  # type: ignore[arg-type]


def insist_on_signature(backup: Path, signers: Path) -> None:
    """Raises Failed unless one of the keys in the file `signers` signed it."""
    keys, beside = _keys(signers), signature_file(backup)
    if not beside.is_file():
        raise Failed("restore.unsigned", REFUSED, "operating", file=backup.name)
    with backup.open("rb") as content:
        message, signature = _signed(content, backup.name), beside.read_bytes()
    if not any(_is_by(key, message, signature) for key in keys):
        raise Failed("restore.other_signer", REFUSED, "operating", file=backup.name)


def _is_by(key: Any, message: bytes, signature: bytes) -> bool:
    try:
        eddsa.new(key, "rfc8032").verify(message, signature)
    except ValueError:
        return False
    return True


def _keys(signers: Path) -> list[Any]:
    try:
        lines = [line.split() for line in signers.read_text("utf-8").splitlines()[:_MOST_LINES] if line.strip()]
        raw = [b64decode(words[1], validate=True) for words in lines if words[0] == _SCHEME]
    except (OSError, ValueError, LookupError):
        raw = []
    keys = [eddsa.import_public_key(key) for key in raw if len(key) == _BYTES]
    if not keys:
        raise Failed("restore.no_signer", USAGE, "operating", file=signers, scheme=_SCHEME)
    return keys
