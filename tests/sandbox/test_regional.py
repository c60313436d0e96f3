"""Trouble in single regions, and the account's own models, through real clients."""

from __future__ import annotations

import time

import pytest
from botocore.exceptions import PaginationError, ReadTimeoutError

from tests.sandbox.conftest import refused

FAR = "eu-west-3"


def test_a_region_can_hang(account):
    client = account(f"region-hang={FAR}")
    assert client("bedrock").list_foundation_models()["modelSummaries"]
    there = client("bedrock", region=FAR, timeout=0.1)
    with pytest.raises(ReadTimeoutError):
        there.list_inference_profiles()
    assert client("sts", region=FAR).get_caller_identity()["Account"]


def test_a_region_can_deny(account):
    there = account(f"region-deny={FAR}")("bedrock", region=FAR)
    code, status, message = refused(there.list_foundation_models)
    assert (code, status) == ("AccessDeniedException", 403)
    assert "bedrock:ListFoundationModels" in message
    assert "service control policy" in message


def test_a_region_can_answer_with_a_web_page(account):
    there = account(f"region-garbage={FAR}")("bedrock", region=FAR)
    assert "modelSummaries" not in there.list_foundation_models()


def test_a_region_can_repeat_its_page_for_ever(account):
    there = account(f"region-repeat={FAR}")("bedrock", region=FAR)
    first = there.list_inference_profiles()
    again = there.list_inference_profiles(nextToken=first["nextToken"])
    assert again["inferenceProfileSummaries"] == first["inferenceProfileSummaries"]
    with pytest.raises(PaginationError):
        list(there.get_paginator("list_inference_profiles").paginate())


def test_the_control_plane_can_take_its_time(account):
    client = account("delay=80")
    began = time.monotonic()
    client("bedrock").list_foundation_models()
    assert time.monotonic() - began >= 0.08


LISTS = {
    "list_custom_models": ("modelSummaries", "modelArn"),
    "list_custom_model_deployments": (
        "modelDeploymentSummaries",
        "customModelDeploymentArn",
    ),
    "list_imported_models": ("modelSummaries", "modelArn"),
    "list_provisioned_model_throughputs": (
        "provisionedModelSummaries",
        "provisionedModelArn",
    ),
    "list_prompt_routers": ("promptRouterSummaries", "promptRouterArn"),
}


@pytest.mark.parametrize("method", LISTS)
def test_the_account_has_models_of_its_own_that_answer(connect, bedrock, method):
    member, name = LISTS[method]
    rows = getattr(bedrock, method)()[member]
    assert rows
    (arn, *_) = [row[name] for row in rows]
    assert arn.startswith("arn:aws:bedrock:us-east-1:111122223333:")
    said = [{"role": "user", "content": [{"text": "ttft:0 pace:9000 tokens:2"}]}]
    answer = connect("bedrock-runtime").converse(modelId=arn, messages=said)
    assert answer["stopReason"]
    elsewhere = connect("bedrock", region="eu-west-1")
    assert getattr(elsewhere, method)()[member] == []
