"""One prompt put to several lanes at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from bedrock_tui.core.ids import new_id
from bedrock_tui.core.request import Message, Parameters, Request
from bedrock_tui.core.target import Target

MOST_LANES = 8
"""Lanes of one comparison; the connection pool and the screen are made for these."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of a comparison: a target and its parameters."""

    target: Target
    parameters: Parameters = Parameters()
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """One prompt of a comparison."""

    prompt: str
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A conversation put to all its lanes at once, 1 to 8 of them."""

    lanes: tuple[Lane, ...]
    turn: Turn
    system: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not 1 <= len(self.lanes) <= MOST_LANES:
            raise ValueError(
                f"A comparison has 1 to {MOST_LANES} lanes, not {len(self.lanes)}."
            )

    def request(self, lane: Lane) -> Request:
        """Return what this turn sends to one lane."""
        messages = (Message("user", self.turn.prompt),)
        return Request(messages, self.system, lane.parameters)
