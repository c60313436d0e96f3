"""Counting tokens: about four characters each, and the usage object of a reply."""

from __future__ import annotations

from bedrock_tui.sandbox import limits
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_object, as_text, compact

CHARACTERS_PER_TOKEN = 4
IMAGE_TOKENS = 1_000
"""What an attached image, document or video counts for, whatever its size."""


def input_tokens(body: JsonObject) -> int:
    """The tokens of a request: its messages, system prompt and tools."""
    messages = [as_object(message) for message in as_list(body.get("messages"))]
    blocks = [
        block for message in messages for block in as_list(message.get("content"))
    ]
    blocks += as_list(body.get("system"))
    total = sum(_block_tokens(as_object(block)) for block in blocks)
    if "toolConfig" in body:
        total += len(compact(body["toolConfig"])) // CHARACTERS_PER_TOKEN
    return max(1, total)


def usage(model_id: str, inputs: int, outputs: int) -> JsonObject:
    """The usage object as really sent, with its duplicates and undocumented keys."""
    plain: JsonObject = {
        "inputTokens": inputs,
        "outputTokens": outputs,
        "serverToolUsage": {},
        "totalTokens": inputs + outputs,
    }
    if not limits.CACHES.match(model_id):
        return plain
    return plain | {
        "cacheReadInputTokenCount": 0,
        "cacheReadInputTokens": 0,
        "cacheWriteInputTokenCount": 0,
        "cacheWriteInputTokens": 0,
    }


def _block_tokens(block: JsonObject) -> int:
    if {"image", "document", "video", "audio"} & block.keys():
        return IMAGE_TOKENS
    text = as_text(block.get("text"))
    size = len(text) if text else len(compact(block))
    return -(-size // CHARACTERS_PER_TOKEN)
