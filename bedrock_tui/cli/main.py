"""The command group; each command is imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from bedrock_tui import __version__
from bedrock_tui.cli.options import global_options, settings_of

_COMMANDS = ("compare", "doctor", "history", "models", "policy", "sandbox")


class _LazyGroup(click.Group):
    """Imports `bedrock_tui.cli.NAME` for the command NAME."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"bedrock_tui.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # before or after a command heeds signals itself
            from bedrock_tui.cli.session import EXIT_INTERRUPTED  # start-up time

            ctx.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:
            if os.name != "posix":
                raise
            from bedrock_tui.cli.session import EXIT_BROKEN_PIPE  # start-up time

            _let_go()
            ctx.exit(EXIT_BROKEN_PIPE)


def _let_go() -> None:
    """Write to nowhere from now on: Python flushes at its end, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


@click.group(
    cls=_LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-t",
    "--target",
    "targets",
    metavar="ID[@REGION]",
    multiple=True,
    help="Open the screen with this lane; repeat for more.",
)
@global_options
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, targets: tuple[str, ...]) -> None:
    """Compare Amazon Bedrock models side by side in the terminal.

    Without a command it opens the screen. --demo needs no AWS account: everything is
    answered by a sandbox on this machine.
    """
    if ctx.invoked_subcommand is None:
        from bedrock_tui.cli.screen import open_screen

        ctx.exit(open_screen(settings_of(ctx), targets))
