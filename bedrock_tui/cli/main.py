"""The command group; each command is imported when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from contextlib import suppress
from typing import Any

import click

from bedrock_tui import __version__
from bedrock_tui.cli.options import global_options, lanes_option, settings_of

_COMMANDS = ("compare", "doctor", "history", "models", "policy", "sandbox", "snippet")


_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a full disk or a closed file says; a pipe without a reader has its own."""


_MOST = 600
"""Characters of a message; what somebody typed may be of any length."""


class _LazyGroup(click.Group):
    """Imports `bedrock_tui.cli.NAME` for the command NAME."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  click's own
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if error.errno not in _UNWRITABLE or error.filename is not None:
                raise
            # Also for --help, which comes before any command.
            with suppress(OSError):
                click.echo(f"The output cannot be written: {error.strerror}.", err=True)
            _let_go()
            sys.exit(1)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:  # noqa: ANN401
        try:
            return super().make_context(*args, **kwargs)
        except KeyboardInterrupt:  # while options are read, or --help is written
            sys.exit(130)
        except click.ClickException as error:
            raise _told(error) from error

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
        except click.ClickException as error:
            raise _told(error) from error
        except BrokenPipeError:
            if os.name != "posix":
                raise
            from bedrock_tui.cli.session import EXIT_BROKEN_PIPE  # start-up time

            _let_go()
            ctx.exit(EXIT_BROKEN_PIPE)


def _told(error: click.ClickException) -> click.ClickException:
    """Return the error as one line that is safe to show: it repeats what was typed."""
    from bedrock_tui.cli.commands import completed  # start-up time
    from bedrock_tui.cli.session import brief

    if not isinstance(error, click.UsageError):
        return click.ClickException(brief(error.format_message(), _MOST))
    message = completed(brief(error.format_message(), _MOST), error.ctx)
    return click.UsageError(message, error.ctx)


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
@lanes_option
@global_options
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, targets: tuple[str, ...], sets: tuple[str, ...]) -> None:
    """Compare Amazon Bedrock models side by side in the terminal.

    Without a command it opens the screen. --demo needs no AWS account: everything is
    answered by a sandbox on this machine.
    """
    if ctx.invoked_subcommand is None:
        from bedrock_tui.cli.naming import named
        from bedrock_tui.cli.screen import open_screen

        settings = settings_of(ctx)
        ctx.exit(open_screen(settings, named(ctx, settings, targets, sets)))
