"""What our pages tell people to type exists, and what there is to type is told."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from staff.console.session import Session
from staff.main import COMMANDS, Program, program

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "operating" / "commands.md").read_text("utf-8")
TARGETS_TOLD = README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LINES = [
    line.partition("#")[0].split() for line in (README + COMMANDS_PAGE).splitlines() if line.startswith("    ./baiqau ")
]


def targets() -> set[str]:
    said = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"make ([a-z]+)", said))


def test_every_make_target_is_told_and_every_told_one_exists() -> None:
    told = set(re.findall(r"(?:`|^    )make ([a-z]+)", TARGETS_TOLD, re.M))
    assert told - targets() == set()
    assert targets() - told == set()


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_every_command_of_the_tool_is_named() -> None:
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", COMMANDS_PAGE)] == []


@pytest.mark.parametrize("words", LINES, ids=lambda words: " ".join(words[1:3]))
def test_a_line_for_the_tool_names_a_command_and_options_it_has(words: list[str]) -> None:
    found: click.Command | None = program
    context = click.Context(program, obj=Session())
    for word in words[1:]:
        if isinstance(found, click.Group):
            found = found.get_command(context, word)
    assert found is not None and not isinstance(found, Program)
    options = {option for param in found.params for option in param.opts}
    assert {word for word in words if word.startswith("--")} - options == set()


PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("operating/*.md")),
    *sorted((ROOT / "docs").glob("decisions/*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_to_a_file_and_to_a_heading_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if target.startswith(("http", "mailto:")):
            continue
        file, _, heading = target.partition("#")
        there = page.parent / file if file else page
        assert there.exists(), target
        headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M) if there.suffix == ".md" else []
        assert not heading or heading in {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in headings}
