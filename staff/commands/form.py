"""`form`: read a call's folder as strictly as the functions do, and print what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from chalicelib.call import Call, Field, wording
from chalicelib.call.current import call_folder, named_folder
from chalicelib.call.loading import load_call
from chalicelib.call.roles import ROLES
from staff.commands import form_making, form_tables
from staff.commands.form_pages import check_pages, in_use
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.option_types import DAY
from staff.console.session import Session
from staff.printing.private_files import replacement
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

FILE = click.Path(dir_okay=False, path_type=Path)


@named("form")
@argument("folder", required=False, type=click.Path(path_type=Path))
@option("--dictionary", "to", metavar="FILE", room="reports")
@option("--new", "is_new", is_flag=True, words="option.form_new")
@option("--opens", "opening", type=DAY, metavar="X", words="option.form_opens")
@option("--check", "is_checked", is_flag=True, words="option.form_check")
@option("--from", "source", type=FILE, metavar="FILE", words="option.form_from")
@option("--to", "sheets", type=FILE, metavar="FILE", words="option.form_to")
def command(
    session: Session, folder: Path | None, to: str | None, is_new: bool, opening: date | None, is_checked: bool,
    source: Path | None, sheets: Path | None,
) -> None:  # fmt: skip
    if is_new:
        return form_making.make(session, folder, opening)
    named = named_folder(str(folder.expanduser())) if folder else None
    if source:
        return form_tables.read_table(session, named, source.expanduser())
    place = named or call_folder()
    with in_use(place):
        return _show(session, place, to, is_checked, sheets)


def _show(session: Session, folder: Path, to: str | None, is_checked: bool, sheets: Path | None) -> None:
    call = load_call(folder)
    check_pages(call)
    if to:
        return _write_dictionary(session, call, Path(to).expanduser())
    if sheets:
        return form_tables.write_table(session, folder, sheets.expanduser())
    if is_checked:
        return form_making.check(session, folder, call)
    return session.out(_data(call), lambda console: _print(console, session, call))


def _write_dictionary(session: Session, call: Call, to: Path) -> None:
    """The page that lies beside each export, or its JSON, by the file's ending; before there is any export."""
    # Whoever only checks a definition need not wait for the query engine.
    from staff.dictionary import as_json, page

    with replacement(to) as part:
        part.write_text(as_json(call) if to.suffix == ".json" else page(call, session.language), encoding="utf-8")
    sentence = session.say("dictionary.written", "reports", file=to)
    session.out({"file": str(to)}, lambda console: write(console, sentence))


def _data(call: Call) -> dict[str, object]:
    return {
        "id": call.id, "timezone": call.timezone, "languages": list(call.languages),
        "opens_at": call.opens_at.isoformat(), "closes_at": call.closes_at.isoformat(),
        "supplement_days": call.supplement_days if call.has("supplement") else None,
        "rules": [rule.id for rule in call.rules],
        "missed_tasks_for_exclusion": call.missed_tasks_for_exclusion if call.has("exclusion") else None,
        "roles": {role: [field.id for field in call.form.with_role(role)] for role in ROLES},
        "parts": _parts(call),
        "form_version": call.form.version,
        "form_versions": [{"version": form.version, "fingerprint": form.fingerprint} for form in call.forms],
        "sections": [{"id": s.id, "fields": [_field(field) for field in s.fields]} for s in call.form.sections],
        "documents": [{"kind": d.kind, "required": d.required, "conditional": bool(d.required_when)}
                      for d in call.form.package.documents],
    }  # fmt: skip


def _parts(call: Call) -> list[str]:
    """The parts that a call may have or lack, of those that this one has."""
    parts = {"interview": call.has("interview"), "tasks": call.has("exclusion"), "criteria": bool(call.criteria),
             "territory": call.form.role("territory") is not None, "group": call.form.role("group") is not None,
             "documents": bool(call.form.package.documents)}  # fmt: skip
    return [name for name, has in parts.items() if has]


def _field(field: Field) -> dict[str, object]:
    return {
        "id": field.id, "kind": field.kind, "required": field.required, "conditional": bool(field.required_when),
        "min": field.min, "max": field.max, "personal": field.personal, "columns": [c.id for c in field.columns],
    }  # fmt: skip


def _print(console: Console, session: Session, call: Call) -> None:
    language = session.language
    write(console, call.title[language], "bold")
    opens, closes = (instant.astimezone(ZoneInfo(call.timezone)) for instant in (call.opens_at, call.closes_at))
    window = {"opens": wording.moment(opens, language), "until": wording.until(closes, language)}
    write(console, session.say("form.window", **window))
    for section in call.form.sections:
        table = heading(session, "field", "kind", "required", "limit", "role", "label")
        table.title, table.title_justify = safe(section.label[language]), "left"
        for field in section.fields:
            table.add_row(*(safe(cell) for cell in _cells(session, field)))
        console.print(table)
    parts = ", ".join(session.say(f"form.part.{part}") for part in _parts(call))
    write(console, session.say("form.parts", parts=parts or "—"))
    for form in call.forms:
        key = "form.version" if form is call.form else "form.kept_version"
        write(console, session.say(key, version=form.version, fingerprint=form.fingerprint))
    write(console, session.say("form.accepted", id=call.id, fields=len(list(call.form)), rules=len(call.rules)))


def _cells(session: Session, field: Field) -> list[str]:
    conditional = session.say("form.conditional") if field.required_when else session.say("yes_no.no")
    required = session.say("yes_no.yes") if field.required else conditional
    bounds = (field.min_rows, field.max_rows) if field.kind == "table" else (field.min, field.max)
    limit = "…".join("" if bound is None else wording.number(bound) for bound in bounds)
    return [field.id, field.kind, required, limit if limit != "…" else "", field.role, field.label[session.language]]
