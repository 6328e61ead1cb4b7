"""`baiqau`: finds the command in its module, runs it, and turns whatever stopped it into words and an exit code.

Exit codes: 0 done · 1 given up by the person · 2 wrong usage · 3 refused by a rule · 4 not found or changed meanwhile ·
5 trouble with the store, the network or a stored record.

To add a command, add a line to COMMANDS (and to ROOMS) and write the module; it is imported only when its command is
asked for, so heavy libraries may be imported at its top. The module holds one `command` (or say "module:name" in
COMMANDS):

    from staff.console.session import Session
    from staff.console.localized_click import argument, command, option

    @command("export", room="reports")                 # help: words/reports.toml, key command.export
    @argument("folder")
    @option("--format", "kind", room="reports")        # help: words/reports.toml, key option.format
    def command(session: Session, folder: str, kind: str | None) -> None:
        ...
        session.out(data, lambda console: console.print(...))

`room` defaults to "staff". Every command has --json, --lang, --at, --local, --home and --table without asking. Of the
session: `call`, `language`, `say(key, room, **params)`, `at()` (the instant to judge by), `place` (the table: `client`,
`table`, `buckets`; see staff/console/environment.py), `personal(command, why)` (records that personal data was read and
must come before the first read; rules/masking.py masks), `out(data, printer)` (JSON or terminal), and `fail(key, code,
room, **params)`.
Applications: `staff.applications.all_applications.applications(session)`. Text from applicants goes through
`staff.printing.terminal.safe`. Refusals (chalicelib.rules.refusals), botocore's errors and
`staff.console.session.Failed` may just be raised.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import click

from chalicelib.call import DefinitionError, current_call, words
from chalicelib.rules.lifecycle import has_act

from .console import error_messages, errors
from .console.localized_click import LocalizedGroup, language_of
from .console.session import LANGUAGES, Confirm, Session, ask_here

COMMANDS = {
    "queue": "staff.commands.queue",
    "list": "staff.commands.listing",
    "show": "staff.commands.show",
    "history": "staff.commands.history",
    "interview": "staff.commands.interview",
    "score": "staff.commands.score",
    "reviewers": "staff.commands.reviewers",
    "admit": "staff.commands.decisions:admit",
    "decline": "staff.commands.decisions:decline",
    "task": "staff.commands.task",
    "exclude": "staff.commands.decisions:exclude",
    "complete": "staff.commands.decisions:complete",
    "exception": "staff.commands.exception",
    "key": "staff.commands.key",
    "mail": "staff.commands.mail",
    "member": "staff.commands.member",
    "projection": "staff.commands.projection",
    "document": "staff.commands.document",
    "data": "staff.commands.data",
    "forget": "staff.commands.forget",
    "close": "staff.commands.close",
    "backup": "staff.commands.backup",
    "restore": "staff.commands.restore",
    "results": "staff.commands.results",
    "form": "staff.commands.form",
    "export": "staff.export.cli",
    "query": "staff.query.cli",
    "workbook": "staff.workbook.cli",
    "report": "staff.report.cli",
}
# Whose words the summaries in the help are, where they are not this tool's own.
ROOMS = dict.fromkeys(("export", "query", "workbook", "report"), "reports") | dict.fromkeys(
    ("close", "backup", "restore"), "operating"
)


class Program(LocalizedGroup):
    """Commands by name, imported when asked for. Help shows those whose module is there, and that the call needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, where in COMMANDS.items() if find_spec(where.partition(":")[0]) and _is_offered(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.list_commands(ctx):
            ctx.obj.fail("command.not_here", errors.GONE, command=cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        loaded: click.Command = getattr(import_module(module), name or "command")
        return loaded

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Read from the words alone: help must not wait for every command's libraries."""
        return [(name, _summary(name, language_of(ctx))) for name in self.list_commands(ctx)]


# By which act of the life cycle a command stands or falls; the others are every call's.
ACT_OF = {"interview": "record_interview", "score": "score", "reviewers": "score", "task": "assign_task",
          "exclude": "exclude", "complete": "complete"}  # fmt: skip


def _is_offered(name: str) -> bool:
    """Whether the call has what the command is for. A call that cannot be read says so when it is asked."""
    try:
        return name not in ACT_OF or has_act(current_call(), ACT_OF[name])
    except DefinitionError:
        return True


def _summary(name: str, language: str) -> str:
    known = words(ROOMS.get(name, "staff"))
    return known.get(f"command.{name}.about", known.get(f"command.{name}", {}))[language]


program = Program("baiqau", words="command.baiqau")


def main(argv: Sequence[str] | None = None, ask: Confirm | None = None) -> int:
    """Run one command; never raises, never exits. 0 only when it did what was asked.

    `ask` puts a question to the person at the keyboard; without one the terminal does, if it is a terminal.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    session = Session(language=_language(arguments), as_json="--json" in arguments, ask=ask or ask_here())
    try:
        return program.main(arguments, prog_name="baiqau", standalone_mode=False, obj=session) or 0
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return error_messages.GIVEN_UP
    except Exception as error:
        return error_messages.tell(session, error)


def _language(arguments: Sequence[str]) -> str:
    """What --lang says, wherever it stands: help and usage errors need it before anything is parsed."""
    for here, following in zip(arguments, [*arguments[1:], ""], strict=False):
        named = following if here == "--lang" else here.removeprefix("--lang=")
        if here.startswith("--lang") and named in LANGUAGES:
            return named
    return LANGUAGES[0]
