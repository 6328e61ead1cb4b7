"""`baiqau member`: the operator lets the first secretary in, sees everybody, and ends a person."""

import pytest

from tests.staff.conftest import Tool

NEW = ("member", "add", "Сейітова Сәуле", "--email", "saule@example.kz", "--role", "secretary")


def test_the_first_secretary_is_added_listed_and_not_ended_as_the_last(tool: Tool) -> None:
    made = tool.json(*NEW, "--language", "ru", "--valid-until", "2021-12-31")
    (listed,) = tool.json("member", "list")["members"]
    assert listed == made
    assert (made["name"], made["role"], made["active"]) == ("Сейітова Сәуле", "secretary", True)
    assert made["added_by"].startswith("local/")
    refused = tool("member", "end", made["member"])
    assert (refused.code, tool("member", "end", "nobody").code) == (3, 4)
    assert "соңғы хатшы" in refused.err


def test_a_person_is_ended(tool: Tool) -> None:
    tool.json(*NEW)
    expert = tool.json("member", "add", "Г. Гүл", "--email", "gul@example.kz", "--role", "expert")
    ended = tool.json("member", "end", expert["member"])
    assert (ended["active"], ended["ended_at"] is not None) == (False, True)


@pytest.mark.parametrize(("language", "sentence"), [("kk", "Қосылды: Сейітова Сәуле, хатшы"), ("ru", "секретарь")])
def test_it_is_said_in_both_languages(tool: Tool, language: str, sentence: str) -> None:
    ran = tool(*NEW, "--lang", language)
    assert (ran.code, sentence in " ".join(ran.out.split())) == (0, True)
    assert "Сейітова" in tool("member", "list", "--lang", language).out


def test_an_unknown_role_is_refused_in_words(tool: Tool) -> None:
    ran = tool("member", "add", "А. Б.", "--email", "a@example.kz", "--role", "chief", "--lang", "ru")
    assert (ran.code, "роль" in ran.err) == (3, True)
