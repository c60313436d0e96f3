"""What a region offers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallableId:
    """Something a prompt can be sent to, as the region lists it."""

    id: str
    name: str
    """The display name, such as `Claude Sonnet 5.5`; may be empty."""
    provider: str
    """Who made the model; may be empty."""
    inference_profile: bool = False
    """True for an inference profile, false for a foundation model."""
