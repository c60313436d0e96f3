"""What a piece of a reply is."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The kinds of pieces that a reply is shown in."""

    TEXT = "text"
    REASONING = "reasoning"
    NOTE = "note"
    TOOL = "tool"
    PROMPT = "prompt"
    """What was asked: it begins another turn."""
