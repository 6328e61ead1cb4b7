"""From a folder with `call.toml` and `form.toml` to a `Call`, or a `DefinitionError` that says what to mend.

A definition is read in three steps, each only when the one before found nothing: every table by itself, what must
hold between them, and the form's versions. All mistakes that a step finds are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from . import bounds, form_loading, texts
from .call_sense import REMINDERS, filled_faults, sense_faults, text_faults
from .call_words import word_faults
from .definition import RULES, Amendment, Call, Consent, Contact, Criterion, Phone, Rule
from .definition_error import DefinitionError
from .definition_files import File, located, read_file
from .facts import facts_of
from .form_definition import Form
from .form_versions import checked_versions
from .languages_and_zone import languages_of, zone_of
from .look_loading import look_faults
from .parts import NEEDED_KEYS, NEEDED_RULES, part_faults
from .reading import LABEL, STRING, Reader
from .signs import DIAL, FOLDER, MAIL, URL, VERSION, misspelt
from .words import LANGUAGES

Table = dict[str, Any]


def load_call(folder: Path) -> Call:
    """Read one call's folder, with every version of its form, its own words and its look.

    Raises DefinitionError, with file and line.
    """
    call, form = read_file(folder, "call"), read_file(folder, "form")
    kept = [read_file(folder, f"forms/{path.stem}") for path in form_files(folder)]
    beside = [*(f"words/{path.stem}" for path in word_files(folder)), *(["look"] * (folder / "look.toml").exists())]
    files = [call, form, *kept, *(read_file(folder, root) for root in beside)]
    # What is judged by its file's name cannot be judged under another's.
    if misnamed := list(_version_faults(kept)):
        raise located(misnamed, folder, files)
    faults = [*_id_faults(folder, call), *word_faults(folder), *look_faults(folder)]
    try:
        built = build_call(call.table, form.table, [file.table for file in kept])
    except DefinitionError as error:
        faults += [error, *error.others]
    if faults:
        raise located(faults, folder, files)
    return built


def form_files(folder: Path) -> list[Path]:
    """Where the earlier versions of a call's form lie: `forms/1.toml` and so on."""
    return sorted((folder / "forms").glob("*.toml"))


def word_files(folder: Path) -> list[Path]:
    return sorted((folder / "words").glob("*.toml"))


def _version_faults(kept: Sequence[File]) -> Iterator[DefinitionError]:
    """A kept form's file is called by its version."""
    for file in kept:
        if (version := file.table.get("version", "?")) != _number(file.root):
            yield DefinitionError("form_file_name", f"{file.root}.version", version=version)


def _id_faults(folder: Path, call: File) -> Iterator[DefinitionError]:
    """A call's folder is called by its id; how an id is spelt, `build_call` asks."""
    call_id, name = call.table.get("id"), folder.resolve().name
    if isinstance(call_id, str) and not misspelt(call_id, FOLDER) and call_id != name:
        yield DefinitionError("call_id_not_folder", "call.id", id=call_id, folder=name)


def _number(root: str) -> int:
    stem = root.partition("/")[2]
    return int(stem) if stem.isascii() and stem.isdigit() and len(stem) < 6 else 0


def build_call(call_table: Table, form_table: Table, earlier_tables: Sequence[Table] = ()) -> Call:
    """The call of these tables; `earlier_tables` are kept versions of the form. Raises DefinitionError."""
    forms = [form_table, *earlier_tables]
    roots = ["form", *(f"forms/{table.get('version')}" for table in earlier_tables)]
    faults: list[DefinitionError] = []
    call, built = _read(call_table, forms, roots, faults)
    _refuse(faults)
    facts = facts_of(call_table, ZoneInfo(call.timezone), list(call.languages))
    _refuse(sense_faults(call, built, roots))
    _refuse(text_faults(call_table, dict(zip(roots, forms, strict=True)), facts))
    call, built = _read(texts.filled(call_table, facts), [texts.filled(table, facts) for table in forms], roots, faults)
    _refuse([*faults, *filled_faults(built, roots)])
    form, earlier = checked_versions(built[0], built[1:])
    return replace(call, form=form, other_forms=earlier)


def _refuse(faults: Iterable[DefinitionError]) -> None:
    """Raises the first of them, which knows the others."""
    every = tuple(faults)
    for first in every[:1]:
        first.others = every[1:]
        raise first


