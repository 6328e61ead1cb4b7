"""The front server's configuration as text: of the template, the call and one server's own places. Reads no clock."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.call import Call
from chalicelib.call.page_phase import PagePhase
from chalicelib.pages.phase_parts import USUAL
from chalicelib.store.home.document_folder import PATH
from infra import packaged_gateway
from infra.home.front_server.front_limits import FrontLimits
from infra.home.functions_gateway import BODY_LIMIT
from infra.home.nginx_phases import nginx_map
from infra.packed_responses import WORTH_GZIP
from infra.site_files import HASHED, TYPES, inline_scripts

# Bytes of a post beside the document: the policy, its signature and the name of the file.
MULTIPART = 64 * 1024
PACKED = ("application/json", "application/problem+json", "application/xml", "image/svg+xml",
          "application/manifest+json", "text/css", "text/javascript", "text/calendar", "text/plain")  # fmt: skip
# Types that are not in TYPES: of the site's files, and of nginx's own problem documents.
OTHER_ENDINGS = (".png", ".jpg", ".ico", ".webp", ".pdf", ".woff", ".docx", ".xlsx")
# Seconds for Retry-After: as the gateway says at its limits; a stopped part starts again within a few.
AFTER_FAILURE_S = 5
RETRY_AFTER = "Retry-After"


@dataclass(frozen=True)
class Certificate:
    """PEM files, and where an ACME client puts the answers to challenges."""

    chain: Path
    key: Path
    challenges: Path


@dataclass(frozen=True)
class FrontPaths:
    """Where this front finds and keeps things. `plain` and `secure` are words, what nginx listens on: `80 [::]:80`.

    `site` is the built site, `pages` the folder of the refusals, `state` its own folder, the others are sockets.
    Without a certificate the site itself is served on `plain`: for tests, and for a machine behind another front.
    """

    host: str
    plain: str
    secure: str
    site: Path
    pages: Path
    state: Path
    functions: Path
    documents: Path
    certificate: Certificate | None = None
    # The socket of datagrams where infra/home/front_counts.py listens.
    counts: Path | None = None


def configuration(
    places: FrontPaths, call: Call, template: Mapping[str, object], secret: str, limits: FrontLimits | None = None
) -> str:
    """The configuration as text. Raises ValueError for a value that nginx would read as something else."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.globals |= {"quoted": quote, "variable": variable}
    return environment.get_template("nginx.conf.j2").render(
        vars(places) | headers_of(template, places.site) | {
            "limits": vars(limits or FrontLimits()), "types": types(), "packed_types": PACKED,
            "worth_gzip": WORTH_GZIP, "body_limit": BODY_LIMIT, "document_limit": document_limit(call),
            "hashed": HASHED.pattern, "desk": packaged_gateway.DESK, "secret": secret,
            "phases": nginx_map(call).rstrip(), "usual_phase": USUAL, "page_files": page_files(),
            "desk_secret": f"{packaged_gateway.DESK_MARK}{secret}", "documents_path": PATH,
        }
    )  # fmt: skip


def headers_of(template: Mapping[str, object], site: Path) -> dict[str, object]:
    """The template's security headers, of the site and of the desk, and how long its refusals ask to wait."""
    security = packaged_gateway.security_headers(template, inline_scripts(site))
    desk = packaged_gateway.security_headers(template, "", "DeskHeaders")
    throttled = packaged_gateway.error_headers(packaged_gateway.errors(template)["THROTTLED"])[RETRY_AFTER]
    return {
        "security": security, "desk_own": {name: desk[name] for name in security if desk[name] != security[name]},
        "strict_transport": packaged_gateway.strict_transport(template),
        "retry_after": {"429": throttled, "503": AFTER_FAILURE_S},
    }  # fmt: skip


def document_limit(call: Call) -> int:
    """Bytes of the largest document that any version of the form accepts; each policy has its own lower limit."""
    return max(form.package.file_max_bytes for form in call.forms) + MULTIPART


def page_files() -> str:
    """A regular expression for the files of pages that only the clock chooses."""
    return rf"(?:/index|\.(?:{'|'.join(PagePhase)}))\.html$"


def types() -> dict[str, list[str]]:
    """Type to endings, without their dots; `charset` names the character set."""
    known = TYPES | {ending: mimetypes.guess_type(f"x{ending}")[0] or "" for ending in OTHER_ENDINGS}
    kinds = sorted({kind.partition(";")[0] for kind in known.values() if kind})
    return {kind: [e[1:] for e, given in known.items() if given.partition(";")[0] == kind] for kind in kinds}


def quote(text: str) -> str:
    """The text as a string of nginx. Raises ValueError for a `$`, which its strings cannot escape."""
    if "$" in text or "\n" in text:
        raise ValueError("nginx cannot be told a text with a dollar sign or a line break in it.")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def variable(name: str) -> str:
    """The name of nginx's variable for a header."""
    return name.lower().replace("-", "_")
