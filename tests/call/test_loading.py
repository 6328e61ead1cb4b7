import copy
import re
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call, DefinitionError, say, words
from chalicelib.call.current import CALLS
from chalicelib.call.loading import build_call, load_call
from chalicelib.call.words import WORDS

FOLDER = CALLS / "rukhani-zhangyru-2021"
Table = dict[str, Any]


def tables() -> tuple[Table, Table]:
    call, form = (tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("call", "form"))
    return copy.deepcopy(call), copy.deepcopy(form)


def first_field(form: Table) -> Table:
    return form["section"][0]["field"][0]  # type: ignore[no-any-return]


def column(form: Table, table: str) -> Table:
    """The first column of a table of the form."""
    fields = [field for section in form["section"] for field in section["field"]]
    return next(field for field in fields if field["id"] == table)["column"][0]  # type: ignore[no-any-return]


SPOILT: dict[str, Callable[[Table, Table], object]] = {
    "naive_time": lambda call, form: call.update(closes_at=datetime(2021, 9, 30, 18)),  # noqa: DTZ001 naive on purpose
    "one_language": lambda call, form: call["direction"][0]["label"].pop("kk"),
    "twin_code": lambda call, form: call["direction"].append(call["direction"][0]),
    "unknown_kind": lambda call, form: first_field(form).update(kind="telepathy"),
    "unknown_rule": lambda call, form: call["rule"].append(call["rule"][0] | {"id": "luck"}),
    "unknown_key": lambda call, form: call.update(prize=1),
    "unknown_list": lambda call, form: first_field(form).update(options="colours"),
    "unknown_field": lambda call, form: first_field(form).update(asked_when={"colour": ["red"]}),
    "unknown_code": lambda call, form: first_field(form).update(asked_when={"stage": ["dream"]}),
    "not_comparable": lambda call, form: first_field(form).update(not_before="period_from"),
    "unknown_zone": lambda call, form: call.update(timezone="Asia/Nur-Sultan"),
    "bad_condition": lambda call, form: first_field(form).update(asked_when={"stage": 5}),
    "closes_before_opens": lambda call, form: call.update(closes_at=call["opens_at"]),
    "missing": lambda call, form: call.pop("supplement_days"),
    "wrong_type": lambda call, form: call.update(supplement_days=True),
    "not_a_table": lambda call, form: call["direction"].append("tourism"),
    "unknown_role": lambda call, form: first_field(form).update(role="mascot"),
    "role_missing": lambda call, form: first_field(form).pop("role"),
    "role_twice": lambda call, form: form["section"][-1]["field"][1].update(role="consent", kind="accept"),
    "role_of_kind": lambda call, form: first_field(form).update(role="email"),
    "role_of_column": lambda call, form: column(form, "team_members").update(role="name"),
    "role_language_codes": lambda call, form: form["options"]["languages"][0].update(code="kz"),
    "no_files": lambda call, form: form["package"]["document"][0].update(most=0),
    "not_a_text": lambda call, form: call.update(no_grant="x"),
    "digit_in_rule": lambda call, form: rule(call, "supplement")["text"].update(ru="Не позднее 3-х дней."),
    "number_word_in_rule": lambda call, form: rule(call, "language")["text"].update(kk="Үш күннен кешіктірмей."),
    "unequal_facts": lambda call, form: rule(call, "language")["text"].update(ru="До {closes}."),
    "unknown_fact": lambda call, form: first_field(form).update(label={"kk": "{colour}", "ru": "{colour}"}),
    "number_out_of_range": lambda call, form: call.update(missed_tasks_for_exclusion=0),
    "scores_in_disorder": lambda call, form: call.update(score_min=10),
    "criteria_in_disorder": lambda call, form: call["criterion"][3].update(number=6),
    "hours_in_disorder": lambda call, form: call.update(draft_reminder_hours=[3, 24]),
    "amendments_in_disorder": lambda call, form: amend(call, (20, None), (20, None)),
    "amendment_too_late": lambda call, form: amend(call, (30, 35), (36, 40)),
    "amendment_shortens": lambda call, form: amend(call, (20, 35), (21, 34)),
    "form_changed": lambda call, form: first_field(form).update(required=False),
    "form_version": lambda call, form: form.update(version=0),
    "form_version_missing": lambda call, form: form.update(version=2),
}
# Mistakes of the versions kept beside the form are told in test_form_versions.
OF_KEPT_FORMS = {"kept_form_changed", "form_version_stray", "form_file_name"}
# Mistakes of a call's own words, in test_call_words.
OF_WORDS = {"unknown_words", "lone_brace"}


