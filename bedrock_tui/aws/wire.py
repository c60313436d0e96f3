"""The wire format of Converse and ConverseStream, to and from our own values.

Shapes: botocore's `bedrock-runtime` service model. Unions there have one member each;
a member botocore does not know arrives as `SDK_UNKNOWN_MEMBER`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bedrock_tui.core.metrics import Served, TokenUsage
from bedrock_tui.core.reply import (
    Event,
    Noted,
    ReasoningDelta,
    Stopped,
    TextDelta,
    ToolUseDelta,
    Usage,
)
from bedrock_tui.core.request import Request

Wire = Mapping[str, Any]

_UNKNOWN = "SDK_UNKNOWN_MEMBER"


def build(model_id: str, request: Request) -> dict[str, Any]:
    """Return the arguments of `converse` and `converse_stream`.

    `maxTokens` is always sent, the rest of the inference parameters only where set.
    """
    parameters = request.parameters
    inference: dict[str, Any] = {"maxTokens": parameters.max_tokens}
    if parameters.temperature is not None:
        inference["temperature"] = parameters.temperature
    if parameters.top_p is not None:
        inference["topP"] = parameters.top_p
    if parameters.stop_sequences:
        inference["stopSequences"] = list(parameters.stop_sequences)
    arguments: dict[str, Any] = {
        "modelId": model_id,
        "messages": [
            {"role": message.role, "content": [{"text": message.text}]}
            for message in request.messages
        ],
        "inferenceConfig": inference,
    }
    if request.system:
        arguments["system"] = [{"text": request.system}]
    return arguments


def stream_events(raw: Wire, at: float) -> Iterator[Event]:
    """Read one event of a stream; `at` is when it came, in monotonic seconds."""
    for name, value in raw.items():
        match name:
            case "messageStart" | "contentBlockStop":
                pass
            case "contentBlockStart":
                yield from _block_start(value.get("start") or {}, at)
            case "contentBlockDelta":
                yield from _block_delta(value.get("delta") or {}, at)
            case "messageStop":
                yield Stopped(at, str(value.get("stopReason", "")))
            case "metadata":
                yield _usage(value, at)
            case _:
                yield Noted(at, f"unknown event: {_member(name, value)}")


def reply_events(response: Wire, at: float) -> Iterator[Event]:
    """Read the answer of a model that does not stream, as the same events."""
    message = (response.get("output") or {}).get("message") or {}
    for block in message.get("content") or ():
        yield from _whole_block(block, at)
    # A body that was cut off is no error to botocore: its members are just missing.
    if "stopReason" in response:
        yield Stopped(at, str(response["stopReason"]))
    if "usage" in response:
        yield _usage(response, at)


def _block_start(start: Wire, at: float) -> Iterator[Event]:
    for name, value in start.items():
        match name:
            case "toolUse":
                yield ToolUseDelta(at, _tool_name(value), "")
            case "toolResult":
                yield Noted(
                    at, f"server tool result: {value.get('status', 'received')}"
                )
            case "image":
                yield Noted(at, f"image ({value.get('format', '?')}) not shown")
            case _:
                yield Noted(at, f"unknown content: {_member(name, value)}")


def _block_delta(delta: Wire, at: float) -> Iterator[Event]:
    for name, value in delta.items():
        match name:
            case "text":
                yield TextDelta(at, value)
            case "reasoningContent":
                yield from _reasoning_delta(value, at)
            case "toolUse":
                yield ToolUseDelta(at, "", value.get("input", ""))
            case "toolResult":
                yield from (Noted(at, _tool_result(part)) for part in value)
            case "citation":
                yield Noted(at, _citation(value))
            case "image":
                if "error" in value:
                    yield Noted(at, f"image failed: {_text(value['error'])}")
            case _:
                yield Noted(at, f"unknown content: {_member(name, value)}")


def _reasoning_delta(value: Wire, at: float) -> Iterator[Event]:
    for name, part in value.items():
        match name:
            case "text":
                yield ReasoningDelta(at, part)
            case "signature":
                pass  # proves the reasoning's origin; nothing to show
            case "redactedContent":
                yield Noted(at, "reasoning withheld by the model's provider")
            case _:
                yield Noted(at, f"unknown reasoning: {_member(name, part)}")


def _whole_block(block: Wire, at: float) -> Iterator[Event]:
    for name, value in block.items():
        match name:
            case "reasoningContent":
                text = value.get("reasoningText")
                rest = {k: v for k, v in value.items() if k != "reasoningText"}
                if text:
                    yield ReasoningDelta(at, text.get("text", ""))
                yield from _reasoning_delta(rest, at)
            case "toolUse":
                yield ToolUseDelta(at, _tool_name(value), _text(value.get("input")))
            case "toolResult":
                yield from _block_start({name: value}, at)
                content = value.get("content") or ()
                yield from (Noted(at, _tool_result(part)) for part in content)
            case "citationsContent":
                for part in value.get("content") or ():
                    yield TextDelta(at, part.get("text", ""))
                for citation in value.get("citations") or ():
                    yield Noted(at, _citation(citation))
            case "text":
                yield TextDelta(at, value)
            case "image" | "video" | "document" | "audio":
                yield Noted(at, f"{name} ({value.get('format', '?')}) not shown")
            case _:
                yield Noted(at, f"unknown content: {_member(name, value)}")


def _tool_name(value: Wire) -> str:
    name = str(value.get("name") or "unnamed tool")
    return f"{name} (run by the service)" if "server" in value.get("type", "") else name


def _tool_result(part: Wire) -> str:
    return "tool result: " + _text(part.get("text", part.get("json", part)))


def _citation(value: Wire) -> str:
    what = value.get("title") or value.get("source") or _text(value.get("location"))
    return f"citation: {what}"


def _member(name: str, value: Any) -> str:
    return str(value.get("name", name)) if name == _UNKNOWN else name


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _usage(value: Wire, at: float) -> Usage:
    usage = value.get("usage") or {}
    return Usage(
        at,
        TokenUsage(
            input_tokens=usage.get("inputTokens"),
            output_tokens=usage.get("outputTokens"),
            total_tokens=usage.get("totalTokens"),
            cache_read_tokens=usage.get("cacheReadInputTokens"),
            cache_write_tokens=usage.get("cacheWriteInputTokens"),
            cache_writes=tuple(
                (str(part.get("ttl", "")), part.get("inputTokens", 0))
                for part in usage.get("cacheDetails") or ()
            ),
        ),
        (value.get("metrics") or {}).get("latencyMs"),
        _served(value),
    )


def _served(value: Wire) -> Served:
    """Read how a call was served, of which each part may be missing."""
    router = (value.get("trace") or {}).get("promptRouter") or {}
    return Served(
        tier=str((value.get("serviceTier") or {}).get("type", "")),
        latency=str((value.get("performanceConfig") or {}).get("latency", "")),
        invoked_id=str(router.get("invokedModelId", "")),
    )
