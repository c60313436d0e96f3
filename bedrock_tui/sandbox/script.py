"""The whole of a reply before any of it is sent: blocks, deltas and how it stops."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bedrock_tui.sandbox import blocks, hostile, limits, naming, replies
from bedrock_tui.sandbox.blocks import Block, Delta, Reply, text_block
from bedrock_tui.sandbox.shapes import (
    JsonObject,
    as_list,
    as_number,
    as_object,
    as_text,
)
from bedrock_tui.sandbox.words import Active


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply is made for."""

    model_id: str
    prompt: str
    """The last user prompt without its switches."""
    body: JsonObject
    faults: Active


def compose(asked: Asked) -> Reply:
    """The reply to a request, with everything its switches ask for."""
    faults = asked.faults
    if "empty" in faults:
        return Reply(())
    if "guardrail" in faults:
        return blocks.guarded()
    text, stop = _text(asked)
    found = [*_before(asked), *_text_blocks(asked, text), *_after(faults)]
    if "only-reasoning" in faults:
        found = [_reasoning(asked, _reasoning_tokens(asked) or 60)]
    if "unknown-delta" in faults:
        strange = Delta({"sandboxUnknown": {"value": 1}}, 0)
        found[-1] = replace(found[-1], deltas=(strange, *found[-1].deltas))
    if "tool-use" in faults:
        stop = "tool_use"
    return _limited(asked, Reply(tuple(block for block in found if block.deltas), stop))


def _text(asked: Asked) -> tuple[list[str], str]:
    faults = asked.faults
    name = naming.name(asked.model_id)
    length = faults.number("tokens")
    tokens = int(length) if length else None
    writers = {"list": replies.long_list, "code": replies.long_code}
    write = writers.get(faults.text("text"), replies.write)
    text = write(asked.model_id, name, asked.prompt, tokens)
    for fault, stop in (
        ("max-tokens", "max_tokens"),
        ("content-filtered", "content_filtered"),
    ):
        if fault in faults:
            return text[: len(text) // 2], stop
    return _stopped(text, asked.body)


def _stopped(text: list[str], body: JsonObject) -> tuple[list[str], str]:
    """The text up to the first stop sequence of the request."""
    config = as_object(body.get("inferenceConfig"))
    sequences = [as_text(one) for one in as_list(config.get("stopSequences"))]
    whole = "".join(text)
    places = [whole.find(one) for one in sequences if one and one in whole]
    if not places:
        return text, "end_turn"
    return replies.pieces(whole[: min(places)]), "stop_sequence"


def _text_blocks(asked: Asked, text: list[str]) -> list[Block]:
    faults = asked.faults
    if "hostile" in faults:
        return [text_block(replies.pieces(hostile.text()))]
    if "tiny" in faults:
        many = (" a", "b", "c", ".") * 725
        return [text_block(list(many))]
    if "huge" in faults:
        line = "One delta of twenty thousand characters, simulated. "
        delta = Delta({"text": (line * 400)[:20_000]}, 5_000)
        return [Block((delta,))]
    block = text_block(text)
    if "citation" in faults:
        block = replace(
            block, deltas=(*block.deltas[:8], blocks.citation(), *block.deltas[8:])
        )
    return [block]


def _before(asked: Asked) -> list[Block]:
    """What comes before the text: an empty block, reasoning, a tool of the service."""
    faults = asked.faults
    before = []
    if "empty-first" in faults or asked.model_id.startswith("openai.gpt-oss"):
        before.append(Block((Delta({"text": ""}, 0),)))
    if "redacted" in faults:
        before.append(blocks.redacted())
    elif tokens := _reasoning_tokens(asked):
        before.append(_reasoning(asked, tokens))
    if "server-tool" in faults:
        before += blocks.server_tool()
    return before


def _after(faults: Active) -> list[Block]:
    made = {"image": blocks.image, "tool-use": blocks.tool_use}
    return [make() for name, make in made.items() if name in faults]


def _reasoning_tokens(asked: Asked) -> int:
    """How long the model reasons; 0 when it does not."""
    faults = asked.faults
    if "reasoning" in faults or "signature" in faults:
        return int(faults.number("reasoning") or 60)
    extra = as_object(asked.body.get("additionalModelRequestFields"))
    thinking = as_object(extra.get("thinking")).get("type")
    claude = limits.claude(asked.model_id)
    if claude and (claude.always_thinks or thinking in {"enabled", "adaptive"}):
        return 60
    return 80 if limits.REASONS.match(asked.model_id) else 0


def _reasoning(asked: Asked, tokens: int) -> Block:
    text = replies.reasoning(asked.model_id, asked.prompt, tokens)
    if asked.model_id.startswith("openai.gpt-oss"):
        return Block((Delta({"reasoningContent": {"text": "".join(text)}}, len(text)),))
    deltas = [Delta({"reasoningContent": {"text": piece}}) for piece in text]
    if "signature" in asked.faults or limits.claude(asked.model_id):
        deltas.append(Delta({"reasoningContent": {"signature": blocks.SIGNATURE}}, 0))
    return Block(tuple(deltas))


def _limited(asked: Asked, reply: Reply) -> Reply:
    """The reply cut at maxTokens; texts made to be long are not cut."""
    config = as_object(asked.body.get("inferenceConfig"))
    most = as_number(config.get("maxTokens"))
    endless = any(name in asked.faults for name in ("tiny", "huge", "hostile"))
    if most is None or endless or reply.tokens <= most:
        return reply
    left = int(most)
    shorter = []
    for block in reply.blocks:
        kept = []
        for delta in block.deltas:
            left -= delta.tokens
            if left >= 0:
                kept.append(delta)
        if kept:
            shorter.append(replace(block, deltas=tuple(kept)))
    return replace(reply, blocks=tuple(shorter), stop_reason="max_tokens")
