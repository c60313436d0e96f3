from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from bedrock_tui.aws import wire
from bedrock_tui.core.metrics import Served, TokenUsage
from bedrock_tui.core.reply import (
    Event,
    Noted,
    ReasoningDelta,
    Reply,
    Status,
    Stopped,
    TextDelta,
    ToolUseDelta,
    Usage,
)
from bedrock_tui.core.request import Message, Parameters, Request
from bedrock_tui.sandbox.server import Sandbox
from tests.support import FAST, MICRO, Invocation, request, runtime_of, summed

AT = 1.0


def delta(**content: Any) -> dict[str, Any]:
    return {"contentBlockDelta": {"contentBlockIndex": 0, "delta": content}}


def start(**content: Any) -> dict[str, Any]:
    return {"contentBlockStart": {"contentBlockIndex": 1, "start": content}}


def unknown(name: str) -> dict[str, Any]:
    return {"SDK_UNKNOWN_MEMBER": {"name": name}}


def test_a_bare_request_holds_the_prompt_and_max_tokens_only() -> None:
    assert wire.build("model", Request((Message("user", "Why?"),))) == {
        "modelId": "model",
        "messages": [{"role": "user", "content": [{"text": "Why?"}]}],
        "inferenceConfig": {"maxTokens": 1024},
    }


def test_everything_that_is_set_is_sent() -> None:
    messages = (
        Message("user", "One"),
        Message("assistant", "Two"),
        Message("user", "Three"),
    )
    parameters = Parameters(7, 0.0, 0.0, ("END", "\n\n"))
    built = wire.build("arn:x", Request(messages, "Be brief.", parameters))
    assert built["system"] == [{"text": "Be brief."}]
    assert [m["role"] for m in built["messages"]] == ["user", "assistant", "user"]
    assert [m["content"] for m in built["messages"]] == [
        [{"text": "One"}],
        [{"text": "Two"}],
        [{"text": "Three"}],
    ]
    assert built["inferenceConfig"] == {
        "maxTokens": 7,
        "temperature": 0.0,
        "topP": 0.0,
        "stopSequences": ["END", "\n\n"],
    }


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (Parameters(temperature=0.5), "temperature"),
        (Parameters(top_p=0.5), "topP"),
        (Parameters(stop_sequences=("x",)), "stopSequences"),
    ],
)
def test_what_is_not_set_is_not_sent(parameters: Parameters, name: str) -> None:
    built = wire.build("m", Request((Message("user", "x"),), "", parameters))
    assert set(built["inferenceConfig"]) == {"maxTokens", name}


def test_building_a_request_is_pure() -> None:
    asked = Request((Message("user", "x"),), "s", Parameters(stop_sequences=("y",)))
    one = wire.build("m", asked)
    before = copy.deepcopy(one)
    two = wire.build("m", asked)
    two["messages"][0]["content"].append("changed")
    two["inferenceConfig"]["stopSequences"].append("changed")
    assert one == before == wire.build("m", asked)


