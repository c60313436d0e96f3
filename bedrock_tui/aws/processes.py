"""The credential processes that we started, to be ended when nobody waits any more."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3 import Session


class Processes:
    """The credential processes of one session; thread-safe."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._ended = False
        self._lock = threading.Lock()

    def start(self, *args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        """Start a process as `subprocess.Popen` does; one that comes late is killed.

        It stays in our group of processes: it may ask something in the terminal.
        """
        process: subprocess.Popen[bytes] = subprocess.Popen(*args, **kwargs)
        with self._lock:
            over = {each for each in self._running if each.poll() is not None}
            self._running -= over
            self._running.add(process)
            ended = self._ended
        if ended:
            _kill(process)
        return process

    def kill(self) -> None:
        """End those that run, and what they started; never waits."""
        with self._lock:
            running, self._running = self._running, set()
        for process in running:
            _kill(process)

    def close(self) -> None:
        """End those that run, and every one that is started from now on."""
        with self._lock:
            self._ended = True
        self.kill()


def keep_processes(session: Session, processes: Processes) -> None:
    """Have a session start its credential processes among these.

    This rests on private attributes, as seen in botocore 1.44 (credentials.py,
    ProcessProvider, AssumeRoleProvider, ProfileProviderBuilder).
    """
    chain = session._session.get_component("credential_provider")
    chain.get_provider("custom-process")._popen = processes.start
    # A role makes another provider for the profile that it comes from.
    builder = chain.get_provider("assume-role")._profile_provider_builder
    make = builder._create_process_provider

    def made(profile_name: str) -> Any:
        provider = make(profile_name)
        provider._popen = processes.start
        return provider

    builder._create_process_provider = made


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    # A shell that is killed leaves what it runs behind: that first, while it is known.
    for pid in list(_descendants(process.pid)):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()


def _descendants(pid: int) -> Iterator[int]:
    """What a process started; nothing where the system has no /proc to tell."""
    try:
        known = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, known):
        yield from _descendants(child)
        yield child
