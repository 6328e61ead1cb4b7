"""The call's own pages, `pages/NAME.kk.md` and its twin in its folder: instead of those in docs/, or beside them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from chalicelib.call.current import call_folder
from chalicelib.call.definition_files import read_file, read_text
from chalicelib.call.page_files import ALIASES, PAGES


def folder() -> Path:
    return call_folder() / PAGES


def names() -> list[str]:
    """Pages by the names of their sources, without language and ending."""
    return sorted({path.name.split(".")[0] for path in folder().glob("*.md")})


def aliases() -> dict[str, str]:
    """Old addresses and the language of each, as `pages/aliases.toml` has them: `"accelerator/kaz" = "kk"`."""
    exists = (call_folder() / f"{ALIASES}.toml").exists()
    return read_file(call_folder(), ALIASES).table if exists else {}


def source(name: str) -> str | None:
    """What the call has instead of a page of docs/; None when it has nothing of its own."""
    return read_text(call_folder(), f"{PAGES}/{name}") if (folder() / name).exists() else None


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
