"""Asking for the code of an MFA device when a role is assumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boto3 import Session

AskMfa = Callable[[str], str]
"""Is told what to ask and returns the code; it may wait, and raise to cancel."""


class MfaCancelled(Exception):
    """No code was given."""


def ask_with(session: Session, ask: AskMfa) -> None:
    """Let a session ask for codes through `ask`.

    botocore would use getpass, which writes into the terminal. This rests on its
    private `_prompter`, as seen in 1.44 (credentials.py, AssumeRoleProvider).
    """

    def prompt(question: str) -> str:
        try:
            code = ask(question).strip()
        except Exception as error:  # whoever asks may raise anything to give none
            raise MfaCancelled from error
        if not code:
            raise MfaCancelled
        return code

    chain = session._session.get_component("credential_provider")
    chain.get_provider("assume-role")._prompter = prompt
