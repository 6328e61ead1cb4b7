"""The languages of the software, in their order: the one list of them, and what each is in the site, a mail, a sheet.

Words are in words/*.toml, sentences that a program builds in wording.py and inflection.py; a new language is a record
here, its texts there, and its branch in those two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Language(NamedTuple):
    code: str
    # In the language itself.
    name: str
    # Before every path of a page in it: the first language is at the site's root.
    prefix: str
    locale: str
    # A month beside a day, and one that stands alone, without a day.
    months: tuple[str, ...]
    lone_months: tuple[str, ...]
    # By unit of time: one, few, many; one form where nouns stay singular after numerals.
    units: Mapping[str, tuple[str, str, str]]
    # The list separator of a spreadsheet set to the language; a CSV with another opens in one column.
    separator: str

    @property
    def home(self) -> str:
        return f"{self.prefix}/"


_KK_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
    "желтоқсан",
)  # fmt: skip
LANGUAGE: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language(
            "kk", "Қазақша", "", "kk_KZ", _KK_MONTHS, _KK_MONTHS,
            {"day": ("күн",) * 3, "hour": ("сағат",) * 3, "minute": ("минут",) * 3, "second": ("секунд",) * 3}, ";",
        ),
        Language(
            "ru", "Русский", "/ru", "ru_KZ",
            ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
             "декабря"),
            ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
             "декабрь"),
            {"day": ("день", "дня", "дней"), "hour": ("час", "часа", "часов"),
             "minute": ("минута", "минуты", "минут"), "second": ("секунда", "секунды", "секунд")}, ";",
        ),
    )
}  # fmt: skip
LANGUAGES = tuple(LANGUAGE)


def other_language(code: str) -> str:
    """The next one, which a page offers beside its own."""
    return LANGUAGES[(LANGUAGES.index(code) + 1) % len(LANGUAGES)]
