"""One thing to check before relying on a set-up, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHECKS = (
    ("credentials", "Credentials found and valid"),
    ("long-lived-keys", "No long-lived keys in use"),
    ("key-age", "Access key younger than 90 days"),
    ("region", "Region enabled"),
    ("catalogue", "Models can be listed"),
    ("model", "Default model callable"),
    ("streaming", "Streaming permitted"),
    ("logging", "Invocation logging configured"),
    ("trail", "CloudTrail trail exists"),
    ("alarms", "CloudWatch alarms on Bedrock"),
    ("health", "No open AWS Health events"),
    ("guardrails", "Guardrails present"),
    ("endpoint", "Encrypted connection"),
    ("clock", "Clock right"),
    ("history", "History writable"),
    ("disk", "Free disk space"),
    ("configuration", "Configuration file valid"),
)
"""Every check's id and title, in the order they are shown."""


class CheckStatus(StrEnum):
    """How a check came out."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It could not be found out, for the reason that the detail gives."""
    SKIPPED = "skipped"
    """It does not apply here."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its outcome."""

    id: str
    """A stable lower-case word with dashes."""
    title: str
    status: CheckStatus
    detail: str = ""
    """What was found."""
    remedy: str = ""
    """What to do, with the command; empty where there is nothing to do."""
    evidence: str = ""
    """How it is known: the call, file or variable that was looked at."""
