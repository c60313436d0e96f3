"""Our log file: mistakes of the program, no prompts, replies or secrets."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bedrock_tui import paths
from bedrock_tui.core.failure import redact

_SECRET_VARIABLES = (
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
)
"""Variables whose values are never written, whatever they look like."""

_SECRET = 8
"""Characters that a secret has at least; shorter values would take words away."""

_SIZE = 500_000
"""Bytes after which the file is put aside; one old file is kept."""


def start_log() -> logging.Handler:
    """Write warnings and errors of the program to the log until `stop_log`.

    Nothing goes to the terminal, where it would land in the middle of the screen. The
    file and its folder appear with the first line; what cannot be written is dropped.
    """
    handler = _LogFile(
        paths.log_file(), maxBytes=_SIZE, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(_Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """End what `start_log` began."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def crash_report(trace: str) -> str:
    """Return what the terminal is told when a mistake of ours ends the screen.

    `trace` is a plain traceback: without the values of variables, which may be keys.
    """
    return (
        f"{_without_secrets(trace).rstrip()}\n\n"
        "bedrock-tui made a mistake and had to stop. What had arrived is in the "
        "history.\nPlease report the lines above; they are also in "
        f"{paths.log_file()}.\n"
    )


class _Redacted(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback if there is one, without secrets."""
        return _without_secrets(super().format(record))


def _without_secrets(text: str) -> str:
    for name in _SECRET_VARIABLES:
        value = os.environ.get(name, "").strip()
        if len(value) >= _SECRET:
            text = text.replace(value, "…")
    return redact(text)


class _LogFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        file = Path(self.baseFilename)
        paths.private_folder(file.parent)
        file.touch(mode=0o600)
        with suppress(OSError):  # one of an earlier version may be open to others
            file.chmod(0o600)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: there is nowhere left to say it."""
