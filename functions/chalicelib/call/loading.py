"""From a folder with `call.toml` and `form.toml` to a `Call`, or a `DefinitionError` that says what to mend."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import bounds, form_loading, texts
from .call_words import check_words
from .definition import RULES, Amendment, Call, Consent, Contact, Criterion, Phone, Rule
from .facts import facts_of
from .form_definition import Form
from .form_versions import checked_versions
from .reading import DefinitionError, Reader


def load_call(folder: Path) -> Call:
    """Read one call's folder, with every version of its form and its own words.

    Raises DefinitionError; OSError and TOMLDecodeError pass through.
    """
    call, form = (tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("call", "form"))
    earlier = [_kept_form(path) for path in form_files(folder)]
    check_words(folder)
    return build_call(call, form, earlier)


def form_files(folder: Path) -> list[Path]:
    """Where the earlier versions of a call's form lie: `forms/1.toml` and so on."""
    return sorted((folder / "forms").glob("*.toml"))


def _kept_form(path: Path) -> dict[str, Any]:
    table = tomllib.loads(path.read_text("utf-8"))
    if str(table.get("version")) != path.stem:
        raise DefinitionError("form_file_name", f"forms/{path.name}", version=table.get("version", "?"))
    return table


def build_call(
    call_table: dict[str, Any], form_table: dict[str, Any], earlier_tables: Sequence[dict[str, Any]] = ()
) -> Call:
    """The call of these tables; `earlier_tables` are kept versions of the form. Raises DefinitionError."""
    languages = call_table.get("languages") or ["kk", "ru"]
    facts = facts_of(call_table, _zone(Reader(call_table, "call", languages)), languages)
    texts.check_rule_texts(call_table.get("rule") or [], facts)
    texts.check_texts(call_table, "call", facts)
    for table in (form_table, *earlier_tables):
        texts.check_texts(table, "form" if table is form_table else f"forms/{table.get('version')}", facts)
    reader = Reader(texts.filled(call_table, facts), "call", languages)
    call = _call(reader, [texts.filled(table, facts) for table in (form_table, *earlier_tables)])
    reader.done()
    return call


def _call(r: Reader, form_tables: Sequence[dict[str, Any]]) -> Call:
    r.take("supplement_rolls", dict)
    lists: dict[str, Any] = {"applicant_types": r.options("applicant_type"), "directions": r.options("direction"),
             "districts": r.options("district")}  # fmt: skip
    amendments = tuple(_amendment(a) for a in r.tables("amendment", []))
    opens, announced = r.instant("opens_at"), r.instant("closes_at")
    closes = bounds.check_amendments(amendments, opens, announced)
    rules = _rules(r)
    simple: dict[str, Any] = {key: r.take(key, int) for key in bounds.BOUNDS}
    bounds.check_numbers(simple)
    simple |= {key: _hours(r, key) for key in _HOURS}
    form, *earlier = (_form(r, table, lists) for table in form_tables)
    form, earlier_forms = checked_versions(form, earlier)
    criteria = _criteria(r)
    bounds.check_criteria_of(form, len(criteria))
    texts: dict[str, Any] = {key: r.text(key) for key in _TEXTS}
    return Call(
        id=r.take("id", str), timezone=_zone(r).key, languages=tuple(r.take("languages", list)),
        opens_at=opens, closes_at=closes, announced_closes_at=announced, amendments=amendments,
        rules=rules, criteria=criteria,
        contact=_contact(r.table_at("contact")), consent=_consent(r.table_at("consent")),
        form=form, other_forms=earlier_forms,
        supplement_rolls_to_working_day=r.take("supplement_rolls_to_working_day", bool),
        non_working_days=frozenset(_days(r)), registration_url=r.take("registration_url", str),
        **simple, **texts, **lists,
    )  # fmt: skip


def _form(r: Reader, table: dict[str, Any], lists: dict[str, Any]) -> Form:
    return form_loading.build_form(Reader(table, "form", r.languages), lists, {"no_grant": r.table["no_grant"]})


_HOURS = ("draft_reminder_hours", "window_reminder_hours")
_TEXTS = ("title", "short_title", "region", "timezone_name", "no_grant")


def _zone(r: Reader) -> ZoneInfo:
    name = r.take("timezone", str)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise DefinitionError("unknown_zone", f"{r.place}.timezone", zone=name) from None


def _hours(r: Reader, key: str) -> tuple[int, ...]:
    hours = r.take(key, list)
    bounds.check_hours(key, hours)
    return tuple(hours)


def _days(r: Reader) -> list[date]:
    days = r.take("non_working_days", list)
    if any(not isinstance(day, date) or isinstance(day, datetime) for day in days):
        raise DefinitionError("wrong_type", f"{r.place}.non_working_days", expected="date")
    return list(days)


def _rules(r: Reader) -> tuple[Rule, ...]:
    rules = tuple(Rule(x.take("id", str), x.text("title"), x.text("text")) for x in r.tables("rule"))
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if rule_id not in RULES:
            raise DefinitionError("unknown_rule", f"{r.place}.rule", rule=rule_id)
        if ids.count(rule_id) > 1:
            raise DefinitionError("twin_code", f"{r.place}.rule", code=rule_id)
    for rule_id in RULES:
        if rule_id not in ids:
            raise DefinitionError("missing", f"{r.place}.rule.{rule_id}")
    return rules


def _criteria(r: Reader) -> tuple[Criterion, ...]:
    criteria = tuple(_criterion(row) for row in r.tables("criterion"))
    bounds.check_criteria([criterion.number for criterion in criteria])
    return criteria


def _criterion(r: Reader) -> Criterion:
    rule = r.take("rule", str, "")
    if rule and rule not in RULES:
        raise DefinitionError("unknown_rule", f"{r.place}.rule", rule=rule)
    return Criterion(r.take("number", int), r.text("short"), r.text("text"), r.condition("applies_when"), rule)


def _amendment(r: Reader) -> Amendment:
    return Amendment(r.instant("at"), r.text("what"), r.text("why"), r.instant("closes_at", optional=True))


def _contact(r: Reader) -> Contact:
    phones = tuple(Phone(p.take("shown", str), p.take("dial", str)) for p in r.tables("phones"))
    return Contact(r.text("name"), r.text("role"), r.text("role_in_text"), phones)


def _consent(r: Reader) -> Consent:
    return Consent(r.take("version", str), r.text("operator"), r.instant("valid_until"), r.text("text"),
                   r.text("publication"))  # fmt: skip
