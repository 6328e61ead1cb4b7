"""From a folder with `call.toml` and `form.toml` to a `Call`, or a `DefinitionError` that says what to mend."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import form_loading, wording
from .definition import RULES, Amendment, Call, Consent, Contact, Criterion, Phone, Rule
from .form_definition import Form
from .form_versions import checked_versions
from .reading import DefinitionError, Reader


def load_call(folder: Path) -> Call:
    """Read one call's folder, with every version of its form. Raises DefinitionError; OSError and TOMLDecodeError
    pass through.
    """
    call, form = (tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("call", "form"))
    earlier = [_kept_form(path) for path in form_files(folder)]
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
    languages = call_table.get("languages") or ["kk", "ru"]
    facts = _facts(Reader(call_table, "call", languages))
    reader = Reader(wording.fill_all(call_table, facts), "call", languages)
    call = _call(reader, [wording.fill_all(table, facts) for table in (form_table, *earlier_tables)])
    reader.done()
    return call


def _call(r: Reader, form_tables: Sequence[dict[str, Any]]) -> Call:
    r.take("supplement_rolls", dict)
    lists: dict[str, Any] = {"applicant_types": r.options("applicant_type"), "directions": r.options("direction"),
             "districts": r.options("district")}  # fmt: skip
    amendments = tuple(_amendment(a) for a in r.tables("amendment", []))
    opens, announced = r.instant("opens_at"), r.instant("closes_at")
    closes = next((a.closes_at for a in reversed(amendments) if a.closes_at), announced)
    if closes <= opens:
        raise DefinitionError("closes_before_opens", r.place)
    rules = _rules(r)
    simple: dict[str, Any] = {key: r.take(key, int) for key in _NUMBERS} | {
        key: tuple(r.take(key, list)) for key in _HOURS
    }
    form, *earlier = (_form(r, table, lists) for table in form_tables)
    form, earlier_forms = checked_versions(form, earlier)
    texts: dict[str, Any] = {key: r.text(key) for key in _TEXTS}
    return Call(
        id=r.take("id", str), timezone=_zone(r), languages=tuple(r.take("languages", list)),
        opens_at=opens, closes_at=closes, announced_closes_at=announced, amendments=amendments,
        rules=rules, criteria=tuple(_criterion(c) for c in r.tables("criterion")),
        contact=_contact(r.table_at("contact")), consent=_consent(r.table_at("consent")),
        form=form, other_forms=earlier_forms,
        supplement_rolls_to_working_day=r.take("supplement_rolls_to_working_day", bool),
        non_working_days=frozenset(_days(r)), registration_url=r.take("registration_url", str),
        **simple, **texts, **lists,
    )  # fmt: skip


def _form(r: Reader, table: dict[str, Any], lists: dict[str, Any]) -> Form:
    return form_loading.build_form(Reader(table, "form", r.languages), lists, {"no_grant": r.table["no_grant"]})


_NUMBERS = ("rules_clause", "appendix", "supplement_days", "missed_tasks_for_exclusion", "score_min", "score_max")
_HOURS = ("draft_reminder_hours", "window_reminder_hours")
_TEXTS = ("title", "short_title", "region", "timezone_name", "no_grant")


def _facts(r: Reader) -> dict[str, dict[str, str]]:
    """What a text may name in braces, per language: the call's own dates and numbers, in words."""
    zone, opens, closes = ZoneInfo(_zone(r)), r.instant("opens_at"), r.instant("closes_at")
    for amendment in r.tables("amendment", []):
        closes = amendment.instant("closes_at", optional=True) or closes
    consent = r.table_at("consent")
    rolls = r.text("supplement_rolls") if r.take("supplement_rolls_to_working_day", bool) else None
    plain = {key: str(r.take(key, int)) for key in ("rules_clause", "appendix", "supplement_days")}
    plain |= {"missed_tasks": str(r.take("missed_tasks_for_exclusion", int))}
    plain |= {f"{key}s_count": str(len(r.take(key, list))) for key in ("direction", "district")}
    names = {key: r.text(key) for key in ("timezone_name",)} | {"operator": consent.text("operator")}
    valid = consent.instant("valid_until")

    def in_language(lang: str) -> dict[str, str]:
        return plain | {key: text[lang] for key, text in names.items()} | {
            "rolls": rolls[lang] if rolls else "",
            "opens": wording.moment(opens.astimezone(zone), lang),
            "closes": wording.moment(closes.astimezone(zone), lang),
            "closes_until": wording.until(closes.astimezone(zone), lang),
            "opens_date": wording.day(opens.astimezone(zone), lang),
            "closes_date": wording.day(closes.astimezone(zone), lang),
            "closes_time": wording.clock(closes.astimezone(zone)),
            "valid_until": wording.until(valid.astimezone(zone), lang),
        }  # fmt: skip

    return {lang: in_language(lang) for lang in r.languages}


def _zone(r: Reader) -> str:
    name = r.take("timezone", str)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise DefinitionError("unknown_zone", f"{r.place}.timezone", zone=name) from None
    return str(name)


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


def _criterion(r: Reader) -> Criterion:
    return Criterion(r.take("number", int), r.text("short"), r.text("text"), r.condition("applies_when"))


def _amendment(r: Reader) -> Amendment:
    return Amendment(r.instant("at"), r.text("what"), r.text("why"), r.instant("closes_at", optional=True))


def _contact(r: Reader) -> Contact:
    phones = tuple(Phone(p.take("shown", str), p.take("dial", str)) for p in r.tables("phones"))
    return Contact(r.text("name"), r.text("role"), phones)


def _consent(r: Reader) -> Consent:
    return Consent(r.take("version", str), r.text("operator"), r.instant("valid_until"), r.text("text"),
                   r.text("publication"))  # fmt: skip
