"""A form whose structure changes is another form: the loader sees it, and keeps every version."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

from chalicelib.call import Call, DefinitionError, say
from chalicelib.call.fingerprint import fingerprint
from chalicelib.call.form_definition import Field
from chalicelib.call.loading import load_call
from chalicelib.call.roles import options_of_role
from tests.calls import NEW_QUESTION, TITLE, change, copied, load_with_new_fingerprint, with_next_version

pytestmark = pytest.mark.call_of_2021

# What makes another form: each is a change somebody might make between two starts.
OTHER_FORMS = {
    "a question more": (TITLE, NEW_QUESTION + TITLE),
    "a question under another name": ('{ id = "project_title",', '{ id = "title",'),
    "another kind": ('id = "summary", kind = "textarea"', 'id = "summary", kind = "text"'),
    "required no more": ('id = "settlement", kind = "text", required = true', 'id = "settlement", kind = "text"'),
    "another limit": ("min = 100, max = 1000", "min = 100, max = 900"),
    "another condition": ('stage = ["idea", "pilot"] }, max = 3000', 'stage = ["idea"] }, max = 3000'),
    "another column": ('{ id = "unit", kind = "text"', '{ id = "measure", kind = "text"'),
    "more rows": ("min_rows = 1, max_rows = 15", "min_rows = 1, max_rows = 16"),
    "a smaller file": ("file_max_bytes = 10485760", "file_max_bytes = 9437184"),
}  # fmt: skip
# What does not: words, and what only directs a reader.
SAME_FORM = {
    "a mended label": ("Название проекта", "Как называется проект"),
    "a mended hint": ("Например: https://…", "Адрес целиком"),
    "another criterion beside a question": ("max = 1500, criteria = [4, 5]", "max = 1500, criteria = [4]"),
    "another autocompletion": ('autocomplete = "tel"', 'autocomplete = "tel-national"'),
}


@pytest.mark.parametrize("name", sorted(OTHER_FORMS))
def test_a_changed_form_without_a_new_version_is_refused_and_told_what_to_do(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path, form=(OTHER_FORMS[name],))
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    assert (error.value.code, error.value.place) == ("form_changed", "form.fingerprint")
    for language in ("kk", "ru"):
        sentence = say("definition", error.value.code, language, place=error.value.place, **error.value.params)
        parts = ("forms/1.toml", "version = 2", f'fingerprint = "{error.value.params["fingerprint"]}"')
        assert [part for part in parts if part not in sentence] == []


@pytest.mark.parametrize("name", sorted(SAME_FORM))
def test_mended_words_need_no_version(tmp_path: Path, name: str) -> None:
    assert load_call(copied(tmp_path, form=(SAME_FORM[name],))).form.version == 1


def test_the_organiser_of_a_call_not_open_yet_writes_the_fingerprint_the_refusal_told(tmp_path: Path) -> None:
    changed = load_with_new_fingerprint(copied(tmp_path, form=(OTHER_FORMS["a question more"],)))
    assert (changed.form.version, changed.other_forms) == (1, ())
    assert "village_elders" in changed.form.by_id


def test_both_versions_lie_beside_each_other_and_the_newer_is_the_calls(call: Call, tmp_path: Path) -> None:
    renamed = with_next_version(copied(tmp_path), OTHER_FORMS["a question under another name"])
    assert [form.version for form in renamed.forms] == [1, 2]
    assert "title" in renamed.form.by_id
    assert [field.id for field in renamed.with_form(1).form] == [field.id for field in call.form]
    assert dict(renamed.form.retired) == {"project_title": call.form.by_id["project_title"].label}


def test_the_call_with_an_earlier_form_still_knows_all_of_them(tmp_path: Path) -> None:
    changed = with_next_version(copied(tmp_path), OTHER_FORMS["a question more"])
    earlier = changed.with_form(1)
    assert (earlier.form.version, earlier.forms, earlier.current_form) == (1, changed.forms, changed.form)
    assert earlier.with_form(2) == changed
    assert changed.with_form(99) is changed


def test_a_list_of_the_call_that_changes_makes_another_form_and_the_old_one_keeps_its_list(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "forms").mkdir()
    kept = shutil.copy(folder / "form.toml", folder / "forms" / "1.toml")
    change(folder / "form.toml", ("version = 1", "version = 2"))
    change(folder / "call.toml", ('code = "tourism"', 'code = "farming"'))
    assert refusal(folder) == ("kept_form_changed", "forms/1.fingerprint")
    codes = ("inclusion", "skills", "tourism", "culture_sport", "ecology", "territory")
    rows = ", ".join(f'{{ code = "{code}", label = {{ kk = "{code}", ru = "{code}" }} }}' for code in codes)
    change(Path(kept), ("\n[options]\n", f"\n[options]\ndirections = [{rows}]\n"))
    changed = load_with_new_fingerprint(folder)
    assert changed.form.by_id["direction"].codes - changed.with_form(1).form.by_id["direction"].codes == {"farming"}


def test_a_kept_form_may_not_change(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_next_version(folder, OTHER_FORMS["a question more"])
    written = load_call(folder).with_form(1).form.fingerprint
    change(folder / "forms" / "1.toml", OTHER_FORMS["another limit"])
    assert refusal(folder) == ("kept_form_changed", "forms/1.fingerprint")
    # It names the form that is there now.
    (told,) = {params["fingerprint"] for params in named(folder)}
    assert told != written
    change(folder / "forms" / "1.toml", (written, str(told)))
    assert load_call(folder).with_form(1).form.fingerprint == told


def test_no_version_may_be_absent(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_next_version(folder, OTHER_FORMS["a question more"])
    (folder / "forms" / "1.toml").unlink()
    assert refusal(folder) == ("form_version_missing", "forms/1")


def test_no_version_may_come_from_the_future(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_next_version(folder, OTHER_FORMS["a question more"])
    shutil.copy(folder / "form.toml", folder / "forms" / "2.toml")
    assert refusal(folder) == ("form_version_stray", "forms/2.version")


def test_a_kept_form_is_called_by_its_version(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_next_version(folder, OTHER_FORMS["a question more"])
    (folder / "forms" / "1.toml").rename(folder / "forms" / "old.toml")
    assert refusal(folder) == ("form_file_name", "forms/old.version")


def test_all_versions_are_in_the_package_that_functions_start_from(tmp_path: Path) -> None:
    changed = with_next_version(copied(tmp_path), OTHER_FORMS["a question more"])
    assert pickle.loads(pickle.dumps(changed)) == changed


@dataclass(frozen=True)
class LaterField(Field):
    """A question of a software that knows one property more."""

    decimals: int = 0


@pytest.mark.parametrize(("decimals", "same"), [(0, True), (2, False)])
def test_a_property_the_software_learns_later_counts_only_where_a_form_uses_it(
    call: Call, decimals: int, same: bool
) -> None:
    first, *rest = call.form.sections
    asked, *others = first.fields
    values = {field.name: getattr(asked, field.name) for field in fields(asked)}
    later = replace(
        call.form, sections=(first._replace(fields=(LaterField(**values, decimals=decimals), *others)), *rest)
    )
    assert (fingerprint(later) == call.form.fingerprint) is same


def named(folder: Path) -> list[dict[str, object]]:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    return [each.params for each in (error.value, *error.value.others)]


def refusal(folder: Path) -> tuple[str, str]:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    for language in ("kk", "ru"):
        assert say("definition", error.value.code, language, place=error.value.place, **error.value.params)
    return error.value.code, error.value.place


def test_options_of_all_versions_are_known_the_current_ones_first(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    changed = with_next_version(folder, ('{ code = "phone"', '{ code = "letter"'))
    codes = [option.code for option in options_of_role(changed, "interview_format")]
    assert codes[: len(codes) - 1] == [option.code for option in changed.form.by_id["interview_format"].options]
    assert codes[-1] == "phone"
