"""A conversation put to several lanes at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from bedrock_tui.core.ids import new_id
from bedrock_tui.core.request import Message, Parameters, Request
from bedrock_tui.core.target import Target

MOST_LANES = 8
"""Lanes of one comparison; the connection pool and the screen are made for these."""


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier prompt of a lane, and what came back."""

    prompt: str
    reply: str
    """The answer's text; empty where none came."""
    call_id: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of a comparison: a target, its parameters and its own past."""

    target: Target
    parameters: Parameters = Parameters()
    id: str = field(default_factory=new_id)
    past: tuple[Said, ...] = ()
    """The turns that this lane was asked before, the first one first."""

    def messages(self, prompt: str) -> tuple[Message, ...]:
        """Return the conversation that ends with `prompt`.

        Prompts that were not answered go with the next one: user and assistant take
        turns, and no message may be blank (Amazon Bedrock API Reference, Converse).
        """
        found: list[Message] = []
        unanswered: list[str] = []
        for said in self.past:
            unanswered.append(said.prompt)
            if said.reply.strip():
                found.append(Message("user", "\n\n".join(unanswered)))
                found.append(Message("assistant", said.reply.rstrip()))
                unanswered.clear()
        return (*found, Message("user", "\n\n".join((*unanswered, prompt))))


@dataclass(frozen=True, slots=True)
class Turn:
    """One prompt of a comparison."""

    prompt: str
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One turn of a conversation put to all its lanes at once, 1 to 8 of them.

    All turns of a conversation have the same `id`.
    """

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
        messages = lane.messages(self.turn.prompt)
        return Request(messages, self.system, lane.parameters)

    def next(self, prompt: str, lanes: tuple[Lane, ...], system: str) -> Comparison:
        """Return the turn that follows; another system prompt begins a conversation
        of its own, with the past of its lanes.
        """
        id = self.id if system == self.system else new_id()  # noqa: A001  its name
        return Comparison(lanes, Turn(prompt), system, id)
