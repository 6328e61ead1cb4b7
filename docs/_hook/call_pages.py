"""The call's own pages, `pages/NAME.kk.md` and its twin in its folder: instead of those in docs/, or beside them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from chalicelib.call.current import call_folder

# Small letters, digits and hyphens, a slash between.
_ADDRESS = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")


def folder() -> Path:
    return call_folder() / "pages"


def names() -> list[str]:
    """Pages by the names of their sources, without language and ending."""
    return sorted({path.name.split(".")[0] for path in folder().glob("*.md")})


def aliases(languages: list[str]) -> dict[str, str]:
    """Old addresses, as `pages/aliases.toml` has them: `"accelerator/kaz" = "kk"`. Raises PluginError."""
    file = folder() / "aliases.toml"
    table: dict[str, str] = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    for address, language in table.items():
        if not _ADDRESS.fullmatch(address) or language not in languages:
            raise PluginError(f"aliases.toml: {address!r} = {language!r} is no address with a language of the call")
    return table


def source(name: str) -> str | None:
    """What the call has instead of a page of docs/; None when it has nothing of its own."""
    own = folder() / name
    return own.read_text("utf-8") if own.exists() else None


def add_files(files: Files, config: MkDocsConfig) -> Files:
    """Every page of the call stands among MkDocs' files; its words come from `source`."""
    for path in sorted(folder().glob("*.md")):
        if files.get_file_from_path(path.name) is None:
            files.append(File(path.name, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


def add_to_menu(config: MkDocsConfig) -> None:
    """Pages that docs/ does not know come last in the menu; MkDocs asks once per language."""
    listed = config.nav or []
    listed += [page for name in names() if (page := f"{name}.md") not in listed]
    config.nav = listed
