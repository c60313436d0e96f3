from __future__ import annotations

import time

import pytest
from botocore.exceptions import ClientError

MICRO = "amazon.nova-micro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
ACCOUNT = "arn:aws:bedrock:us-east-1:111122223333"


def refusal(call, *arguments, **more):
    with pytest.raises(ClientError) as error:
        call(*arguments, **more)
    found = error.value.response
    assert found["ResponseMetadata"]["RequestId"]
    return found["Error"]["Code"], found["Error"]["Message"]


def test_a_text_reply_has_the_recorded_order_of_events(stream):
    heard = stream("Hello")
    kinds = list(dict.fromkeys(heard.kinds))
    assert kinds == [
        "messageStart",
        "contentBlockDelta",
        "contentBlockStop",
        "messageStop",
        "metadata",
    ]
    assert heard.stop == "end_turn"


def test_a_reply_says_that_it_is_simulated_and_names_the_model(stream):
    heard = stream("Hello fault:unknown-event")
    assert heard.text.startswith("This is a **simulated reply** from the bedrock-tui")
    assert "Nova Micro" in heard.text.split("\n")[0]
    assert "> Hello\n" in heard.text
    assert "fault" not in heard.text


def test_a_reply_is_the_same_every_time_and_differs_by_model(stream, whole):
    first, again = stream("Same").text, stream("Same").text
    assert first == again
    assert first == whole("Same")["output"]["message"]["content"][0]["text"]
    assert first != stream("Same", SONNET).text
    assert first != stream("Other").text


def test_usage_counts_what_was_sent(stream):
    heard = stream("x " * 200)
    metadata = heard.events[-1]["metadata"]
    usage = metadata["usage"]
    assert usage["outputTokens"] == len(heard.deltas)
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert 100 <= usage["inputTokens"] <= 115
    assert usage["cacheReadInputTokens"] == 0
    assert 150 <= usage["outputTokens"] <= 450
    assert metadata["metrics"]["latencyMs"] >= 0


def test_max_tokens_cuts_the_reply(stream, whole):
    config = {"inferenceConfig": {"maxTokens": 9}}
    heard = stream("Cut", **config)
    assert (len(heard.deltas), heard.stop) == (9, "max_tokens")
    assert whole("Cut", **config)["stopReason"] == "max_tokens"
    assert whole("Cut", **config)["usage"]["outputTokens"] == 9


def test_a_stop_sequence_ends_the_reply(stream):
    config = {"inferenceConfig": {"stopSequences": ["sandbox"]}}
    heard = stream("Stop", **config)
    assert heard.stop == "stop_sequence"
    assert heard.text.endswith("bedrock-tui ")


def test_length_and_pace_follow_the_words(runtime):
    asked = {"role": "user", "content": [{"text": "tokens:40 pace:100 ttft:0.2"}]}
    times = []
    started = time.monotonic()
    for event in runtime.converse_stream(modelId=MICRO, messages=[asked])["stream"]:
        if "contentBlockDelta" in event:
            times.append(time.monotonic() - started)
    assert len(times) == 40
    assert times[0] == pytest.approx(0.2, abs=0.1)
    assert times[-1] - times[0] == pytest.approx(0.39, abs=0.1)


@pytest.mark.parametrize(("word", "mark"), [("list", "- "), ("code", "```python\n")])
def test_a_reply_can_be_one_long_list_or_block(stream, word, mark):
    heard = stream(f"text:{word} tokens:500")
    assert len(heard.deltas) == 500
    assert mark in heard.text


def test_claude_thinks_when_asked_and_signs(stream, whole):
    extra = {"additionalModelRequestFields": {"thinking": {"type": "adaptive"}}}
    deltas = [d["reasoningContent"] for d in stream("Why", SONNET, **extra).deltas[:61]]
    assert "text" in deltas[0]
    assert "signature" in deltas[60]
    content = whole("Why", SONNET, **extra)["output"]["message"]["content"]
    assert set(content[0]["reasoningContent"]["reasoningText"]) == {"text", "signature"}


