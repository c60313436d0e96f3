"""What went wrong with a call, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure: what happened and what to do next."""

    category: str
    """A stable lower-case word with dashes: `permission`, `throttle`, `network` …"""
    code: str
    """The error code as the service or library named it (`ThrottlingException`)."""
    title: str
    """A short heading of our own, at most about 40 characters."""
    message: str
    """The message as it came, free of library noise; text from outside, so data."""
    remedy: str
    """The next thing to do, as one or two sentences, with the command if there is one."""
    retryable: bool = False
    """True when the same request may succeed if it is sent again after a wait."""
    change: str = ""
    """A changed request that may succeed: `inference-profile`, `max-tokens`,
    `temperature`, `top-p`, `feature`, `context`; empty when there is none."""
