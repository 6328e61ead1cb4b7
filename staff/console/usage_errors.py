"""A command typed wrongly, in words: click finds the mistake, words/staff.toml names it."""

from __future__ import annotations

import click

from chalicelib.call import say

from .option_types import BadValue


def sentences(error: click.UsageError, language: str) -> tuple[str, ...]:
    """What is wrong, and where help is. Without any command, the help itself."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return (error.format_message(),)
    path = error.ctx.command_path if error.ctx else "baiqau"
    return _sentence(error, language), say("staff", "usage.help", language, command=f"{path} --help")


def _sentence(error: click.UsageError, language: str) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("staff", "usage.no_option", language, name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return say("staff", "usage.no_command", language, name=error.command_name)
    if isinstance(error, click.BadOptionUsage):
        return say("staff", "usage.bad_option", language, name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _parameter(error, language)
    return say("staff", "usage.bad_line", language)


def _parameter(error: click.BadParameter, language: str) -> str:
    name = _name(error)
    if isinstance(error, click.MissingParameter):
        return say("staff", "usage.missing", language, name=name)
    if isinstance(error, BadValue):
        return f"{name}: {say('staff', error.key, language, **error.params)}"
    if error.param and isinstance(error.param.type, click.Choice):
        choices = ", ".join(map(str, error.param.type.choices))
        return say("staff", "usage.choice", language, name=name, choices=choices)
    return say("staff", "usage.bad_value", language, name=name)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
