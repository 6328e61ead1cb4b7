"""A Material site as it comes, with our text: what the site's size and build time are held against.

Material has no Kazakh, so the Kazakh text goes under English. Everything else is as the quick start has it: search,
scripts, icons, and Google's Roboto where a stand-in for it can be had (`bench.fonts`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bench.fonts import Fonts

CONFIG = """\
site_name: Baiqau
site_url: http://127.0.0.1:8000/
theme:
  name: material
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: en, name: Қазақша, default: true}
        - {locale: ru, name: Русский}
"""
PAGE = """\
---
title: >-
  {title}
---

<div>{text}</div>
"""
SECOND = "ru"
# Our own scripts and style sheets are not text.
OURS = re.compile(r"<script.*?</script>|<link[^>]*>", re.S)


def write(built: Path, source: Path) -> None:
    """Sources of the default site from our built pages: each page's article, as the HTML it has become."""
    (source / "docs").mkdir(parents=True, exist_ok=True)
    (source / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for page in sorted(built.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        if article := re.search(r"<article[^>]*>(.*)</article>", html, re.S):
            target = source / "docs" / name_of(page.relative_to(built))
            target.write_text(PAGE.format(title=title_of(html), text=OURS.sub("", article[1])), encoding="utf-8")


def title_of(html: str) -> str:
    match = re.search(r"<title>(.*?)</title>", html, re.S)
    return match[1].strip() if match else ""


def name_of(page: Path) -> str:
    """`ru/apply/index.html` is `apply.ru.md`, the home page `index.en.md`."""
    parts = list(page.parent.parts)
    language = parts.pop(0) if parts[:1] == [SECOND] else "en"
    return f"{'-'.join(parts) or 'index'}.{language}.md"


def build(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    # The same silence about MkDocs 2 that our own build asks for.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"the default site cannot be built:\n{ran.stdout}{ran.stderr}")


def with_fonts(site: Path, fonts: Fonts) -> None:
    """Point every page at the stand-in for Google's fonts; without this call they are asked for and never come."""
    shutil.copytree(fonts.folder, site / "fonts", dirs_exist_ok=True)
    replace_links(site, '<link rel="stylesheet" href="/fonts/roboto.css">')


def without_fonts(site: Path) -> None:
    replace_links(site, "")


def replace_links(site: Path, link: str) -> None:
    for page in site.rglob("*.html"):
        html = re.sub(r"<link[^>]*fonts\.gstatic\.com[^>]*>", "", page.read_text(encoding="utf-8"))
        page.write_text(re.sub(r"<link[^>]*fonts\.googleapis\.com[^>]*>", link, html), encoding="utf-8")
