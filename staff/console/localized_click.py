"""click's commands, options and arguments, whose help is in the words files instead of in Python.

A key that is missing there is a KeyError the first time anybody asks for help; a test walks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from chalicelib.call import Call, current_call, say

from .option_types import INSTANT, CodeType, ExampledType
from .session import LANGUAGES, Session

Function = Callable[..., None]


def language_of(ctx: click.Context | None) -> str:
    session = ctx.find_object(Session) if ctx else None
    return session.language if session else LANGUAGES[0]


class LocalizedOption(click.Option):
    """`words` is the key of its help, `option.<name>` unless told; `codes`, those of the call that the help names."""

    def __init__(self, *names: Any, room: str = "staff", words: str = "",
                 codes: Callable[[Call], Sequence[str]] | None = None, **rest: Any) -> None:  # fmt: skip
        super().__init__(*names, **rest)
        self.codes = codes
        self.room, self.words = room, words or f"option.{max(self.opts, key=len).lstrip('-').replace('-', '_')}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        language = language_of(ctx)
        needed = f" [{say('staff', 'help.required', language)}]" if self.required else ""
        example = {"example": self.type.example()} if isinstance(self.type, ExampledType) else {}
        codes = {"codes": ", ".join(self.codes(current_call()))} if self.codes else {}
        return self.get_help_spec(ctx), say(self.room, self.words, language, **example, **codes) + needed


class LocalizedArgument(click.Argument):
    def __init__(self, *names: Any, room: str = "staff", words: str = "", **rest: Any) -> None:
        super().__init__(*names, **rest)
        self.room, self.words = room, words or f"argument.{self.name}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), say(self.room, self.words, language_of(ctx))


class LocalizedCommand(click.Command):
    """A command; `words` is the key of what it does. Every command has the common options."""

    def __init__(self, name: str, *, words: str, room: str = "staff", params: Sequence[click.Parameter] = (),
                 **rest: Any) -> None:  # fmt: skip
        known = [*params, *common_options(), _help_option()]
        super().__init__(name, params=known, options_metavar="[…]", add_help_option=False, **rest)
        self.words, self.room = words, room

    def about(self, ctx: click.Context | None) -> str:
        return say(self.room, self.words, language_of(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = say("staff", "help.usage", language_of(ctx)) + " "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.about(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for kind, heading in ((LocalizedArgument, "help.arguments"), (LocalizedOption, "help.options")):
            rows = [
                param.get_help_record(ctx) for param in self.params if isinstance(param, kind) and _is_offered(param)
            ]
            if rows:
                with formatter.section(say("staff", heading, language_of(ctx))):
                    formatter.write_dl(rows)


def _is_offered(parameter: LocalizedOption | LocalizedArgument) -> bool:
    return not isinstance(parameter.type, CodeType) or parameter.type.is_asked()


class LocalizedGroup(LocalizedCommand, click.Group):
    def __init__(self, name: str, **rest: Any) -> None:
        super().__init__(name, subcommand_metavar="…", **rest)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        LocalizedCommand.format_options(self, ctx, formatter)
        with formatter.section(say("staff", "help.commands", language_of(ctx))):
            formatter.write_dl(self.summaries(ctx))

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The commands with what they do."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, one.about(ctx)) for name, one in commands if isinstance(one, LocalizedCommand)]


def command(name: str, room: str = "staff", words: str = "") -> Callable[[Function], LocalizedCommand]:
    """Makes a command of a function that takes the session first and then its options by name."""

    def made(function: Function) -> LocalizedCommand:
        asked: list[click.Parameter] = getattr(function, "asked", [])
        return LocalizedCommand(name, words=words or f"command.{name}", room=room, params=asked,
                      callback=click.pass_obj(function))  # fmt: skip

    return made


def subcommand(group: LocalizedGroup, name: str) -> Callable[[Function], LocalizedCommand]:
    def made(function: Function) -> LocalizedCommand:
        one = command(name, group.room, f"command.{group.name}.{name}")(function)
        group.add_command(one)
        return one

    return made


def option(*names: str, **rest: Any) -> Callable[[Function], Function]:
    return _asking(LocalizedOption(names, **rest))


def argument(*names: str, **rest: Any) -> Callable[[Function], Function]:
    return _asking(LocalizedArgument(names, **rest))


def _asking(parameter: click.Parameter) -> Callable[[Function], Function]:
    def asks(function: Function) -> Function:
        # Decorators run from the bottom up; help reads from the top down.
        function.asked = [parameter, *getattr(function, "asked", [])]  # type: ignore[attr-defined]
        return function

    return asks


def common_options() -> list[click.Parameter]:
    """What every command takes; the values go into the session, not to the function."""
    return [
        _common("--json", "as_json", is_flag=True),
        _common("--lang", "language", type=click.Choice(LANGUAGES)),
        _common("--at", "asked_at", type=INSTANT, metavar="T"),
        _common("--local", "local", is_flag=True),
        _common("--home", "home", metavar="DIR"),
        _common("--table", "table", metavar="X"),
    ]


def _common(*names: str, **rest: Any) -> LocalizedOption:
    return LocalizedOption(names, expose_value=False, callback=_remember, **rest)


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value:
        setattr(ctx.find_object(Session), str(parameter.name), value)


def _help_option() -> LocalizedOption:
    return LocalizedOption(["--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help)


def _show_help(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(ctx.get_help())
        ctx.exit()
