"""DynamoDB Local for the tests: fetched from npm's registry, checked by its hash, started with Java."""

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from infra.paths import TOOLS

PACKAGE = "amplify-dynamodb-simulator"
VERSION = "2.9.30"
SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
ENGINE = TOOLS / f"dynamodb-local-{VERSION}"
JAVA = 17


class Untrusted(Exception):
    """What was fetched is not what we pinned."""


def java() -> str | None:
    """A Java that is new enough."""
    path = shutil.which("java")
    if path is None:
        return None
    version_text = subprocess.run([path, "-version"], capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', version_text)
    return path if version and int(version[1]) >= JAVA else None


def dynamodb_local() -> Path | None:
    jar = ENGINE / "DynamoDBLocal.jar"
    return jar if jar.exists() else None


def dynamodb_local_command(port: int, folder: Path | None = None) -> list[str]:
    """Starts DynamoDB Local, in memory or with its database in `folder`.

    It cannot be told an address to listen on: never give it real data.
    """
    libraries = f"-Djava.library.path={ENGINE / 'DynamoDBLocal_lib'}"
    kept = ["-dbPath", str(folder)] if folder else ["-inMemory"]
    engine = ["-jar", str(ENGINE / "DynamoDBLocal.jar"), *kept, "-disableTelemetry", "-port", str(port)]
    return [java() or "java", "-Xmx512m", libraries, *engine]


def fetch_dynamodb_local() -> None:
    """Amazon's own engine, as it lies in an npm package of theirs; only the one we pinned is unpacked."""
    print(f"Fetching {PACKAGE} {VERSION} (DynamoDB Local) with npm …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, stdin=subprocess.DEVNULL
        )
        if packed.returncode == 0:
            unpack(next(Path(folder).glob("*.tgz")), ENGINE)


def unpack(archive: Path, target: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise Untrusted(f"{archive.name} has SHA-512 {digest}, not {SHA512}")
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    # Python 3.11.2, Debian 12's, has no filters yet; the digest has told us what is in there.
    careful = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(archive) as packed:
        packed.extractall(fresh, **careful)  # type: ignore[arg-type]  # mypy takes the value for any of the parameters
    shutil.rmtree(target, ignore_errors=True)
    (fresh / "package" / "emulator").rename(target)
    shutil.rmtree(fresh)
