"""Opening the screen, and leaving it at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from bedrock_tui.cli.session import EXIT_OK, EXIT_USAGE, one_line, say, workbench
from bedrock_tui.errors import UsageError
from bedrock_tui.services.targets import check_targets
from bedrock_tui.settings import Settings


def open_screen(settings: Settings, targets: Sequence[str]) -> int:
    """Run the program on the screen and return its exit code.

    The process ends without the interpreter's own clean-up, which would wait for
    threads that read from silent sockets; by then the history is written.
    """
    _check(settings, targets)
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        say("The screen needs a terminal. In scripts: bedrock-tui compare --help")
        return EXIT_USAGE
    os.environ.setdefault("TEXTUAL_FPS", "30")
    with workbench(settings) as bench:
        from bedrock_tui.ui.app import BedrockTui

        app = BedrockTui(bench, targets)
        app.run()
        code = app.return_code or EXIT_OK
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _check(settings: Settings, targets: Sequence[str]) -> None:
    """Have targets that cannot be meant told before the screen opens.

    The region does not matter here, and asking the aws profile for it takes time.
    """
    try:
        check_targets(targets, settings)
    except UsageError as error:
        raise click.UsageError(one_line(str(error))) from error
