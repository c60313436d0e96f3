"""The parts of an assistant message as the stream brings them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from bedrock_tui.sandbox.replies import pieces
from bedrock_tui.sandbox.shapes import JsonObject

SIGNATURE = b64encode(b"simulated signature of the bedrock-tui sandbox").decode()
REDACTED = b64encode(b"simulated redacted reasoning").decode()
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel, in base64."""
BLOCKED = (
    "Sorry, the simulated guardrail of the bedrock-tui sandbox blocked this reply."
)


@dataclass(frozen=True, slots=True)
class Delta:
    """One contentBlockDelta."""

    body: JsonObject
    tokens: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One content block. Only tools and images have a start event."""

    deltas: tuple[Delta, ...]
    start: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """All blocks of an assistant message, and why it ends."""

    blocks: tuple[Block, ...]
    stop_reason: str = "end_turn"
    trace: JsonObject | None = None

    @property
    def tokens(self) -> int:
        """Output tokens, reasoning included."""
        return sum(delta.tokens for block in self.blocks for delta in block.deltas)


def text_block(text: list[str]) -> Block:
    """A block of text, a token a delta."""
    return Block(tuple(Delta({"text": piece}) for piece in text))


def redacted() -> Block:
    """Reasoning that the caller may not read."""
    return Block((Delta({"reasoningContent": {"redactedContent": REDACTED}}, 20),))


def image() -> Block:
    """A picture: its format in the start event, its bytes in one delta."""
    picture = Delta({"image": {"source": {"bytes": PIXEL}}}, 0)
    return Block((picture,), {"image": {"format": "png"}})


def tool_use() -> Block:
    """A tool the caller should run; its input comes in fragments of JSON."""
    parts = ('{"city": ', '"Lisbon", ', '"unit": "C"}')
    start = {"toolUseId": "tooluse_sandbox0000000000001", "name": "get_weather"}
    deltas = tuple(Delta({"toolUse": {"input": part}}, 3) for part in parts)
    return Block(deltas, {"toolUse": start})


def server_tool() -> list[Block]:
    """A tool that the service itself runs: its use and its result."""
    tool_id = "tooluse_sandbox0000000000002"
    start = {"toolUseId": tool_id, "name": "code", "type": "server_tool_use"}
    asked = Delta({"toolUse": {"input": '{"snippet": "print(2 + 2)"}'}}, 8)
    outcome = [{"json": {"stdOut": "4\n", "stdErr": "", "exitCode": 0}}]
    result = {"toolUseId": tool_id, "status": "success", "type": "code_result"}
    return [
        Block((asked,), {"toolUse": start}),
        Block((Delta({"toolResult": outcome}, 0),), {"toolResult": result}),
    ]


def citation() -> Delta:
    """A source of the text around it."""
    place = {"web": {"url": "https://example.com/simulated", "domain": "example.com"}}
    found = {
        "title": "A simulated source",
        "sourceContent": [{"text": "quoted words"}],
        "location": place,
    }
    return Delta({"citation": found}, 0)


def guarded() -> Reply:
    """A reply that a guardrail blocked, with its trace."""
    trace: JsonObject = {
        "guardrail": {
            "inputAssessment": {
                "sandbox00000": {
                    "topicPolicy": {
                        "topics": [
                            {"name": "Simulated", "type": "DENY", "action": "BLOCKED"}
                        ]
                    }
                }
            },
            "actionReason": "Guardrail blocked.",
        }
    }
    return Reply((text_block(pieces(BLOCKED)),), "guardrail_intervened", trace)
