"""Builds the public site, and only when something that is printed in it has changed."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from chalicelib.call.current import call_folder
from infra.call_refusal import call_refusal
from infra.paths import BUILD, FUNCTIONS, ROOT, digest_of, files_under

LOCAL_URL = "http://127.0.0.1:8000/"
# What `baiqau results` published for a deployed site; a local cloud has its own.
RESULTS = ROOT / ".published"
KEPT_S = 7 * 24 * 3600


class SiteFailed(Exception):
    """MkDocs refused; the message is what it said."""


def build_site(url: str = LOCAL_URL, results: Path = RESULTS) -> Path:
    """The folder of the built site; `url` is what its links begin with, `results` the folder of what was published."""
    if refusal := call_refusal():
        raise SiteFailed(refusal)
    target = BUILD / "sites" / sources_digest(url, results)[:16]
    if not target.exists():
        forget_old(target.parent)
        with tempfile.TemporaryDirectory(dir=target.parent) as fresh:
            run_mkdocs(url, results, Path(fresh) / "site")
            put(Path(fresh) / "site", target)
    return target


def forget_old(kept: Path) -> None:
    """Only those that nobody can be serving any more: a cloud started before this build still reads its own."""
    kept.mkdir(parents=True, exist_ok=True)
    for site in kept.iterdir():
        # Another build's own folder is gone when that build is done.
        with suppress(FileNotFoundError):
            if time.time() - site.stat().st_mtime > KEPT_S:
                shutil.rmtree(site, ignore_errors=True)


def put(built: Path, target: Path) -> None:
    try:
        built.rename(target)
    except OSError:
        # Somebody else built the same meanwhile.
        if not target.exists():
            raise


def sources_digest(url: str, results: Path) -> str:
    rooms = [FUNCTIONS / "chalicelib" / room for room in ("call", "pages", "rules")]
    sources = files_under(ROOT / "docs", ROOT / "mkdocs.yml", *rooms, call_folder(), results)
    return digest_of(sources, url, str(call_folder()), sys.version)


def run_mkdocs(url: str, results: Path, target: Path) -> None:
    # Material announces the end of MkDocs 1 in 2027 at every build; the README says what that means for us.
    given = {"NO_MKDOCS_2_WARNING": "1", "BAIQAU_SITE_URL": url, "BAIQAU_RESULTS": str(results.resolve())}
    given["PYTHONPATH"] = str(FUNCTIONS)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True)
    if ran.returncode:
        raise SiteFailed(f"mkdocs build failed:\n{ran.stdout}{ran.stderr}")
