"""Four persons, each with one way to act on a page: by touch, without a script, by keys alone, by what is read out."""

from __future__ import annotations

import json
from calendar import month_abbr
from dataclasses import dataclass
from typing import Any

VIEWS = "#form-sections, .bq-section, #check-answers"
MOST_TABS = 400


@dataclass
class Person:
    """Touches a phone of 390 px."""

    page: Any
    home: str
    has_script = True

    def press(self, selector: str) -> None:
        self.wait(selector)
        self.page.locator(selector).first.tap()

    def write(self, selector: str, words: str) -> None:
        self.press(selector)
        self.page.locator(selector).fill(words)

    def choose(self, selector: str) -> None:
        self.press(selector)

    def pick(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)

    # ------------------------------------------------------------ the same for all

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)

    def wait(self, selector: str) -> None:
        self.page.locator(selector).first.wait_for()

    def text(self, selector: str) -> str:
        self.wait(selector)
        return str(self.page.locator(selector).first.inner_text())

    def go_by_menu(self, path: str) -> None:
        if self.page.locator("details.menu > summary").is_visible():
            self.press("details.menu > summary")
            self.press(f"details.menu a[href='{path}']")
        else:
            self.press(f"nav.bar a[href='{path}']")
        self.page.wait_for_url(f"**{path}")

    def section(self, name: str) -> None:
        """From wherever one is in the form: back to the list, and to the section."""
        there = self.page.evaluate("""views => [...document.querySelectorAll(views)]
            .find((part) => !part.hidden && part.checkVisibility())?.id""", VIEWS)  # fmt: skip
        if there != name:
            if there != "form-sections":
                self.back_to_the_list(there)
            self.press(f".bq-toc a[href='#{name}']")

    def back_to_the_list(self, there: str) -> None:
        if there == "check-answers":
            self.page.go_back()
            there = self.page.evaluate("location.hash.slice(1)") or "form-sections"
        if there != "form-sections":
            self.press(f"#{there} .bq-bar a[href='#form-sections']")

    def give(self, name: str, value: str) -> None:
        """One answer, as a form posts it: to the question that stands under this name."""
        if not self.page.locator(f"#application [name='{name}']").count():
            table = name.partition("-")[0]
            holder = "id => document.querySelector(`[data-q=${id}]`).closest('.bq-section').id"
            self.section(self.page.evaluate(holder, table))
            self.press(f"[data-q={table}] .bq-add")
        kind, section = self.page.evaluate("""name => {
            const control = document.querySelector(`#application [name="${name}"]:not([type=hidden])`);
            return [control.type, control.closest(".bq-section").id];
        }""", name)  # fmt: skip
        self.section(section)
        if kind in ("radio", "checkbox"):
            this = f"[name='{name}'][value='{value}']"
            if not self.page.is_checked(this):
                self.choose(this)
        elif kind == "select-one":
            self.pick(f"[name='{name}']", value)
        else:
            self.write(f"[name='{name}']", value)


class WithoutScript(Person):
    """Touches the same phone, whose browser runs no script."""

    has_script = False


class ByKeys(Person):
    """Has a keyboard alone: whatever is used is reached by Tab."""

    def reach(self, selector: str) -> None:
        self.wait(selector)
        for _ in range(MOST_TABS):
            if self.page.evaluate("selector => !!document.activeElement?.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self.reach(selector)
        if self.page.get_attribute(selector, "type") == "month":
            # The browser's own field: a month by the first letters of its name, and the year.
            year, month = words.split("-")
            self.page.keyboard.type(month_abbr[int(month)])
            self.page.keyboard.press("Tab")
            self.page.keyboard.type(year)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def choose(self, selector: str) -> None:
        """Tab stops once at a set of radio buttons, arrows go on from there."""
        name = selector.partition("]")[0] + "]"
        if self.page.get_attribute(selector, "type") == "checkbox":
            self.reach(selector)
            self.page.keyboard.press("Space")
            return
        self.reach(name)
        self.page.keyboard.press("Space")
        for _ in range(self.page.locator(name).count()):
            if self.page.is_checked(selector):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} is not reached by arrows")

    def pick(self, selector: str, value: str) -> None:
        self.reach(selector)
        for _ in range(self.page.locator(f"{selector} option").count()):
            if self.page.input_value(selector) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} does not offer {value}")


class ByEar(Person):
    """Acts on role and name alone, as a screen reader reads them out, and each must say which one it is."""

    def heard(self, selector: str) -> Any:
        """By role and name, within the form and the group that have names of their own, as one hears them before."""
        self.wait(selector)
        place, meant = self.page, self.page.locator(selector).first
        for above in ("ancestor::form[@aria-label]", "ancestor::fieldset[1]"):
            around = meant.locator(f"xpath={above}")
            if around.count():
                place = called(place, around)
        found = called(place, meant)
        assert found.count() >= 1, f"nothing is called as {selector} is"
        return found.first if meant.evaluate("it => it.matches('a, button')") else found

    def press(self, selector: str) -> None:
        self.heard(selector).click()

    def write(self, selector: str, words: str) -> None:
        self.heard(selector).fill(words)

    def pick(self, selector: str, value: str) -> None:
        self.heard(selector).select_option(value)


def called(place: Any, meant: Any) -> Any:
    """What has the role and the name of `meant`; what has no role of its own is found by its text."""
    role, _, rest = meant.aria_snapshot().splitlines()[0].removeprefix("- ").strip("'").partition(" ")
    if role == "text:":
        return place.get_by_text(rest.strip('"'), exact=True)
    assert rest.startswith('"'), f"a {role} without a name"
    return place.get_by_role(role, name=json.JSONDecoder().raw_decode(rest)[0], exact=True)