EVENTS: list[tuple[dict[str, Any], list[Event]]] = [
    ({"messageStart": {"role": "assistant"}}, []),
    ({"contentBlockStop": {"contentBlockIndex": 0}}, []),
    (delta(text="Hello"), [TextDelta(AT, "Hello")]),
    (delta(text=""), [TextDelta(AT, "")]),
    (delta(reasoningContent={"text": "hm"}), [ReasoningDelta(AT, "hm")]),
    (delta(reasoningContent={"signature": "abc"}), []),
    (
        delta(reasoningContent={"redactedContent": b"x"}),
        [Noted(AT, "reasoning withheld by the model's provider")],
    ),
    (
        delta(reasoningContent=unknown("newKind")),
        [Noted(AT, "unknown reasoning: newKind")],
    ),
    (
        start(toolUse={"toolUseId": "t", "name": "get_weather"}),
        [ToolUseDelta(AT, "get_weather", "")],
    ),
    (start(toolUse={"toolUseId": "t"}), [ToolUseDelta(AT, "unnamed tool", "")]),
    (
        start(toolUse={"toolUseId": "t", "name": "code", "type": "server_tool_use"}),
        [ToolUseDelta(AT, "code (run by the service)", "")],
    ),
    (delta(toolUse={"input": '{"a"'}), [ToolUseDelta(AT, "", '{"a"')]),
    (delta(toolUse={}), [ToolUseDelta(AT, "", "")]),
    (
        start(toolResult={"toolUseId": "t", "status": "success"}),
        [Noted(AT, "server tool result: success")],
    ),
    (
        start(toolResult={"toolUseId": "t"}),
        [Noted(AT, "server tool result: received")],
    ),
    (
        delta(toolResult=[{"text": "four"}, {"json": {"out": "4"}}]),
        [Noted(AT, "tool result: four"), Noted(AT, 'tool result: {"out": "4"}')],
    ),
    (start(image={"format": "png"}), [Noted(AT, "image (png) not shown")]),
    (delta(image={"source": {"bytes": b"\x89PNG"}}), []),
    (
        delta(image={"error": {"message": "too big"}}),
        [Noted(AT, 'image failed: {"message": "too big"}')],
    ),
    (
        delta(citation={"title": "A source", "location": {"web": {}}}),
        [Noted(AT, "citation: A source")],
    ),
    (
        delta(citation={"location": {"web": {"url": "https://example.com"}}}),
        [Noted(AT, 'citation: {"web": {"url": "https://example.com"}}')],
    ),
    (delta(**unknown("novelty")), [Noted(AT, "unknown content: novelty")]),
    (start(**unknown("novelty")), [Noted(AT, "unknown content: novelty")]),
    (unknown("newEvent"), [Noted(AT, "unknown event: newEvent")]),
    ({"newEvent": {"x": 1}}, [Noted(AT, "unknown event: newEvent")]),
    (start(), []),
    ({"messageStop": {"stopReason": "end_turn"}}, [Stopped(AT, "end_turn")]),
    ({"messageStop": {"stopReason": "brand_new"}}, [Stopped(AT, "brand_new")]),
    (
        {
            "metadata": {
                "usage": {
                    "inputTokens": 433,
                    "outputTokens": 16,
                    "totalTokens": 3201,
                    "cacheReadInputTokens": 2752,
                    "cacheWriteInputTokens": 0,
                    "serverToolUsage": {},
                },
                "metrics": {"latencyMs": 1627},
                "trace": {
                    "guardrail": {},
                    "promptRouter": {"invokedModelId": "arn:x"},
                },
                "serviceTier": {"type": "flex"},
                "performanceConfig": {"latency": "optimized"},
            }
        },
        [
            Usage(
                AT,
                TokenUsage(433, 16, 3201, 2752, 0),
                1627,
                Served("flex", "optimized", "arn:x"),
            )
        ],
    ),
    ({"metadata": {}}, [Usage(AT, TokenUsage(), None)]),
    (
        {
            "metadata": {
                "usage": {
                    "inputTokens": 4,
                    "outputTokens": 5,
                    "totalTokens": 109,
                    "cacheWriteInputTokens": 100,
                    "cacheDetails": [
                        {"ttl": "5m", "inputTokens": 60},
                        {"ttl": "1h", "inputTokens": 40},
                    ],
                }
            }
        },
        [
            Usage(
                AT,
                TokenUsage(4, 5, 109, None, 100, (("5m", 60), ("1h", 40))),
                None,
            )
        ],
    ),
]


@pytest.mark.parametrize(("raw", "events"), EVENTS)
def test_events_of_a_stream_are_read(raw: dict[str, Any], events: list[Event]) -> None:
    assert list(wire.stream_events(raw, AT)) == events


BLOCKS: list[tuple[dict[str, Any], list[Event]]] = [
    ({"text": "Hello"}, [TextDelta(AT, "Hello")]),
    (
        {"reasoningContent": {"reasoningText": {"text": "hm", "signature": "s"}}},
        [ReasoningDelta(AT, "hm")],
    ),
    (
        {"reasoningContent": {"redactedContent": b"x"}},
        [Noted(AT, "reasoning withheld by the model's provider")],
    ),
    (
        {"toolUse": {"toolUseId": "t", "name": "weather", "input": {"city": "Lyon"}}},
        [ToolUseDelta(AT, "weather", '{"city": "Lyon"}')],
    ),
    (
        {
            "toolResult": {
                "toolUseId": "t",
                "status": "success",
                "content": [{"json": {"out": 4}}],
            }
        },
        [
            Noted(AT, "server tool result: success"),
            Noted(AT, 'tool result: {"out": 4}'),
        ],
    ),
    (
        {
            "citationsContent": {
                "content": [{"text": "quoted"}],
                "citations": [{"title": "A source"}],
            }
        },
        [TextDelta(AT, "quoted"), Noted(AT, "citation: A source")],
    ),
    (
        {"image": {"format": "png", "source": {"bytes": b"x"}}},
        [Noted(AT, "image (png) not shown")],
    ),
    ({"video": {"format": "mp4"}}, [Noted(AT, "video (mp4) not shown")]),
    (unknown("novelty"), [Noted(AT, "unknown content: novelty")]),
]


