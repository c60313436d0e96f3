"""What is sent to a target: messages, system prompt and inference parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DEFAULT_MAX_TOKENS = 1024
"""Always sent: without it Bedrock reserves the model's own maximum from the quota."""

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Inference parameters; None means that the person set nothing."""

    max_tokens: int = DEFAULT_MAX_TOKENS
    """Upper bound of the reply in tokens, at least 1."""
    temperature: float | None = None
    """0 to 1. Not sent unless set: recent models refuse any value."""
    top_p: float | None = None
    """0 to 1. Not sent unless set."""
    stop_sequences: tuple[str, ...] = ()
    """Texts that end the reply when the model writes them."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a target needs to answer."""

    messages: tuple[Message, ...]
    system: str = ""
    parameters: Parameters = Parameters()
