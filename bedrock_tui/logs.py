"""Our log file: mistakes of the program, no prompts, replies or secrets."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from bedrock_tui import paths

_SIZE = 500_000
"""Bytes after which the file is put aside; one old file is kept."""


def start_log() -> None:
    """Write warnings and errors of the program to the log; a second call does nothing.

    Nothing goes to the terminal, where it would land in the middle of the screen. The
    file appears with its first line.
    """
    root = logging.getLogger()
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    try:
        path = paths.log_file()
    except OSError:
        root.addHandler(logging.NullHandler())  # no folder of ours: say nothing
        return
    handler = RotatingFileHandler(
        path, maxBytes=_SIZE, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)
