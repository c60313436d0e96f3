from __future__ import annotations

import time

import pytest
from botocore.eventstream import ChecksumMismatch
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EventStreamError,
    ReadTimeoutError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)
from urllib3.exceptions import ProtocolError
from urllib3.exceptions import ReadTimeoutError as StreamTimeout

from bedrock_tui.sandbox.faults import TABLE
from bedrock_tui.sandbox.options import ACCOUNT
from bedrock_tui.sandbox.refusals import NAMES
from bedrock_tui.sandbox.server import Sandbox

MICRO = "amazon.nova-micro-v1:0"

REFUSED = {
    "throttle": (429, "ThrottlingException", "Too many requests, please wait"),
    "throttle-tokens": (429, "ThrottlingException", "Too many tokens, please wait"),
    "throttle-day": (429, "ThrottlingException", "Too many tokens per day"),
    "access-denied": (403, "AccessDeniedException", "no identity-based policy allows"),
    "access-denied-scp": (403, "AccessDeniedException", "service control policy: arn:"),
    "access-denied-boundary": (403, "AccessDeniedException", "permissions boundary"),
    "model-access": (403, "AccessDeniedException", "You don't have access to the mod"),
    "marketplace": (403, "AccessDeniedException", "aws-marketplace:Subscribe"),
    "marketplace-pending": (403, "AccessDeniedException", "still being processed"),
    "billing": (403, "AccessDeniedException", "INVALID_PAYMENT_INSTRUMENT"),
    "use-case": (404, "ResourceNotFoundException", "use case details have not been"),
    "geo": (400, "ValidationException", "unsupported countries"),
    "entitlement": (403, "AccessDeniedException", "is not available for this account"),
    "expired-token": (403, "ExpiredTokenException", "token included in the request is"),
    "unrecognized-client": (403, "UnrecognizedClientException", "request is invalid."),
    "clock": (403, "InvalidSignatureException", "Signature expired: "),
    "quota": (400, "ServiceQuotaExceededException", "quota"),
    "model-timeout": (408, "ModelTimeoutException", "Model has timed out"),
    "not-ready": (429, "ModelNotReadyException", "Model is not ready for inference."),
    "model-error": (424, "ModelErrorException", "unexpected error during processing"),
    "internal": (500, "InternalServerException", "unexpected error during processing"),
    "unavailable": (503, "ServiceUnavailableException", "Bedrock is unable to process"),
    "too-long": (400, "ValidationException", "Input is too long"),
    "on-demand": (400, "ValidationException", "on-demand throughput isn’t supported"),
    "retired": (404, "ResourceNotFoundException", "reached the end of its life"),
    "legacy": (404, "ResourceNotFoundException", "marked by provider as Legacy"),
    "invalid-id": (400, "ValidationException", "model identifier is invalid."),
}


def test_every_refusing_switch_is_listed_here():
    assert set(REFUSED) == NAMES


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_come_with_status_code_and_words(stream, whole, name):
    heard = stream(f"fault:{name}")
    with pytest.raises(ClientError) as error:
        whole(f"fault:{name}")
    for response in (heard.error.response, error.value.response):
        status = response["ResponseMetadata"]["HTTPStatusCode"]
        assert (status, response["Error"]["Code"]) == REFUSED[name][:2]
        assert REFUSED[name][2] in response["Error"]["Message"]
        assert response["ResponseMetadata"]["RequestId"]


def test_a_denial_names_the_action_and_the_resource(stream):
    message = stream("fault:access-denied").error.response["Error"]["Message"]
    assert "assumed-role/AWSReservedSSO_Developer" in message
    assert "bedrock:InvokeModelWithResponseStream on resource: arn:aws:bed" in message


@pytest.mark.parametrize(
    "name", ["throttle", "throttle-tokens", "not-ready", "internal", "unavailable"]
)
def test_counted_refusals_end_and_begin_anew(stream, name):
    prompt = f"Count {name} fault:{name}=2"
    failed = [stream(prompt).error is not None for _ in range(6)]
    assert failed == [True, True, False] * 2


def test_failures_are_counted_by_model_and_prompt(stream):
    assert stream("One fault:throttle=1").error
    assert stream("Two fault:throttle=1").error
    assert stream("One fault:throttle=1", "amazon.nova-pro-v1:0").error
    assert stream("One fault:throttle=1").error is None


def test_botocore_retries_through_a_counted_throttle(connect, stream, sandbox):
    before = len(sandbox.requests)
    heard = stream(
        "Retry fault:unavailable=2", client=connect("bedrock-runtime", attempts=3)
    )
    assert heard.stop == "end_turn"
    assert len(sandbox.requests) - before == 3


