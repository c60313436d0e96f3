"""Commands that people are told to type, made whole."""

from __future__ import annotations

import shlex


def for_profile(command: str, aws_profile: str) -> str:
    """Return a command as it is typed to act on an aws profile, not on another.

    `aws` and `bedrock-tui` take the same option; none named leaves it to them.
    """
    return f"{command} --profile {shlex.quote(aws_profile)}" if aws_profile else command
