"""What every command does around its work: services, complaints, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bedrock_tui.cli.commands import completed
from bedrock_tui.core.plain import clean
from bedrock_tui.core.plain import one_line as one_line
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services.workbench import Workbench

if TYPE_CHECKING:
    from bedrock_tui.core.failure import Failure
    from bedrock_tui.sandbox.child import SandboxChild
    from bedrock_tui.settings import Settings

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_NO_CREDENTIALS = 3
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
"""128 + SIGPIPE, as shells tell it of other programs."""

_NO_CREDENTIALS = ("login", "login-expired", "credentials")


def lacks_credentials(failure: Failure) -> bool:
    """Tell whether a call failed because nobody is signed in, or not properly.

    An aws profile that is not there, or cannot be read, signs nobody in.
    """
    from bedrock_tui.core.failure import UNCONFIGURED  # start-up time

    return failure.code in UNCONFIGURED or failure.category in _NO_CREDENTIALS


@contextmanager
def workbench(settings: Settings, *, keep_history: bool = True) -> Iterator[Workbench]:
    """Provide the services, not opened yet, and put everything away afterwards."""
    demo = _Demo() if settings.demo else None
    bench = Workbench(
        settings, sandbox_url=demo.url if demo else None, keep_history=keep_history
    )
    try:
        yield bench
    finally:
        bench.close()
        if demo is not None:
            demo.stop()


class _Demo:
    """The sandbox, started when its address is first asked for."""

    def __init__(self) -> None:
        self._child: SandboxChild | None = None

    def url(self) -> str:
        """Return the sandbox's address; blocks until it listens."""
        if self._child is None:
            from bedrock_tui.sandbox.child import SandboxChild

            self._child = SandboxChild.start()
        return self._child.url()

    def stop(self) -> None:
        """End the sandbox, if it was started."""
        if self._child is not None:
            self._child.stop()


def complain(error: BedrockTuiError, consequence: str = "") -> None:
    """Tell on stderr what went wrong and what to do."""
    lines = (error.title, error.message, error.hint, consequence)
    say("\n  ".join(clean(line) for line in lines if line))


def brief(text: str, most: int = 200) -> str:
    """Return foreign text as one line, its middle left out where it is long."""
    line = one_line(text)
    part = (most - 1) // 2
    return line if len(line) <= most else f"{line[:part]}…{line[-part:]}"


def say(text: str) -> None:
    """Talk to the person: stderr, never mixed with data."""
    click.echo(completed(text), err=True)


def wait_aloud(text: str) -> None:
    """Tell whoever sits in front of it that something is waited for."""
    if sys.stderr is not None and sys.stderr.isatty():
        say(text)
