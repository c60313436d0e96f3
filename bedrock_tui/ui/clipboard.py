"""The clipboard of the desktop, filled by the program that the system has for it.

Terminals are told through OSC 52, which many of them ignore.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bedrock_tui.services import bridge

PATIENCE = 2.0
"""Seconds that a tool may take before it is ended."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes a text on standard input and puts it into the clipboard."""

    command: tuple[str, ...]
    encoding: str = "utf-8"
    environment: tuple[tuple[str, str], ...] = ()
    """Variables that it needs beside ours."""


# pbcopy reads its input in the encoding of the locale, Mac Roman where there is none.
_PBCOPY = Tool(("pbcopy",), environment=(("LC_ALL", "en_US.UTF-8"),))
_CLIP = Tool(("clip.exe",), "utf-16-le")
# Without a type wl-copy guesses one, and offers a reply with tags as HTML alone.
_WL_COPY = Tool(("wl-copy", "--type", "text/plain"))
_XCLIP = Tool(("xclip", "-selection", "clipboard", "-in"))
_XSEL = Tool(("xsel", "--clipboard", "--input"))


class Clipboard:
    """Fills the desktop's clipboard, one text after the other, the newest last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: str | None = None
        self._busy = False

    def fill(self, text: str) -> None:
        """Have the text put into the clipboard soon; never waits and never fails.

        Nothing happens where there is no tool for it.
        """
        with self._lock:
            self._next = text
            if self._busy:
                return
            self._busy = True
        bridge.spawn("clipboard", self._work)

    def _work(self) -> None:
        while (text := self._take()) is not None:
            try:
                _hand_over(text)
            except Exception:  # noqa: BLE001  the next text must still get its turn
                _log.exception("the clipboard was not filled")

    def _take(self) -> str | None:
        with self._lock:
            text, self._next = self._next, None
            self._busy = text is not None
        return text


def find_tool(environment: Mapping[str, str]) -> Tool | None:
    """Return the first tool that there is and that fills the person's own clipboard."""
    path = environment.get("PATH", os.defpath)
    for tool in _candidates(environment):
        if (found := shutil.which(tool.command[0], path=path)) is not None:
            command = (found, *tool.command[1:])
            return Tool(command, tool.encoding, tool.environment)
    return None


def _candidates(environment: Mapping[str, str]) -> Iterator[Tool]:
    if environment.get("SSH_CONNECTION"):
        return  # the tools would fill the clipboard of the machine over there
    yield _PBCOPY
    if _on_windows(environment):
        yield _CLIP
    if environment.get("WAYLAND_DISPLAY"):
        yield _WL_COPY
    if environment.get("DISPLAY"):
        yield from (_XCLIP, _XSEL)


def _on_windows(environment: Mapping[str, str]) -> bool:
    """Tell whether the desktop is Windows: also where Linux runs inside of it."""
    return (
        bool(environment.get("WSL_DISTRO_NAME") or environment.get("WSL_INTEROP"))
        or platform.system() == "Windows"
        or "microsoft" in platform.release().lower()
    )


def _hand_over(text: str) -> None:
    tool = find_tool(os.environ)
    if tool is None:
        return
    name = tool.command[0]
    try:
        process = subprocess.Popen(
            tool.command,
            stdin=subprocess.PIPE,
            # Some stay to serve the clipboard, and would keep our pipes open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | dict(tool.environment),
            start_new_session=True,
        )
    except OSError as error:
        _log.warning("%s did not start: %s", name, error.strerror)
        return
    try:
        process.communicate(text.encode(tool.encoding, "replace"), timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        _end(process)
        _log.warning("%s took longer than %g s", name, PATIENCE)
        return
    if process.returncode:
        _log.warning("%s ended with %d", name, process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the tool and what it started."""
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(OSError):  # what was not taken of the text is lost
        if process.stdin is not None:
            process.stdin.close()
    process.wait()