def test_gpt_oss_starts_with_an_empty_block_and_one_big_reasoning(stream):
    heard = stream("Why", "openai.gpt-oss-120b-1:0")
    assert heard.deltas[0] == {"text": ""}
    assert len(heard.deltas[1]["reasoningContent"]["text"]) > 200
    assert heard.kinds[1:6] == ["contentBlockDelta", "contentBlockStop"] * 2 + [
        "contentBlockDelta"
    ]


def test_deepseek_reasons_unsigned_and_nova_does_not(stream):
    deltas = stream("Why", "us.deepseek.r1-v1:0").deltas
    assert set(deltas[0]["reasoningContent"]) == {"text"}
    assert not any("signature" in d.get("reasoningContent", {}) for d in deltas)
    assert all("text" in delta for delta in stream("Why").deltas)


@pytest.mark.parametrize(
    "model",
    [
        f"{ACCOUNT}:inference-profile/{SONNET}",
        f"{ACCOUNT}:application-inference-profile/abc123def456",
        f"{ACCOUNT}:imported-model/abc123def456",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
        "global.anthropic.claude-sonnet-5-5",
    ],
)
def test_every_kind_of_id_can_be_called(stream, sandbox, model):
    assert stream("tokens:5", model).error is None
    assert sandbox.requests[-1].model_id == model


def test_an_unescaped_id_is_understood(sandbox):
    import json
    from urllib.request import Request, urlopen

    data = json.dumps(
        {"messages": [{"role": "user", "content": [{"text": "ttft:0 pace:9000"}]}]}
    ).encode()
    request = Request(f"{sandbox.url}/model/{MICRO}/converse", data)
    request.add_header("Content-Type", "application/json")
    with urlopen(request) as response:
        answer = json.load(response)
    assert set(answer["usage"]) >= {"serverToolUsage", "cacheReadInputTokenCount"}


def test_a_request_is_kept_for_tests(sandbox, stream):
    stream("Keep me", inferenceConfig={"maxTokens": 5})
    seen = sandbox.requests[-1]
    assert (seen.method, seen.region, seen.model_id) == ("POST", "us-east-1", MICRO)
    assert seen.path.endswith("v1%3A0/converse-stream")
    assert seen.body["inferenceConfig"] == {"maxTokens": 5}
    assert "cfg/retry-mode" in seen.headers["user-agent"]
    assert seen.time <= time.monotonic()


def test_tier_and_latency_are_echoed(stream):
    heard = stream(
        "Echo", serviceTier={"type": "flex"}, performanceConfig={"latency": "optimized"}
    )
    metadata = heard.events[-1]["metadata"]
    assert metadata["serviceTier"] == {"type": "flex"}
    assert metadata["performanceConfig"] == {"latency": "optimized"}


@pytest.mark.parametrize(
    ("model", "code", "words"),
    [
        ("anthropic.claude-sonnet-5-5", "Validation", "on-demand throughput isn’t sup"),
        ("openai.gpt-6-sol", "Validation", "on-demand throughput isn’t supported."),
        ("acme.none-v1:0", "Validation", "The provided model identifier is invalid."),
        ("eu.amazon.nova-pro-v1:0", "Validation", "identifier is invalid."),
        ("amazon.titan-embed-text-v2:0", "Validation", "supported text or chat model"),
        ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", "Resource", "end of its life"),
        ("us.anthropic.claude-opus-4-1-20250805-v1:0", "Resource", "as Legacy"),
        (f"{ACCOUNT}:application-inference-profile/short", "Validation", "invalid"),
        ("arn:aws:bedrock:eu-west-1::foundation-model/x", "Validation", "invalid"),
    ],
)
def test_ids_are_refused_in_the_services_words(whole, model, code, words):
    found, message = refusal(whole, "Hello", model)
    assert found.startswith(code)
    assert words in message


def user(text="x"):
    return {"role": "user", "content": [{"text": text}]}


