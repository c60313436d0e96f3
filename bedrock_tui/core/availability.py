"""What AWS says of one model for the account, and what a probe of a target found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bedrock_tui.core.failure import Failure


@dataclass(frozen=True, slots=True)
class Availability:
    """The answer of GetFoundationModelAvailability: words as they came, empty if none.

    Bedrock API Reference, GetFoundationModelAvailability, which does not say what the
    words mean; recorded answers do, as far as the comments here go.
    """

    agreement: str = ""
    """`AVAILABLE`, `PENDING`, `NOT_AVAILABLE`, `ERROR`: whether there is a Marketplace
    agreement. Without one the first call makes it, in commercial regions."""
    authorization: str = ""
    """`AUTHORIZED`, `NOT_AUTHORIZED`. The latter was seen for accounts that a provider
    does not serve, and for models that need no agreement."""
    entitlement: str = ""
    """`AVAILABLE`, `NOT_AVAILABLE`: whether the account is offered the model at all."""
    region: str = ""
    """`AVAILABLE`, `NOT_AVAILABLE`: whether this region has it."""
    message: str = ""
    """The error of the agreement, where there is one; text from outside."""
    known: bool = True
    """False where the endpoint does not know the id, though a list may have it."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One call for a single token, made to see whether a target can be called."""

    at: datetime
    failure: Failure | None = None
    """None if it was answered."""
