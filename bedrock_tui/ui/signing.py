"""Signing in again from inside the program, with the terminal handed over."""

from __future__ import annotations

import shutil
import subprocess
import sys

from bedrock_tui.core.identity import AwsProfile


def command_for(profile: AwsProfile | None, name: str) -> list[str]:
    """Return the AWS CLI's command that signs this profile in; empty without a CLI."""
    if shutil.which("aws") is None:
        return []
    login = profile is not None and profile.kind == "login"
    words = ["aws", "login"] if login else ["aws", "sso", "login"]
    return [*words, "--profile", name] if name else words


def run(command: list[str]) -> int:
    """Run the command in the terminal and return its exit code.

    Where it fails, what it said stays on the screen until enter is pressed.
    """
    code = subprocess.run(command, check=False).returncode
    if code and sys.stdin is not None and sys.stdin.isatty():
        words = " ".join(command)
        sys.stderr.write(f"\n{words} ended with {code}. Enter goes back. ")
        sys.stderr.flush()
        sys.stdin.readline()
    return code
