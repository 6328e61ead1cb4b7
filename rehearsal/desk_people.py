"""The committee's people of a rehearsal: the first let in by the operator's tool, the others by her, at the desk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from chalicelib.call import Call
from chalicelib.call.languages import LANGUAGE
from infra.paths import ROOT

from .cloud import Cloud, NoCloud
from .desk_person import DeskPerson
from .notes import Log


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def run_tool(cloud: Cloud, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The staff's own command on this cloud."""
    program = [sys.executable, "-m", "staff", *arguments, *cloud.for_staff]
    paths = f"{ROOT / 'functions'}{os.pathsep}{ROOT}"
    environment = {**os.environ, "PYTHONPATH": paths, "BAIQAU_STATE": str(cloud.state.resolve())}
    return subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True)


class DeskPeople:
    def __init__(self, cloud: Cloud, call: Call, log: Log) -> None:
        self.cloud, self.call = cloud, call
        self.all = [self._person(index, log, **person) for index, person in enumerate(words()["person"])]

    def of(self, role: str) -> list[DeskPerson]:
        return [person for person in self.all if person.role == role]

    def arrive(self) -> None:
        first, *others = self.all
        ran = run_tool(self.cloud, "member", "add", first.name, "--email", first.email, "--role", first.role,
                       "--language", first.language)  # fmt: skip
        if ran.returncode:
            raise NoCloud(f"baiqau member add: {ran.stdout}{ran.stderr}")
        for person in others:
            values = {"name": person.name, "email": person.email, "role": person.role, "language": person.language}
            added = first.press("people", "people/add", {**values, "until": ""})
            if added.status != 303:
                raise NoCloud(f"the desk lets no {person.role} in: {added.status}")
        self._read_ids(first)

    def _read_ids(self, first: DeskPerson) -> None:
        """As the page of people knows them: by the form that would end each."""
        page = unescape(first.get("people").body)
        for person in self.all:
            match = re.search(rf"{re.escape(person.email)}.*?/people/([2-9a-z]+)/end", page, re.DOTALL)
            if match is None:
                raise NoCloud(f"the desk's page of people lacks a {person.role} who was let in")
            person.id = match[1]

    def _person(self, index: int, log: Log, name: str, role: str) -> DeskPerson:
        language = self.call.languages[index % len(self.call.languages)]
        address = f"{role}-{index}@committee.example.kz"
        return DeskPerson(self.cloud, log, name, address, role, language, f"{LANGUAGE[language].home}desk/")
