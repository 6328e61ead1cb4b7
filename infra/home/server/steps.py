"""What makes a machine a server, as data: each step can say whether it is done, and do it. A dry run asks only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from infra.home.server.machine import Machine


class ServerStep(Protocol):
    @property
    def what(self) -> str: ...
    @property
    def restarts(self) -> tuple[str, ...]:
        """Units that must start again once this step has changed something."""
        ...

    def is_done(self, machine: Machine) -> bool: ...
    def act(self, machine: Machine) -> None: ...


class SetupRefused(Exception):
    """The machine lacks something that no step may decide; `args[0]` says what to do."""


@dataclass(frozen=True)
class FileStep:
    path: str
    content: str
    mode: int = 0o644
    owner: str = "root:root"
    restarts: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return f"write {self.path} ({self.mode:o} {self.owner})"

    def is_done(self, machine: Machine) -> bool:
        real_path = machine.at(self.path)
        return machine.has(self.path, self.mode, self.owner) and real_path.read_text("utf-8") == self.content

    def act(self, machine: Machine) -> None:
        machine.at(self.path).parent.mkdir(parents=True, exist_ok=True)
        machine.write(self.path, self.content, self.mode, self.owner)


@dataclass(frozen=True)
class SecretStep:
    """A file with a secret, made once and never changed: with the pepper every key of an applicant would be lost."""

    path: str
    make: Callable[[], str]
    restarts: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return f"make the secret {self.path} (600 root:root)"

    def is_done(self, machine: Machine) -> bool:
        return machine.has(self.path, 0o600, "root:root")

    def act(self, machine: Machine) -> None:
        if machine.at(self.path).exists():
            machine.give(self.path, 0o600, "root:root")
        else:
            machine.write(self.path, self.make(), 0o600)


@dataclass(frozen=True)
class FolderStep:
    path: str
    mode: int
    owner: str = "root:root"
    restarts: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return f"make the folder {self.path} ({self.mode:o} {self.owner})"

    def is_done(self, machine: Machine) -> bool:
        return machine.has(self.path, self.mode, self.owner)

    def act(self, machine: Machine) -> None:
        machine.at(self.path).mkdir(parents=True, exist_ok=True)
        machine.give(self.path, self.mode, self.owner)


@dataclass(frozen=True)
class CommandStep:
    """`done` is asked first and after; a command that leaves it undone is an error."""

    what: str
    done: Callable[[Machine], bool]
    commands: tuple[tuple[str, ...], ...]
    restarts: tuple[str, ...] = ()

    def is_done(self, machine: Machine) -> bool:
        return self.done(machine)

    def act(self, machine: Machine) -> None:
        for command in self.commands:
            machine.run(*command)


@dataclass(frozen=True)
class DemandStep:
    """Something that is not ours to do: the firewall, the clock. `advice` says how."""

    what: str
    done: Callable[[Machine], bool]
    advice: str
    is_needed: bool = True
    restarts: tuple[str, ...] = ()

    def is_done(self, machine: Machine) -> bool:
        return self.done(machine)

    def act(self, machine: Machine) -> None:
        raise SetupRefused(f"{self.what}: {self.advice}")


@dataclass
class ServerSetup:
    """`say` gets one line a step. `changed` are the units that must start again."""

    machine: Machine
    say: Callable[[str], None]
    is_dry: bool = True
    changed: list[str] = field(default_factory=list)
    open_steps: int = 0

    def take(self, steps: Iterable[ServerStep]) -> None:
        for step in steps:
            if step.is_done(self.machine):
                self.say(f"  ok     {step.what}")
            elif isinstance(step, DemandStep) and not step.is_needed:
                self.say(f"  NOTE   {step.what}: {step.advice}")
            elif self.is_dry:
                self.open_steps += 1
                self.say(f"  would  {step.what}{advice_of(step)}")
            else:
                self._act(step)

    def _act(self, step: ServerStep) -> None:
        self.open_steps += 1
        self.say(f"  do     {step.what}")
        step.act(self.machine)
        if isinstance(step, CommandStep) and not step.is_done(self.machine):
            raise SetupRefused(f"{step.what}: it was done, and still it is not so.")
        self.changed.extend(unit for unit in step.restarts if unit not in self.changed)


def advice_of(step: ServerStep) -> str:
    if isinstance(step, DemandStep):
        return f": {step.advice}"
    commands = step.commands if isinstance(step, CommandStep) else ()
    return "".join(f"\n           $ {' '.join(command)}" for command in commands)