def test_a_throttle_can_say_when_to_come_back(stream):
    error = stream("fault:throttle fault:retry-after=1500").error
    headers = error.response["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-amz-retry-after"] == "1500"


def test_a_switch_for_another_model_does_nothing(stream):
    assert stream("fault:throttle@deepseek").stop == "end_turn"
    assert stream("fault:throttle@nova-micro").error


def test_a_mistyped_switch_is_explained(stream):
    assert "unknown switch 'throtle'" in str(stream("fault:throtle").error)


def test_server_options_apply_without_words(connect, stream):
    with Sandbox(["nova-micro:throttle", "nova-pro:max-tokens"]) as other:
        client = connect("bedrock-runtime", url=other.url)
        assert "Too many requests" in str(stream("Hi", client=client).error)
        heard = stream("Hi", "amazon.nova-pro-v1:0", client=client)
        assert heard.stop == "max_tokens"


def test_an_expired_api_key_has_a_body_of_its_own(stream):
    error = stream("fault:bearer-expired").error.response["Error"]
    assert (error["Code"], error["Message"]) == ("403", "Bearer Token has expired")


def test_a_proxy_page_has_no_aws_header(stream):
    response = stream("fault:html").error.response
    assert response["Error"]["Code"] == "403"
    assert "<h1>Access Denied</h1>" in response["Error"]["Message"]
    assert "RequestId" not in response["ResponseMetadata"]


def test_streaming_can_be_refused(stream, whole):
    error = stream("fault:no-stream").error
    assert "This model doesn't support streaming" in str(error)
    assert whole("fault:no-stream")["stopReason"] == "end_turn"


def test_no_headers_means_no_answer(connect, stream):
    assert isinstance(stream("fault:no-headers").error, ReadTimeoutError)


def test_the_first_token_can_be_slow(runtime):
    started = time.monotonic()
    asked = {"role": "user", "content": [{"text": "fault:slow=0.5 pace:9000"}]}
    list(runtime.converse_stream(modelId=MICRO, messages=[asked])["stream"])
    assert 0.5 <= time.monotonic() - started < 0.9


def test_a_stall_keeps_what_came_before(stream):
    heard = stream("fault:stall=4")
    assert isinstance(heard.error, StreamTimeout)
    assert len(heard.deltas) == 4


@pytest.mark.parametrize("name", ["reset", "drop"])
def test_a_broken_connection_is_a_protocol_error(stream, name):
    heard = stream(f"fault:{name}=5")
    assert isinstance(heard.error, ProtocolError)
    assert len(heard.deltas) == 5


def test_a_cut_stream_raises_nothing_and_has_no_stop(stream):
    heard = stream("fault:cut")
    assert (heard.error, heard.stop, len(heard.deltas)) == (None, None, 3)


def test_a_wrong_checksum_is_noticed(stream):
    heard = stream("fault:bad-checksum=2")
    assert isinstance(heard.error, ChecksumMismatch)
    assert len(heard.deltas) == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("stream-error", "modelStreamErrorException"),
        ("stream-throttle", "throttlingException"),
        ("stream-internal", "internalServerException"),
        ("stream-timeout", ""),
        ("transport-error", "InternalFailure"),
    ],
)
def test_errors_come_in_the_middle_of_a_stream(stream, name, code):
    heard = stream(f"fault:{name}=6")
    assert isinstance(heard.error, EventStreamError)
    assert heard.error.response["Error"]["Code"] == code
    assert len(heard.deltas) == 6


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("stream-error", "ModelErrorException"),
        ("stream-throttle", "ThrottlingException"),
        ("stream-internal", "InternalServerException"),
        ("stream-timeout", "ModelTimeoutException"),
        ("transport-error", "InternalServerException"),
    ],
)
def test_converse_turns_them_into_refusals(whole, name, code):
    with pytest.raises(ClientError) as error:
        whole(f"fault:{name}")
    assert error.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("reset", BotoConnectionError | ConnectionClosedError),
        ("drop", ConnectionClosedError),
        ("stall", ReadTimeoutError),
    ],
)
def test_converse_breaks_too(whole, name, kind):
    with pytest.raises(BotoCoreError) as error:
        whole(f"fault:{name}")
    assert isinstance(error.value, kind)


def test_botocore_takes_a_cut_converse_for_an_empty_answer(whole):
    assert set(whole("fault:cut")) == {"ResponseMetadata"}


def test_metadata_or_the_stop_reason_can_be_missing(stream):
    assert stream("fault:no-metadata").kinds[-1] == "messageStop"
    heard = stream("fault:no-stop-reason")
    assert (heard.error, heard.kinds[-1]) == (None, "contentBlockStop")


