"""The files of the front's own refusals: a page in every language for who reads, a problem document for a program."""

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.call import Call, say
from infra import packaged_gateway

# Status to what call/words/front.toml calls it, and to the gateway's own name of it.
REFUSALS = {
    "400": ("refused", "DEFAULT_4XX"), "413": ("too_large", "REQUEST_TOO_LARGE"), "429": ("throttled", "THROTTLED"),
    "503": ("unavailable", "DEFAULT_5XX"),
}  # fmt: skip


def write_refusals(folder: Path, call: Call, template: Mapping[str, object]) -> None:
    """Into `folder`/_front, whose name is the front's alone: nobody can ask for these files by their address."""
    room = folder / "_front"
    room.mkdir(parents=True, exist_ok=True)
    for name, content in refusal_files(call, template).items():
        (room / name).write_text(content, "utf-8")


def refusal_files(call: Call, template: Mapping[str, object]) -> dict[str, str]:
    pages = {f"{status}.html": page(call, key) for status, (key, _) in REFUSALS.items()}
    documents = {f"{status}.json": problem(call, template, status) for status in REFUSALS}
    return pages | documents


def page(call: Call, key: str) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    speak = lambda word, language: say("front", word, language)  # noqa: E731
    return environment.get_template("refusal.html.j2").render(call=call, key=key, say=speak)


def problem(call: Call, template: Mapping[str, object], status: str) -> str:
    """The gateway's problem document; where it would quote its own error, the front's text takes its place."""
    key, name = REFUSALS[status]
    body = packaged_gateway.error_body(packaged_gateway.errors(template)[name])
    detail = " ".join(say("front", f"{key}.detail", language) for language in call.languages)
    read = json.loads(body.replace("$context.error.messageString", json.dumps(detail, ensure_ascii=False)))
    # One file serves all statuses of a malformed request.
    known = {} if key == "refused" else {"status": int(status)}
    return json.dumps(read | known, ensure_ascii=False)