def built(call: Table, form: Table) -> Call:
    """The call of these tables; where a list changed what answers are judged by, under the form's new fingerprint."""
    try:
        return build_call(call, form)
    except DefinitionError as error:
        if error.code != "form_changed":
            raise
        return build_call(call, form | {"fingerprint": error.params["fingerprint"]})


def rule(call: Table, rule_id: str) -> Table:
    return next(row for row in call["rule"] if row["id"] == rule_id)


def amend(call: Table, *entries: tuple[int, int | None]) -> None:
    """Amendments by days counted from 31 August: when each is made, and which day it moves the closing to."""
    start, both = call["closes_at"].replace(month=8, day=31, hour=10), {"kk": "…", "ru": "…"}
    call["amendment"] = [
        {"at": start + timedelta(days=made), "what": both, "why": both}
        | ({"closes_at": start + timedelta(days=moved)} if moved else {})
        for made, moved in entries
    ]


@pytest.mark.parametrize("code", sorted(SPOILT))
def test_each_mistake_in_a_definition_is_refused_with_its_own_sentence(code: str) -> None:
    call, form = tables()
    SPOILT[code](call, form)
    with pytest.raises(DefinitionError) as error:
        build_call(call, form)
    assert error.value.code == code
    for language in ("kk", "ru"):
        assert error.value.place in say(
            "definition", error.value.code, language, place=error.value.place, **error.value.params
        )


def test_every_sentence_about_a_definition_has_its_mistake() -> None:
    assert set(words("definition")) == set(SPOILT) | OF_KEPT_FORMS | OF_WORDS


def test_an_extension_moves_the_closing_and_every_text_that_names_it() -> None:
    call, form = tables()
    later = datetime.fromisoformat("2021-10-05T18:00:00+06:00")
    both = {"kk": "…", "ru": "…"}
    call["amendment"] = [{"at": call["opens_at"], "closes_at": later, "what": both, "why": both}]
    extended = build_call(call, form)
    assert (extended.closes_at, extended.announced_closes_at) == (later, call["closes_at"])
    assert "5 октября 2021 года" in extended.rule("deadline").text["ru"]


def test_another_call_is_another_folder(tmp_path: Any) -> None:
    for name in ("call", "form"):
        text = (FOLDER / f"{name}.toml").read_text("utf-8").replace("rukhani-zhangyru-2021", "next-2022")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert load_call(tmp_path).id == "next-2022"


def test_the_call_is_the_announcements(call: Call) -> None:
    assert (len(call.directions), len(call.criteria), len(call.applicant_types), len(call.districts)) == (6, 5, 6, 20)
    assert [phone.shown for phone in call.contact.phones] == ["(87282) 41-15-81", "87479002640", "87074131988"]


def test_no_text_of_the_call_keeps_an_unfilled_brace(call: Call) -> None:
    texts = [rule.text for rule in call.rules] + [field.label for field in call.form] + [call.consent.text]
    assert [text for text in texts if "{" in "".join(text.values())] == []


@pytest.mark.parametrize("room", sorted(path.stem for path in WORDS.glob("*.toml")))
def test_every_sentence_has_both_languages_and_the_same_braces(room: str) -> None:
    for key, text in words(room).items():
        braces = [sorted(set(re.findall(r"\{(\w+)", text[language]))) for language in ("kk", "ru")]
        assert braces[0] == braces[1], f"{room}.{key}"
