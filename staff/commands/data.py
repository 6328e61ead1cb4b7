"""`data`: one file of everything held about one application, for the person who asks what is."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib.intake.number_and_key import normalise
from chalicelib.rules.form_version import call_as_written
from chalicelib.rules.refusals import NotFound
from staff.applications.all_applications import one
from staff.applications.holdings import Holdings, files_of, holdings_of, inbox_of
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.answers import answers_of, in_words
from staff.printing.private_files import replacement
from staff.printing.terminal import write

# Of an event, and of any item: texts that hold JSON are shown as what they say.
_JSON = ("answers", "detail", "light", "lines", "results")


@named("data")
@argument("number")
@option("--to", required=True, metavar="…", words="option.to_zip")
@option("--why", required=True, metavar="…", words="option.why_data")
def command(session: Session, number: str, to: str, why: str) -> None:
    number = normalise(number)
    session.personal(f"data {number}", why)
    holding = holdings_of(session, number)
    with replacement(Path(to)) as part:
        _write(session, holding, part)
    report = {"number": number, "file": to, "documents": len(holding.documents), "mails": len(holding.mails),
            "items": {kind: len(items) for kind, items in holding.items.items()}}  # fmt: skip
    session.out(report, lambda console: write(console, session.say("data.done", number=number, file=to)))


def _write(session: Session, holding: Holdings, file: Path) -> None:
    files, inbox = files_of(session), inbox_of(session)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("data.json", json.dumps(_data(session, holding), ensure_ascii=False, indent=1))
        for name in holding.documents:
            target.writestr(f"documents/{name}", files.content(name))
        for name in holding.mails:
            target.writestr(f"mails/{name}", (inbox / name).read_bytes() if inbox else b"")


def _data(session: Session, holding: Holdings) -> dict[str, object]:
    """As it is stored, and the answers in force in words of the form."""
    items_by_kind = {kind: [_plain(holding.number, item) for item in items] for kind, items in holding.items.items()}
    return {"number": holding.number, "call": session.call.id, "at": session.iso(session.at()),
            "answers": _answers(session, holding.number), "held": items_by_kind}  # fmt: skip


def _answers(session: Session, number: str) -> dict[str, str]:
    try:
        application = one(session, number)
    except NotFound:
        return {}
    fields = call_as_written(session.call, application).form.by_id
    given = answers_of(session, application, personal=True)
    return {fields[name].label[session.language] if name in fields else name:
            in_words(session, fields[name], value) if name in fields else value
            for name, value in given.items()}  # fmt: skip


def _plain(number: str, item: Mapping[str, Any]) -> dict[str, object]:
    """Of an order of the committee only what it says about this application: the rest is other people's."""
    values = {name: _read(name, value) for name, value in item.items()}
    if isinstance(values.get("lines"), list):
        values["lines"] = [line for line in values["lines"] if line[0] == number]
        values.pop("results", None)
    return values


def _read(name: str, value: Mapping[str, Any]) -> Any:
    ((_, held),) = value.items()
    try:
        return json.loads(held) if name in _JSON else held
    except ValueError:
        return held
