"""Signing in again from inside the program: with the AWS CLI, or without it."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bedrock_tui.core.identity import AwsProfile
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services import bridge

if TYPE_CHECKING:
    from bedrock_tui.core.identity import Identity
    from bedrock_tui.ui.app import BedrockTui

_PAGE = """\
# Sign in

There is no AWS CLI 2 here, so open this page in a browser; `y` copies it.

```
{url}
```

Compare the code shown there: **{code}**. This page closes when you are signed in;
`escape` gives up.
"""
_SIGNED_IN_BY = ("SSO", "login", "role")
"""Kinds of aws profiles that the AWS CLI can sign in."""
_OTHERWISE = {
    "keys": "{name} has keys of its own in the AWS files: put new ones there.",
    "process": "{name} gets its keys from its credential_process: sign in there.",
}
_ENVIRONMENT = (
    "The keys come from environment variables, which win over a sign-in: unset them "
    "and start again, or choose an AWS profile with P."
)


async def sign_in(
    app: BedrockTui, name: str, profiles: list[AwsProfile], known: Identity | None
) -> bool:
    """Renew the sign-in of the aws profile `name`, empty for none named.

    Returns whether it is worth looking again; says why where it is not.
    """
    profile = next(
        (each for each in profiles if each.name == (name or "default")), None
    )
    if refusal := _refusal(profile, name, known):
        app.notify(refusal, severity="warning", markup=False, timeout=8)
        return False
    command = await bridge.call("aws version", lambda: command_for(profile, name))
    if not command:
        return await _sign_in_here(app, name)
    with app.suspend():
        code = run(command)
    if code:
        app.notify(_ended(command, code), severity="warning", markup=False)
    return True


def command_for(profile: AwsProfile | None, name: str) -> list[str]:
    """Return the AWS CLI's command that signs this profile in; empty without AWS CLI 2,
    the first that can. Starts the CLI to ask for its version."""
    if shutil.which("aws") is None:
        return []
    told = subprocess.run(["aws", "--version"], capture_output=True, check=False)
    if b"aws-cli/1" in told.stdout + told.stderr:
        return []
    if profile is not None and profile.sign_in:
        return list(profile.sign_in)
    words = ["aws", "sso", "login"]
    return [*words, "--profile", name] if name else words


def run(command: list[str]) -> int:
    """Run the command in the terminal and return its exit code.

    Where it fails, what it said stays on the screen until enter is pressed.
    """
    with _undisturbed():
        code = subprocess.run(command, check=False).returncode
        if code and sys.stdin is not None and sys.stdin.isatty():
            sys.stderr.write(f"\n{_ended(command, code)} Enter goes back. ")
            sys.stderr.flush()
            sys.stdin.readline()
    return code


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave Ctrl-C to the command: it must not end this program too."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(command: list[str], code: int) -> str:
    words = " ".join(command)
    if code == -signal.SIGINT or code == 128 + signal.SIGINT:
        return f"{words} was interrupted."
    return f"{words} ended with {code}."


def _refusal(profile: AwsProfile | None, name: str, known: Identity | None) -> str:
    method = known.source.method if known is not None and known.source else ""
    if method == "env":
        return _ENVIRONMENT
    if profile is None and name:
        return f"There is no AWS profile {name}. P chooses another."
    if profile is not None and profile.kind not in _SIGNED_IN_BY:
        words = _OTHERWISE.get(profile.kind, "{name} is not signed in ({kind}).")
        return words.format(name=profile.name, kind=profile.kind)
    return ""


async def _sign_in_here(app: BedrockTui, name: str) -> bool:
    """Sign in without the AWS CLI: a page shows what to open in a browser."""
    from bedrock_tui.services import signin
    from bedrock_tui.ui.screens.page import Page

    try:
        code = await signin.begin(name)
        page = Page(_PAGE.format(url=code.url, code=code.code), code.url)
        app.push_screen(page)
        while not await bridge.call("sign-in", code.finished):
            await asyncio.sleep(code.wait())
            if not page.is_attached:
                return False  # the person closed it
    except BedrockTuiError as error:
        app.tell(error)
        return False
    page.dismiss()
    return True