def _read(
    call_table: Table, form_tables: Sequence[Table], roots: Sequence[str], faults: list[DefinitionError]
) -> tuple[Call, list[Form]]:
    """The call and its forms, the current one first; what is wrong with any table is added to `faults`."""
    r = Reader(call_table, "call", LANGUAGES, faults.append)
    faults += part_faults(call_table)
    call = _call(r)
    r.done()
    lists = {"applicant_types": call.applicant_types, "directions": call.directions, "districts": call.districts}
    forms = [
        form_loading.build_form(Reader(table, root, r.languages, faults.append), lists, {"no_grant": call.no_grant})
        for table, root in zip(form_tables, roots, strict=True)
    ]
    return replace(call, form=forms[0]), forms


def _call(r: Reader) -> Call:
    r.languages = languages_of(r)
    r.zone = zone_of(r)
    opens, announced = r.instant("opens_at"), r.instant("closes_at")
    amendments = tuple(_amendment(a) for a in r.tables("amendment", [], most=_AMENDMENTS))
    rolls: bool = r.take("supplement_rolls_to_working_day", bool)
    r.text("supplement_rolls", optional=not rolls)
    lists: dict[str, Any] = {name: r.options(key) for name, key in _LISTS.items() if key in r.table}
    numbers: dict[str, Any] = {key: r.whole(key, *of) for key, of in bounds.BOUNDS.items() if key in r.table}
    numbers |= {key: tuple(r.values(key, int)) for key in REMINDERS if key in r.table or key in NEEDED_KEYS}
    return Call(
        id=r.name("id", FOLDER), timezone=r.zone.key if r.zone else "UTC", languages=tuple(r.languages),
        opens_at=opens, closes_at=bounds.closing(amendments, announced), announced_closes_at=announced,
        amendments=amendments, rules=_rules(r), criteria=tuple(_criterion(row) for row in r.tables("criterion", [])),
        contact=_contact(r.table_at("contact")), consent=_consent(r.table_at("consent")), form=_NO_FORM,
        supplement_rolls_to_working_day=rolls,
        non_working_days=frozenset(r.values("non_working_days", date)),
        registration_url=r.name("registration_url", URL, ""),
        **lists, **numbers,
        **{key: r.text(key, longest=LABEL) for key in _TEXTS if key in r.table or key in NEEDED_KEYS},
    )  # fmt: skip


_LISTS = {"applicant_types": "applicant_type", "directions": "direction", "districts": "district"}
_TEXTS = ("title", "short_title", "region", "timezone_name", "no_grant")
_AMENDMENTS, _PHONES = 50, 20
_NO_FORM: Any = None


def _rules(r: Reader) -> tuple[Rule, ...]:
    rows = r.tables("rule")
    rules = tuple(Rule(row.take("id", str), row.text("title", longest=LABEL), row.text("text")) for row in rows)
    ids = [rule.id for rule in rules]
    for row, rule_id in zip(rows, ids, strict=True):
        if rule_id and rule_id not in RULES:
            row.refuse("unknown_rule", "id", rule=rule_id[:60])
    # Of a rule under another's name one refusal is enough.
    for rule_id in NEEDED_RULES if rows and set(ids) <= set(RULES) and len(ids) == len(set(ids)) else ():
        if rule_id not in ids:
            r.refuse("rule_missing", "rule", rule=rule_id)
    return rules


def _criterion(r: Reader) -> Criterion:
    rule = r.take("rule", str, "")
    if rule and rule not in RULES:
        r.refuse("unknown_rule", "rule", rule=rule[:60])
    number = r.whole("number", 1, 99)
    return Criterion(number, r.text("short", longest=LABEL), r.text("text"), r.condition("applies_when"), rule)


def _amendment(r: Reader) -> Amendment:
    return Amendment(r.instant("at"), r.text("what"), r.text("why"), r.instant("closes_at", optional=True))


def _contact(r: Reader) -> Contact:
    if r.table.get("phones", []) == [] and "email" not in r.table:
        r.refuse("contact_unreachable", "")
    phones = tuple(Phone(p.take("shown", str), p.name("dial", DIAL)) for p in r.tables("phones", [], most=_PHONES))
    name, role = r.text("name", longest=LABEL), r.text("role", longest=STRING)
    return Contact(name, role, r.text("role_in_text", longest=STRING), phones, r.name("email", MAIL, ""))


def _consent(r: Reader) -> Consent:
    return Consent(r.name("version", VERSION), r.text("operator", longest=LABEL), r.instant("valid_until"),
                   r.text("text"), r.text("publication"))  # fmt: skip
