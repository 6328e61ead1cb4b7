"""What no code of ours may call, read from the sources: text made into code or objects, shells, weak hashes, chance."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIB = ROOT / "functions" / "chalicelib"
RUNNING = sorted([ROOT / "functions" / "app.py", *LIB.rglob("*.py"), *(ROOT / "staff").rglob("*.py")])
SCRIPTS = sorted((ROOT / "docs" / "assets").rglob("*.js"))
# Invented applications for tests and rehearsals; nothing secret is drawn there.
INVENTING = ROOT / "staff" / "synthetic"
CODE_OF_TEXT = {"eval", "exec", "compile", "__import__"}
OBJECTS_OF_BYTES = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
NETWORK = {"socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
# The call's definition, which the package's maker lays beside the code: whoever could change it could change the code.
MAY_UNPACK = {("functions/chalicelib/call/current.py", "pickle")}
# DynamoDB's manifests of an export carry these sums against damage on the way; no secret and no identity rests on them.
MAY_SUM = {("staff", "md5")}
# Other programs, each started without a shell: the sandboxed examination of a document, and age, which encrypts backups
# (the tool's alone; it is told paths that the operator gave, nothing an applicant wrote).
MAY_START = {"functions/chalicelib/examination/sandbox.py", "staff/backup/age_encryption.py"}
# The connections that botocore does not make: the malware scanner's socket, and at home the mail server.
MAY_CONNECT = {LIB / "examination" / "clamd.py", LIB / "store" / "home" / "smtp_mail.py"}
MARKUP_OF_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*[\"'`]|__proto__"
)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_text_never_becomes_code_or_objects() -> None:
    called = {(shown(path), call.func.id) for path in RUNNING for call in calls(path)
              if isinstance(call.func, ast.Name) and call.func.id in CODE_OF_TEXT}  # fmt: skip
    loaded = {(shown(path), name) for path in RUNNING for name in imported(path) if name in OBJECTS_OF_BYTES}

    assert (called, loaded) == (set(), MAY_UNPACK)


def test_no_shell_reads_what_somebody_wrote() -> None:
    shells = {
        shown(path) for path in RUNNING for call in calls(path) for given in call.keywords if given.arg == "shell"
    }
    system = {shown(path) for path in RUNNING if imported(path) & {"os.system", "os.popen", "commands"}}

    assert shells | system == set()
    assert {shown(path) for path in RUNNING if "subprocess" in imported(path)} == MAY_START


def test_what_must_not_be_guessed_is_drawn_from_the_systems_own_source() -> None:
    assert {
        shown(path) for path in RUNNING if imported(path) & {"random", "uuid"} and INVENTING not in path.parents
    } == set()


def test_only_hashes_nobody_can_collide_are_used() -> None:
    weak = re.compile(r"\b(md5|sha1|crc32|blake2s)\b")
    named = {(shown(path).split("/")[0], name) for path in RUNNING for name in weak.findall(path.read_text("utf-8"))}

    assert named == MAY_SUM


def test_the_functions_connect_to_nothing_but_their_stores_and_the_scanner() -> None:
    connecting = {path for path in RUNNING if LIB in path.parents and imported(path) & NETWORK}

    assert connecting == MAY_CONNECT


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_or_code_of_text(path: Path) -> None:
    assert MARKUP_OF_TEXT.findall(path.read_text("utf-8")) == []
