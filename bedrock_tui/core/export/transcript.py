"""What a saved comparison is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bedrock_tui.core.call import Call
from bedrock_tui.core.moments import utc


@dataclass(frozen=True, slots=True)
class Answers:
    """One turn: a prompt, and the calls that answered it, in lane order."""

    prompt: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A comparison and its calls, as they stood when it was saved."""

    comparison_id: str
    calls: tuple[Call, ...]
    """At least one; those of each turn in lane order. They may still be running."""
    simulated: bool = False
    """True for replies of the demo, which no model wrote."""

    def __post_init__(self) -> None:
        if not self.calls:
            raise ValueError("A comparison without calls cannot be saved.")

    @property
    def system(self) -> str:
        """The system prompt, which all turns share."""
        return self.calls[0].system

    @property
    def started_at(self) -> datetime:
        """When the first call began."""
        return _began(self.calls)

    @property
    def turns(self) -> tuple[Answers, ...]:
        """The calls by turn, the turn that began first first."""
        by_turn: dict[str, list[Call]] = {}
        for call in self.calls:
            by_turn.setdefault(call.turn_id, []).append(call)
        groups = sorted(by_turn.values(), key=_began)
        return tuple(Answers(calls[0].prompt, tuple(calls)) for calls in groups)


def _began(calls: Iterable[Call]) -> datetime:
    return min(utc(call.started_at) for call in calls)
