"""Our log file: mistakes of the program, no prompts, replies or secrets."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bedrock_tui import paths

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


class _LogFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        paths.private_folder(Path(self.baseFilename).parent)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: there is nowhere left to say it."""
