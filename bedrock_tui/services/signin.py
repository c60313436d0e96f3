"""Signing in to IAM Identity Center without the AWS CLI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bedrock_tui.services import bridge


@dataclass(frozen=True, slots=True)
class Code:
    """What a person opens in a browser, and compares there."""

    url: str
    code: str
    expires_at: datetime
    wait: Callable[[], float]
    """Seconds to let pass before the next look."""
    finished: Callable[[], bool]
    """Looks once, blocking, whether the sign-in is done. Raises CallFailed."""


async def begin(aws_profile: str) -> Code:
    """Ask for a code for this aws profile. Raises CallFailed, also without SSO."""

    def work() -> Code:
        from bedrock_tui.aws import signin

        pending = signin.begin(aws_profile)
        return Code(
            pending.url,
            pending.code,
            pending.expires_at,
            lambda: pending.interval,
            lambda: signin.poll(pending),
        )

    return await bridge.call("sign-in", work)
