"""Converse: the same reply in one piece."""

from __future__ import annotations

import json

from bedrock_tui.sandbox.answers import Answer, ok
from bedrock_tui.sandbox.blocks import Block
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_object, as_text
from bedrock_tui.sandbox.stream import Plan
from bedrock_tui.sandbox.wire import Wire


def send_whole(plan: Plan, wire: Wire) -> Answer:
    """Wait as long as the model would speak, then give the whole message."""
    spoken = plan.reply.tokens / plan.pace
    wire.wait_until(plan.started + plan.first_token + spoken)
    content = [_content(block) for block in plan.reply.blocks]
    trace = {"trace": plan.reply.trace} if plan.reply.trace else {}
    return ok(
        {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": plan.reply.stop_reason,
            "usage": plan.usage,
            "metrics": {"latencyMs": plan.latency_ms},
            **trace,
            **plan.echoes,
        }
    )


def _content(block: Block) -> JsonObject:
    bodies = [delta.body for delta in block.deltas]
    if block.start is not None:
        return _started(block.start, bodies)
    if any("citation" in body for body in bodies):
        text = "".join(as_text(body.get("text")) for body in bodies)
        citations = [body["citation"] for body in bodies if "citation" in body]
        return {
            "citationsContent": {"content": [{"text": text}], "citations": citations}
        }
    if any("reasoningContent" in body for body in bodies):
        return {"reasoningContent": _reasoning(bodies)}
    if any("sandboxUnknown" in body for body in bodies):
        return {"sandboxUnknown": {"value": 1}}
    return {"text": "".join(as_text(body.get("text")) for body in bodies)}


def _started(start: JsonObject, bodies: list[JsonObject]) -> JsonObject:
    if "toolUse" in start:
        inputs = (
            as_text(as_object(body.get("toolUse")).get("input")) for body in bodies
        )
        given = json.loads("".join(inputs) or "{}")
        return {"toolUse": {**as_object(start["toolUse"]), "input": given}}
    if "toolResult" in start:
        results = [one for body in bodies for one in as_list(body.get("toolResult"))]
        return {"toolResult": {**as_object(start["toolResult"]), "content": results}}
    source = [as_object(body.get("image")).get("source") for body in bodies]
    return {"image": {**as_object(start["image"]), "source": source[0]}}


def _reasoning(bodies: list[JsonObject]) -> JsonObject:
    parts = [as_object(body.get("reasoningContent")) for body in bodies]
    for part in parts:
        if "redactedContent" in part:
            return part
    text: JsonObject = {"text": "".join(as_text(part.get("text")) for part in parts)}
    signed = [part["signature"] for part in parts if "signature" in part]
    return {"reasoningText": text | ({"signature": signed[0]} if signed else {})}