def bot(text="x"):
    return {"role": "assistant", "content": [{"text": text}]}


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "must start with a user message"),
        ([bot()], "must start with a user message"),
        ([user(), user()], "must alternate"),
        ([{"role": "user", "content": []}], "messages.0 is empty"),
        ([user(" ")], "messages.0.content.0 is blank"),
    ],
)
def test_conversations_are_checked(runtime, messages, words):
    _, message = refusal(runtime.converse, modelId=MICRO, messages=messages)
    assert words in message


IMAGE = {"image": {"format": "png", "source": {"bytes": b"x"}}}
FILE = {"document": {"format": "txt", "name": "a", "source": {"bytes": b"x"}}}
TOOLS = {
    "tools": [{"toolSpec": {"name": "t", "inputSchema": {"json": {"type": "object"}}}}]
}


@pytest.mark.parametrize(
    ("model", "more", "words"),
    [
        (MICRO, {"inferenceConfig": {"temperature": 1.5}}, "less than or equal to 1"),
        (
            MICRO,
            {"inferenceConfig": {"maxTokens": 99999}},
            "exceeds the model limit of 1",
        ),
        (SONNET, {"inferenceConfig": {"maxTokens": 999999}}, "999999 > 128000, which"),
        (
            SONNET,
            {"inferenceConfig": {"temperature": 0.5}},
            "`temperature` is deprecat",
        ),
        (
            SONNET,
            {"additionalModelRequestFields": {"top_k": 5}},
            "`top_k` is deprecated",
        ),
        (
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            {"inferenceConfig": {"temperature": 0.5, "topP": 0.5}},
            "`temperature` and `top_p` cannot both be specified",
        ),
        (
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            {
                "inferenceConfig": {"maxTokens": 1000},
                "additionalModelRequestFields": {"thinking": {"budget_tokens": 1024}},
            },
            "must be greater than `thinking.budget_tokens`",
        ),
        (
            "mistral.mistral-7b-instruct-v0:2",
            {"system": [{"text": "s"}]},
            "doesn't support system messages",
        ),
        (
            "us.meta.llama4-scout-17b-instruct-v1:0",
            {"toolConfig": TOOLS},
            "streaming mode",
        ),
        ("us.deepseek.r1-v1:0", {"toolConfig": TOOLS}, "doesn't support tool use."),
    ],
)
def test_parameters_are_refused_in_the_services_words(stream, model, more, words):
    heard = stream("Hello", model, **more)
    assert heard.error.response["Error"]["Code"] == "ValidationException"
    assert words in str(heard.error)


@pytest.mark.parametrize(
    ("block", "words"), [(IMAGE, "image content block"), (FILE, "support documents")]
)
def test_attachments_are_refused_where_the_model_takes_none(runtime, block, words):
    messages = [{"role": "user", "content": [{"text": "see"}, block]}]
    assert words in refusal(runtime.converse, modelId=MICRO, messages=messages)[1]


def test_a_prompt_beyond_the_window_is_refused(runtime):
    messages = [user("word " * 120_000)]
    _, message = refusal(runtime.converse, modelId=MICRO, messages=messages)
    assert message == "Input is too long for requested model."


def count(runtime, model, **asked):
    return runtime.count_tokens(modelId=model, input=asked)["inputTokens"]


def test_tokens_of_a_direct_model_are_counted(runtime):
    assert count(runtime, MICRO, converse={"messages": [user("four" * 10)]}) == 10
    assert count(runtime, MICRO, invokeModel={"body": b"x" * 40}) == 10


@pytest.mark.parametrize("model", [SONNET, "anthropic.claude-sonnet-5-5"])
def test_profiles_and_profile_only_models_cannot_be_counted(runtime, model):
    _, message = refusal(count, runtime, model, converse={"messages": [user()]})
    assert message == "The provided model doesn't support counting tokens."


def test_an_unknown_model_cannot_be_counted(runtime):
    _, message = refusal(count, runtime, "acme.none", converse={"messages": [user()]})
    assert "identifier is invalid" in message
