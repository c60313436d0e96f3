"""Our log file: mistakes of the program, no prompts, replies or secrets."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from bedrock_tui import paths

_SIZE = 500_000
"""Bytes after which the file is put aside; one old file is kept."""


def start_log() -> logging.Handler:
    """Write warnings and errors of the program to the log until `stop_log`.

    Nothing goes to the terminal, where it would land in the middle of the screen. The
    file appears with its first line; without a folder for it nothing is written.
    """
    handler: logging.Handler
    try:
        handler = RotatingFileHandler(
            paths.log_file(),
            maxBytes=_SIZE,
            backupCount=1,
            delay=True,
            encoding="utf-8",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """End what `start_log` began."""
    logging.getLogger().removeHandler(handler)
    handler.close()
