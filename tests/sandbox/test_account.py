"""The options that change the account, through real clients."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from functools import partial

import pytest
from botocore.exceptions import ReadTimeoutError

from tests.sandbox.calls import CALLS, TALK, call
from tests.sandbox.conftest import refused


def test_a_region_can_be_off(account):
    client = account("region-off=eu-west-3", "region-off=sa-east-1")
    for region in ("eu-west-3", "sa-east-1"):
        there = client("bedrock", region=region)
        code, status, message = refused(there.list_foundation_models)
        assert (code, status) == ("UnrecognizedClientException", 403)
        assert message == "The security token included in the request is invalid."
        sts = client("sts", region=region)
        assert refused(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    assert client("bedrock").list_foundation_models()["modelSummaries"]


def test_logging_is_on_or_off(account, bedrock):
    found = bedrock.get_model_invocation_logging_configuration()["loggingConfig"]
    assert found["textDataDeliveryEnabled"] is True
    off = account("logging=off")("bedrock").get_model_invocation_logging_configuration()
    assert "loggingConfig" not in off


def test_guardrails_are_counted_and_paged(account, bedrock):
    assert len(bedrock.list_guardrails()["guardrails"]) == 1
    assert account("guardrails=0")("bedrock").list_guardrails()["guardrails"] == []
    client = account("guardrails=5")("bedrock")
    pages = list(client.get_paginator("list_guardrails").paginate(maxResults=2))
    found = [one for page in pages for one in page["guardrails"]]
    assert (len(pages), len({one["arn"] for one in found})) == (3, 5)
    assert found[0]["status"] == "READY"
    one = client.list_guardrails(guardrailIdentifier=found[3]["arn"])["guardrails"]
    assert one == [found[3]]
    assert refused(client.list_guardrails, nextToken="x")[0] == "ValidationException"


@pytest.mark.parametrize(
    "service", sorted({service for service, _, _ in CALLS.values()})
)
def test_any_service_can_hang(account, service):
    action = next(action for action in CALLS if CALLS[action][0] == service)
    method, asked = call(partial(account(f"hang={service}"), timeout=0.1), action)
    with pytest.raises(ReadTimeoutError):
        method(**asked)


def test_the_other_services_answer_while_one_hangs(account):
    client = account("hang=iam", "hang=bedrock")
    assert client("sts").get_caller_identity()["Account"]
    assert client("bedrock-runtime").converse(**TALK)["stopReason"]


@pytest.mark.parametrize("seconds", [0, 600, -86_400])
def test_the_date_header_can_be_wrong(account, seconds):
    client = account(f"date-skew={seconds}")
    answer = client("sts").get_caller_identity()["ResponseMetadata"]["HTTPHeaders"]
    off = parsedate_to_datetime(answer["date"]).timestamp() - time.time()
    assert seconds - 2 < off < seconds + 1
