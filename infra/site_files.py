"""What every file of the site is served as: its type, how long it may be kept; its inline scripts, for the CSP."""

import base64
import hashlib
import mimetypes
import re
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
HASHED = re.compile(r"\.[0-9a-f]{8,}\.(min\.)?(css|js)$")
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def content_type(file: Path) -> str:
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def cache_control(file: Path) -> str:
    """A file whose name changes with its content may be kept for ever; every other is asked after each time."""
    return "public, max-age=31536000, immutable" if HASHED.search(file.name) else "no-cache"


def page_paths(site: Path) -> list[str]:
    """`/`, `/rules/`, … : every address that is a folder with an index page."""
    folders = [page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")]
    return sorted("/" if folder == "." else f"/{folder}/" for folder in folders)


def inline_scripts(site: Path) -> str:
    """CSP sources of every script that stands in a page itself, so that the policy needs no 'unsafe-inline'."""
    sources = {source for page in site.rglob("*.html") for source in script_sources(page.read_text(encoding="utf-8"))}
    return " ".join(sorted(sources))


def script_sources(html: str) -> set[str]:
    scripts = [body for attributes, body in SCRIPT.findall(html) if is_inline_code(attributes)]
    return {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in scripts}


def is_inline_code(attributes: str) -> bool:
    return "src=" not in attributes and not re.search(r"type=\W?(application|text/template)", attributes)
