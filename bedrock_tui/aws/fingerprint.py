"""Noticing that somebody signed in elsewhere, by looking at files only."""

from __future__ import annotations

import os
from pathlib import Path

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.expiry import login_file
from bedrock_tui.aws.profiles import expanded, read_files
from bedrock_tui.errors import CallFailed

Mark = tuple[str, int, int, int] | tuple[str]
"""A file's path, inode, size and time of change in nanoseconds; only the path where
there is no such file."""
Fingerprint = tuple[Mark, ...]


class Watched:
    """The files that an aws profile's credentials come from; cheap to ask often.

    The config file is parsed again only when it or the credentials file changed. The
    sign-ins of other profiles are left out: a new sign-in there is no reason to ask
    for an MFA code here.
    """

    def __init__(self, aws_profile: str) -> None:
        self._aws_profile = aws_profile
        self._settings: Fingerprint = ()
        self._login: Path | None = None

    def fingerprint(self) -> Fingerprint:
        """Return what differs as soon as one of the files was changed."""
        settings = (
            _mark(_place("AWS_CONFIG_FILE", "config")),
            _mark(_place("AWS_SHARED_CREDENTIALS_FILE", "credentials")),
        )
        if settings != self._settings:
            self._login = self._find_login()
            self._settings = settings
        return (*settings, _mark(self._login)) if self._login else settings

    def _find_login(self) -> Path | None:
        try:
            with explained():
                files = read_files()
        except CallFailed:
            return None  # told by whoever uses the profile
        return login_file(files, self._aws_profile or files.selected)


def _place(variable: str, name: str) -> Path:
    """Where botocore looks for a file (configprovider.py)."""
    return expanded(os.environ.get(variable, f"~/.aws/{name}"))


def _mark(file: Path) -> Mark:
    try:
        found = file.stat()
    except OSError:
        return (str(file),)
    return (str(file), found.st_ino, found.st_size, found.st_mtime_ns)
