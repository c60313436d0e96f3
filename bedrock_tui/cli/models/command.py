"""The command itself: it lists models, and has commands of its own."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from typing import Any

import click

from bedrock_tui.cli.models.diff import diff
from bedrock_tui.cli.models.list import (
    HELP,
    Wanted,
    list_models,
    options_of_the_list,
)
from bedrock_tui.cli.models.list import command as list_
from bedrock_tui.cli.models.prices import prices
from bedrock_tui.cli.models.probe import probe
from bedrock_tui.cli.models.resolve import resolve
from bedrock_tui.cli.models.show import show
from bedrock_tui.cli.session import brief

_FEW = 60
"""Characters of what was mistyped."""


class _Group(click.Group):
    """Tells who writes a model where a command belongs how to look for it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            name = brief(args[0], _FEW)
            near = get_close_matches(name, self.list_commands(ctx))
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            raise click.UsageError(
                f"No such command '{name}'. {meant}To look for models: "
                f"--search {shlex.quote(name)}",
                ctx,
            ) from error


@click.group("models", cls=_Group, invoke_without_command=True, help=HELP)
@options_of_the_list
@click.pass_context
def command(ctx: click.Context, /, **said: Any) -> None:  # noqa: ANN401  see `Wanted`
    """List the models, unless a command is named."""
    if ctx.invoked_subcommand is not None:
        _refuse(ctx)
        return
    list_models(ctx, Wanted(**said))


for _each in (list_, show, resolve, diff, probe, prices):
    command.add_command(_each)


def _refuse(ctx: click.Context) -> None:
    """Do not take what is meant for the list and would have no effect."""
    given = [
        option.opts[0]
        for option in ctx.command.params
        if option.name in _OF_THE_LIST and ctx.params[option.name]
    ]
    if len(ctx.params["regions"]) > 1:
        given.append("a second --region")
    if given:
        name = ctx.invoked_subcommand
        raise click.UsageError(
            f"{', '.join(given)} is for the list; what {name} takes comes after it."
        )


_OF_THE_LIST = frozenset(
    {
        *("everywhere", "search", "only_callable", "sort", "reverse", "limit"),
        *("as_json", "as_csv", "offline"),
    }
)
