"""The sandbox as a child process, for whoever wants it beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Self

COMMAND = ("-m", "bedrock_tui.sandbox", "--port", "0", "--until-stdin-closes")
GRACE = 0.1
"""Seconds between closing the child's standard input and killing it."""


class SandboxChild:
    """A sandbox in a process of its own that ends with its parent.

    It lives in a session of its own, so that Ctrl-C in the terminal reaches only the
    parent; it ends when its standard input closes, however the parent died.
    """

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._line = b""
        self._read = threading.Event()
        self._reader = threading.Thread(target=self._read_line, daemon=True)
        self._reader.start()

    @classmethod
    def start(cls, *faults: str) -> Self:
        """Start the process and return at once; ``url`` waits for it.

        ``faults`` are what the sandbox's ``--fault`` takes.
        """
        errors = TemporaryFile()  # noqa: SIM115 (stop closes it)
        # -P: the working directory is the user's, and no place to import from.
        process = subprocess.Popen(
            [sys.executable, "-P", *COMMAND, *(f"--fault={one}" for one in faults)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        return cls(process, errors)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def url(self, timeout: float = 10.0) -> str:
        """The endpoint; raises RuntimeError when the child dies or says nothing."""
        if not self._read.wait(timeout):
            raise RuntimeError(f"The sandbox did not start within {timeout:g} s")
        try:
            return str(json.loads(self._line)["url"])
        except (ValueError, KeyError):
            raise RuntimeError(f"The sandbox did not start: {self._said()}") from None

    def stop(self) -> None:
        """End the child; a second call does nothing."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin:
            with suppress(OSError):
                stdin.close()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(1.0)
        if stdout:
            stdout.close()
        self._errors.close()

    def _read_line(self) -> None:
        stdout = self._process.stdout
        if stdout:
            self._line = stdout.readline()
        self._read.set()

    def _said(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip() or "no message"
