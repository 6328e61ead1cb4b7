"""Imports go one way (the house's doors), read from the source with `ast`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIB = ROOT / "functions" / "chalicelib"
# What a room may import of ours, and of what is installed.
OURS = {
    "call": set(),
    "rules": {"call"},
    # Reading documents takes libraries, which the rules may not have; it knows nothing of calls and applications.
    "examination": set(),
    "intake": {"call", "rules", "examination"},
    "selection": {"call", "rules", "intake"},
    # The committee's people call the verbs of selection; lists are folded from events and know nobody.
    "desk": {"call", "rules", "intake", "selection", "projection"},
    "projection": {"call", "rules"},
    "store": {"call", "rules", "projection"},
    "notices": {"call", "rules"},
    # Shapes of what `web` tells and `pages` shows, for the type checker.
    "api_types": set(),
    "pages": {"api_types", "call"},
    "web": {"api_types", "call", "rules", "intake", "selection", "desk", "projection", "pages", "notices"},
}
INSTALLED = {
    "call": set(),
    "rules": set(),
    # PDF's locks and objects are not ours to parse by hand.
    "examination": {"pypdf"},
    "intake": {"rfc8785"},
    "selection": set(),
    "desk": set(),
    "projection": set(),
    # An organisation's directory is reached by Authlib, at home alone (decisions/11).
    "store": {"botocore", "authlib", "httpx2", "joserfc"},
    "notices": {"jinja2", "markupsafe"},
    "api_types": set(),
    "pages": {"jinja2", "markupsafe"},
    "web": {"chalice"},
}
# The clock is read at the door only; below it every instant is a parameter.
CLOCKLESS = {"call", "rules", "examination", "intake", "selection", "desk", "projection", "store", "notices", "pages"}


def modules(room: str) -> list[Path]:
    return sorted((LIB / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Dotted names, relative ones resolved to `chalicelib.…`."""
    package = ["chalicelib", *path.relative_to(LIB).parts[:-1]]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{name}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", sorted(OURS))
def test_a_room_opens_only_its_own_doors(room: str) -> None:
    opened = {
        f"{path.name} → {name}"
        for path in modules(room)
        for name in imports(path)
        if name.startswith("chalicelib") and name.split(".")[1] not in OURS[room] | {room}
    }
    assert opened == set()


@pytest.mark.parametrize("room", sorted(INSTALLED))
def test_a_room_imports_no_library_it_may_not(room: str) -> None:
    foreign = {
        f"{path.name} → {name}"
        for path in modules(room)
        for name in imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names | INSTALLED[room] | {"chalicelib"}
    }
    assert foreign == set()


def test_what_lambda_does_not_carry_is_imported_by_one_module_at_home() -> None:
    heavy = {"authlib", "httpx2", "joserfc"}
    users = {path.relative_to(LIB).as_posix() for path in LIB.rglob("*.py")
             if any(name.split(".")[0] in heavy for name in imports(path))}  # fmt: skip
    assert users == {"store/home/openid_provider.py"}


def test_shapes_of_the_api_are_imported_for_the_type_checker_alone() -> None:
    """Lambda does not carry them: whoever imported one when it runs would not start there."""
    importers = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [ROOT / "functions" / "app.py", *LIB.rglob("*.py")]
        if path.parent.name != "api_types"
        for node in while_running(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and "api_types" in (node.module or "").split(".")
    }
    assert importers == set()


def while_running(tree: ast.AST) -> Iterator[ast.AST]:
    """All of a module but what stands under `if TYPE_CHECKING:`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            yield from while_running(child)


def test_clients_of_the_cloud_are_made_in_the_store_and_their_errors_known_there_alone() -> None:
    """infra/ is the exception: it makes the cloud that the others find."""
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("functions", "staff", "docs", "rehearsal")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imported_names(node)
        if name.split(".")[0] in ("botocore", "boto3")
    }
    assert {path for path in users if not path.startswith("functions/chalicelib/store/")} == set()


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


@pytest.mark.parametrize("room", sorted(CLOCKLESS))
def test_no_clock_below_the_door(room: str) -> None:
    readings = {
        f"{path.name}:{node.lineno}"
        for path in modules(room)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today", "time_ns", "time")
        and isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date", "time")
        and node.attr != "time"
    }  # fmt: skip
    assert readings == set()


def test_the_packager_can_import_the_app_without_environment_or_client() -> None:
    """Nothing at import reads the environment or opens a client: chalice imports app.py to package it."""
    for path in [ROOT / "functions" / "app.py", *LIB.rglob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        top = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
        names = {ast.unparse(n) for node in top for n in ast.walk(node) if isinstance(n, ast.Attribute)}
        assert not names & {"os.environ", "os.getenv"}, path.name


# Rooms of ours that people read; tests may be as long as their cases are many.
ROOMS = ("functions", "staff", "infra", "rehearsal", "bench", "pictures", "docs")


def test_rooms_stay_small_enough_to_read_standing_up() -> None:
    """No module has over two hundred lines, no function over thirty (house, habit 5)."""
    too_long = []
    for path in ours():
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 200:
            too_long.append(f"{path.name}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > 30:
                too_long.append(f"{path.name}:{node.name}")
    assert too_long == []


def test_nine_in_ten_are_far_shorter() -> None:
    """Of the functions nine in ten have at most 15 lines and half at most 6; of the modules nine in ten at most 140."""
    texts = [path.read_text("utf-8") for path in ours()]
    nodes = (node for text in texts for node in ast.walk(ast.parse(text)))
    functions = sorted(length(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    modules = sorted(len(text.splitlines()) for text in texts)
    assert functions[len(functions) // 2] <= 6
    assert functions[len(functions) * 9 // 10] <= 15
    assert modules[len(modules) * 9 // 10] <= 140


def ours() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def test_text_is_normalised_behind_one_door_only() -> None:
    """Unicode's normalisation takes for ever over some texts; rules/text_normalisation.py knows which."""
    callers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("functions", "staff", "infra", "docs")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.alias)
        and (node.attr if isinstance(node, ast.Attribute) else node.name) in ("normalize", "is_normalized")
    }
    assert callers == {"functions/chalicelib/rules/text_normalisation.py"}