@pytest.mark.parametrize(("block", "events"), BLOCKS)
def test_blocks_of_a_whole_reply_become_the_same_events(
    block: dict[str, Any], events: list[Event]
) -> None:
    response = {
        "output": {"message": {"role": "assistant", "content": [block]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 1, "outputTokens": 2, "totalTokens": 3},
        "metrics": {"latencyMs": 9},
    }
    ending = [Stopped(AT, "end_turn"), Usage(AT, TokenUsage(1, 2, 3), 9)]
    assert list(wire.reply_events(response, AT)) == [*events, *ending]


def test_a_whole_reply_that_was_cut_off_has_no_end() -> None:
    assert list(wire.reply_events({"ResponseMetadata": {}}, AT)) == []


def test_what_goes_over_the_wire_is_what_was_set(sandbox: Sandbox) -> None:
    parameters = Parameters(50, 0.5, None, ("NEVER",))
    asked = Request((Message("user", f"Hi {FAST}"),), "Be brief.", parameters)
    Invocation(runtime_of(sandbox), asked).start().finish()
    (seen,) = sandbox.requests
    assert (seen.method, seen.model_id, seen.region) == ("POST", MICRO, "us-east-1")
    assert seen.path == "/model/amazon.nova-micro-v1%3A0/converse-stream"
    assert seen.body == {
        "messages": [{"role": "user", "content": [{"text": f"Hi {FAST}"}]}],
        "system": [{"text": "Be brief."}],
        "inferenceConfig": {
            "maxTokens": 50,
            "temperature": 0.5,
            "stopSequences": ["NEVER"],
        },
    }


def test_the_least_that_goes_over_the_wire_still_has_max_tokens(
    sandbox: Sandbox,
) -> None:
    Invocation(runtime_of(sandbox), request(f"Hi {FAST}")).start().finish()
    body = sandbox.requests[0].body
    assert body["inferenceConfig"] == {"maxTokens": 1024}
    assert set(body) == {"messages", "inferenceConfig"}


ODDITIES = [
    "reasoning=9",
    "signature",
    "redacted",
    "only-reasoning",
    "tool-use",
    "server-tool",
    "image",
    "citation",
    "empty-first",
    "max-tokens",
    "content-filtered",
    "guardrail",
    "huge",
    "hostile",
    "empty",
]


def tools(reply: Reply) -> list[tuple[str, object]]:
    return [(name, json.loads(text)) for name, text in reply.tools]


def test_streamed_and_whole_replies_come_to_the_same(sandbox: Sandbox) -> None:
    streaming, refusing = runtime_of(sandbox), runtime_of(sandbox)
    for oddity in ODDITIES:
        words = f"Same ttft:0 pace:9e6 tokens:30 fault:{oddity}"
        whole_words = f"{words} fault:no-stream"
        streamed = Invocation(streaming, request(words)).start().finish().reply
        whole = Invocation(refusing, request(whole_words)).start().finish().reply
        assert (streamed.status, whole.status) == (Status.OK, Status.OK), oddity
        assert whole.text == streamed.text, oddity
        assert whole.reasoning == streamed.reasoning, oddity
        assert tools(whole) == tools(streamed), oddity
        assert set(whole.notes) == set(streamed.notes), oddity
        assert whole.stop_reason == streamed.stop_reason, oddity
        assert whole.usage.output_tokens == streamed.usage.output_tokens, oddity
    paths = [seen.path.rpartition("/")[2] for seen in sandbox.requests]
    assert paths.count("converse") == len(ODDITIES)


def test_unknown_parts_do_not_stop_a_real_stream(sandbox: Sandbox) -> None:
    runtime = runtime_of(sandbox)
    for fault, notes in [
        ("unknown-event", ()),
        ("unknown-delta", ("unknown content: sandboxUnknown",)),
    ]:
        asked = request(f"Hi {FAST} fault:{fault}")
        reply = Invocation(runtime, asked).start().finish().reply
        assert (reply.status, reply.notes) == (Status.OK, notes)
        assert "simulated reply" in reply.text


def test_an_empty_first_delta_is_no_first_token() -> None:
    reply = summed(wire.stream_events(delta(text=""), AT))
    assert not reply.began
    assert reply.first_token_at is None
