"""`make lock`: writes the dependency groups of pyproject.toml as files of exact versions and hashes."""

import os
import subprocess
import sys
import tomllib

from infra.paths import FUNCTIONS, ROOT

LOCKS = ROOT / "requirements"
# The test set holds the others, so it is worked out first and the others keep to its versions.
GROUPS = {
    "test": LOCKS / "test.txt",
    "serve": LOCKS / "serve.txt",
    "staff": LOCKS / "staff.txt",
    "lambda": FUNCTIONS / "requirements.txt",
    "emulator": LOCKS / "emulator.txt",
    "mutation": LOCKS / "mutation.txt",
    "audit": LOCKS / "audit.txt",
}
COMPILE = (
    "pip compile --quiet --no-config --universal --generate-hashes --python-version 3.11 --no-header --no-annotate"
)


def main() -> int:
    """No setting of this machine gets in: locks name neither an index nor a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", uv()], check=True)
    for group, target in GROUPS.items():
        keep = [] if group in ("test", "emulator", "audit") else ["--constraints", str(GROUPS["test"])]
        command = [sys.executable, "-m", "uv", *COMPILE.split(), "--group", group, *keep, "-o", str(target)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return 0


def uv() -> str:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return next(str(entry) for entry in groups["dev"] if str(entry).startswith("uv=="))


if __name__ == "__main__":
    sys.exit(main())
