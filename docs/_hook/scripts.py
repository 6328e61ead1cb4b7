"""Our scripts: ES modules, joined into one file an entry and made as short as they go without reading them.

An entry is a module that lies in `docs/assets` itself; what it imports lies in folders beside it. The modules of an
entry share one scope there, so that their names must differ; `import` and `export` go, and then indentation and lines
that are only a comment. They are written to be read and sent over poor connections; what remains is the same code, line
by line. Of the entry itself what it exports stays so: another script may fetch it with `import()`, as an entry only.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from mkdocs.exceptions import PluginError

_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_CAST = re.compile(r"/\*\* @type \{.*?\} \*/ ")
_IMPORT = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"(\.[^"]+)";\n', re.MULTILINE)
_ANY_IMPORT = re.compile(r"^import\b.*", re.MULTILINE)
_FETCHED = re.compile(r"\bimport\(\".*|\bimport\.meta\b.*")
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*? |const |let |class ))", re.MULTILINE)
_ANY_EXPORT = re.compile(r"^export\b.*", re.MULTILINE)
_DECLARATION = re.compile(
    r"^(export )?(?:(?:async )?function\*? |const |let |class )(?:([\w$]+)|([\[{][^=]*[\]}]) =)", re.MULTILINE
)


def join(site: Path) -> None:
    """Each script of `site/assets` whole, and the folders of modules gone."""
    entries = sorted((site / "assets").glob("*.js"))
    modules = {entry: modules_of(entry) for entry in entries}
    for entry in entries:
        entry.write_text(join_modules(entry), "utf-8")
    for module in {module for imported in modules.values() for module in imported} - set(entries):
        module.unlink()
        if not any(module.parent.iterdir()):
            module.parent.rmdir()


def join_modules(entry: Path) -> str:
    """Raises PluginError where the modules cannot stand in one scope, or are written otherwise than is read here."""
    modules = modules_of(entry)
    counts = Counter(name for module in modules for name in names(module))
    if twice := sorted(name for name, count in counts.items() if count > 1):
        raise PluginError(f"{entry.name}: declared twice: {', '.join(twice)}")
    return "".join(_without_exports(module) for module in modules[:-1]) + _without_imports(entry)


def modules_of(entry: Path) -> list[Path]:
    """Each module once, after those that it imports, as a browser evaluates them."""
    modules: dict[Path, bool] = {}
    _visit(entry, modules)
    return list(modules)


def _visit(module: Path, found: dict[Path, bool]) -> None:
    """Adds the module after all that it needs; one that is still without them is False."""
    if found.get(module) is False:
        raise PluginError(f"{module.name}: modules import each other in a ring")
    if module in found:
        return
    found[module] = False
    for needed, asked in imports(module):
        if lost := asked - names(needed, exported=True):
            raise PluginError(f"{module.name}: {needed.name} does not export {', '.join(sorted(lost))}")
        _visit(needed, found)
    del found[module]
    found[module] = True


def imports(module: Path) -> list[tuple[Path, set[str]]]:
    """The modules it imports, in order, each with the names it asks for."""
    text = module.read_text("utf-8")
    return [
        ((module.parent / path).resolve(), set(asked.split(", ")) if asked else set())
        for asked, path in _IMPORT.findall(text)
    ]


def names(module: Path, exported: bool = False) -> set[str]:
    """What a module declares for all of itself; of that, where asked, what it exports."""
    declarations = _DECLARATION.findall(module.read_text("utf-8"))
    lists = (re.findall(r"[\w$]+", one or several) for export, one, several in declarations if export or not exported)
    return {name for several in lists for name in several}


def _without_exports(module: Path) -> str:
    text = _EXPORT.sub("", _without_imports(module))
    # Where the module lies decides what such an address means, and joined it lies elsewhere.
    if other := _ANY_EXPORT.search(text) or _FETCHED.search(text):
        raise PluginError(f"{module.name}: this is not joined: {other[0]}")
    return text


def _without_imports(module: Path) -> str:
    text = _IMPORT.sub("", module.read_text("utf-8"))
    if other := _ANY_IMPORT.search(text):
        raise PluginError(f"{module.name}: this is not joined: {other[0]}")
    return text


def shorten(site: Path) -> None:
    """Raises PluginError for a script whose white space may be part of a text."""
    for path in (site / "assets").glob("*.js"):
        script = path.read_text("utf-8")
        if any(line.count("`") % 2 for line in script.splitlines()):
            raise PluginError(f"{path.name}: a text in backticks goes over several lines")
        path.write_text(short(script), "utf-8")


def short(script: str) -> str:
    lines = (line.strip() for line in _CAST.sub("", _BLOCK.sub("", script)).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