def test_an_empty_block_can_come_first(stream):
    heard = stream("fault:empty-first")
    assert heard.deltas[0] == {"text": ""}
    assert heard.kinds[:3] == ["messageStart", "contentBlockDelta", "contentBlockStop"]


def test_reasoning_can_be_asked_for(stream):
    parts = [d for d in stream("fault:reasoning=12").deltas if "reasoningContent" in d]
    assert len(parts) == 12
    signed = stream("fault:signature").deltas
    assert any("signature" in d.get("reasoningContent", {}) for d in signed)


def test_redacted_reasoning_is_opaque(stream, whole):
    assert "redactedContent" in stream("fault:redacted").deltas[0]["reasoningContent"]
    content = whole("fault:redacted")["output"]["message"]["content"]
    assert isinstance(content[0]["reasoningContent"]["redactedContent"], bytes)


def test_a_reply_can_be_reasoning_only(stream):
    heard = stream("fault:only-reasoning")
    assert heard.text == ""
    assert (heard.stop, len(heard.deltas)) == ("end_turn", 60)


def test_tools_are_asked_for(stream, whole):
    heard = stream("fault:tool-use")
    starts = [e["contentBlockStart"] for e in heard.events if "contentBlockStart" in e]
    assert starts[0]["start"]["toolUse"]["name"] == "get_weather"
    assert heard.stop == "tool_use"
    content = whole("fault:tool-use")["output"]["message"]["content"]
    assert content[-1]["toolUse"]["input"] == {"city": "Lisbon", "unit": "C"}


def test_tools_of_the_service_are_used(stream, whole):
    heard = stream("fault:server-tool")
    starts = [e["contentBlockStart"] for e in heard.events if "contentBlockStart" in e]
    assert starts[0]["start"]["toolUse"]["type"] == "server_tool_use"
    assert starts[1]["start"]["toolResult"]["status"] == "success"
    content = whole("fault:server-tool")["output"]["message"]["content"]
    assert content[1]["toolResult"]["content"][0]["json"]["stdOut"] == "4\n"


def test_images_come_with_a_start_event(stream, whole):
    assert (
        stream("fault:image").deltas[-1]["image"]["source"]["bytes"][:4] == b"\x89PNG"
    )
    content = whole("fault:image")["output"]["message"]["content"]
    assert content[-1]["image"]["format"] == "png"


def test_citations_stand_in_the_text(stream, whole):
    cited = [d for d in stream("fault:citation").deltas if "citation" in d]
    assert cited[0]["citation"]["title"] == "A simulated source"
    content = whole("fault:citation")["output"]["message"]["content"]
    assert content[0]["citationsContent"]["citations"]


def test_unknown_events_and_members_do_not_end_a_stream(stream):
    assert stream("fault:unknown-event").stop == "end_turn"
    heard = stream("fault:unknown-delta")
    assert heard.deltas[0] == {"SDK_UNKNOWN_MEMBER": {"name": "sandboxUnknown"}}
    assert heard.stop == "end_turn"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("max-tokens", "max_tokens"),
        ("content-filtered", "content_filtered"),
        ("guardrail", "guardrail_intervened"),
    ],
)
def test_replies_stop_for_other_reasons(stream, whole, name, reason):
    assert stream(f"fault:{name}").stop == reason
    assert whole(f"fault:{name}")["stopReason"] == reason


def test_a_guardrail_leaves_a_trace(stream):
    trace = stream("fault:guardrail").events[-1]["metadata"]["trace"]
    assert trace["guardrail"]["actionReason"] == "Guardrail blocked."


def test_sizes_can_be_extreme(stream):
    assert len(stream("fault:tiny").deltas) == 2900
    huge = stream("fault:huge", inferenceConfig={"maxTokens": 50})
    assert [len(delta["text"]) for delta in huge.deltas] == [20_000]


def test_hostile_text_arrives_unharmed(stream):
    heard = stream("fault:hostile")
    assert heard.stop == "end_turn"
    for part in ("\x1b]52;c;", "\x9b31m", "\x00", "\u202e", "[/foo]", "\ud83d alone"):
        assert part in heard.text
    assert max(map(len, heard.text.split())) >= 20_000


def test_a_reply_can_be_empty(stream, whole):
    assert stream("fault:empty").kinds == ["messageStart", "messageStop", "metadata"]
    assert whole("fault:empty")["output"]["message"]["content"] == []


def test_every_switch_of_the_table_is_tried_in_this_folder():
    from pathlib import Path

    here = Path(__file__).parent
    tried = "".join(path.read_text() for path in here.glob("test_*.py"))
    switches = (*TABLE, *ACCOUNT)
    assert [s.name for s in switches if s.name.split(":")[-1] not in tried] == []
