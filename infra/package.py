"""`chalice package`, slimmed and remembered: the one template and the one zip that every cloud gets."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chalicelib.call.current import call_folder
from infra.call_refusal import call_refusal
from infra.package_slimming import slim
from infra.packaged_call import PackagingFailed
from infra.paths import BUILD, FUNCTIONS, RESOURCES, ROOT, digest_of, files_under

STAGES = ("local", "staging", "prod")
# Of a call's folder, what the site is built of and what the tool asks: no function reads them.
IDLE = ("pages", "questions")
# In the package of a rehearsal and in no other: whoever is to shift the clock must put a file there, and not a setting.
REHEARSAL_ONLY = ROOT / "infra" / "rehearsal_only"
CLOCK = REHEARSAL_ONLY / "rehearsal_clock.py"


@dataclass(frozen=True)
class DeploymentPackage:
    """A stage's package. `digest` names its inputs: equal digests are equal packages."""

    stage: str
    digest: str
    folder: Path

    @property
    def zip(self) -> Path:
        return self.folder / "deployment.zip"

    @property
    def template(self) -> dict[str, object]:
        template: dict[str, Any] = json.loads((self.folder / "template.json").read_text(encoding="utf-8"))
        return template


def package(stage: str) -> DeploymentPackage:
    """The stage's package, made anew only when something that goes into it has changed."""
    if refusal := call_refusal():
        raise PackagingFailed(refusal)
    digest = inputs_digest(stage)
    packed = DeploymentPackage(stage, digest, BUILD / "packages" / f"{stage}-{digest[:16]}")
    with only_one_at_a_time():
        if not packed.zip.exists():
            make(packed)
    return packed


def inputs_digest(stage: str) -> str:
    sources = files_under(
        FUNCTIONS,
        RESOURCES,
        REHEARSAL_ONLY,
        ROOT / "infra" / "package.py",
        ROOT / "infra" / "package_slimming.py",
        ROOT / "infra" / "packaged_call.py",
        ROOT / "infra" / "service_descriptions.py",
        call_folder(),
    )
    lock = ROOT / "requirements" / "serve.txt"
    return digest_of([*sources, *([lock] if lock.exists() else [])], stage, call_folder().name, sys.version)


def make(wanted: DeploymentPackage) -> None:
    """The zip is put in its place last: where it lies, the package is whole."""
    raw, fetched = BUILD / "raw", libraries()
    sources = copy_of_sources(requirements="")
    if wanted.stage == "local":
        shutil.copyfile(CLOCK, sources / "chalicelib" / CLOCK.name)
    run_chalice(wanted.stage, sources, raw)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    template = yaml.safe_load((raw / "sam.yaml").read_text(encoding="utf-8"))
    (wanted.folder / "template.json").write_text(json.dumps(template, ensure_ascii=False, indent=1), encoding="utf-8")
    slim(fetched, raw / "deployment.zip", raw / "slim.zip")
    (raw / "slim.zip").replace(wanted.zip)
    forget_older(wanted)


def libraries() -> Path:
    """What requirements.txt brings, fetched for Lambda by Chalice, which would do so anew at every change of ours."""
    digest = digest_of([FUNCTIONS / "requirements.txt"], sys.version)
    kept = BUILD / "libraries" / f"{digest[:16]}.zip"
    if not kept.exists():
        shutil.rmtree(kept.parent, ignore_errors=True)
        required = (FUNCTIONS / "requirements.txt").read_text(encoding="utf-8")
        run_chalice("local", copy_of_sources(required), kept.parent)
        (kept.parent / "deployment.zip").rename(kept)
    return kept


def forget_older(kept: DeploymentPackage) -> None:
    for folder in kept.folder.parent.glob(f"{kept.stage}-*"):
        if folder != kept.folder:
            shutil.rmtree(folder)


def copy_of_sources(requirements: str) -> Path:
    """Chalice ships every file it sees, also byte code and caches; it is shown sources only."""
    copy = BUILD / "functions"
    shutil.rmtree(copy, ignore_errors=True)
    for file in files_under(FUNCTIONS):
        target = copy / file.relative_to(FUNCTIONS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    (copy / "requirements.txt").write_text(requirements, encoding="utf-8")
    put_the_call(copy / "chalicelib" / "call" / "calls")
    return copy


def put_the_call(calls: Path) -> None:
    """Of all calls the one in use is packaged, wherever its folder is: nothing of another's travels with it."""
    folder = call_folder()
    shutil.rmtree(calls, ignore_errors=True)
    shutil.copytree(folder, calls / folder.name, ignore=lambda at, names: IDLE if Path(at) == folder else ())
    (calls / "current.txt").write_text(folder.name, encoding="utf-8")


def run_chalice(stage: str, sources: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    chalice = [sys.executable, "-c", "import sys; from chalice.cli import main; sys.exit(main())"]
    command = [*chalice, "package", "--stage", stage, "--merge-template", str(RESOURCES)]
    # Chalice wants a region before it writes a template that names none.
    environment = {"AWS_DEFAULT_REGION": "eu-central-1", **os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([*command, str(target)], cwd=sources, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise PackagingFailed(f"chalice package failed:\n{ran.stdout}{ran.stderr}")


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
