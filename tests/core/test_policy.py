from __future__ import annotations

import json
from typing import Any

import pytest

from bedrock_tui.core.arn import Arn, parse_arn, partition_of
from bedrock_tui.core.policy import NO_ACCOUNT, PolicyTarget, policy
from bedrock_tui.core.target import Target

ACCOUNT = "111122223333"
SONNET = "anthropic.claude-sonnet-5-5"
NOVA = "amazon.nova-pro-v1:0"
TALK = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]


def model(model_id: str, region: str, partition: str = "aws") -> str:
    return f"arn:{partition}:bedrock:{region}::foundation-model/{model_id}"


def profile(profile_id: str, region: str, partition: str = "aws") -> str:
    return f"arn:{partition}:bedrock:{region}:{ACCOUNT}:inference-profile/{profile_id}"


def through(
    profile_id: str, source: str, *regions: str, partition: str = "aws"
) -> PolicyTarget:
    """A target that is a system-defined profile, as GetInferenceProfile tells it."""
    model_id = profile_id.partition(".")[2]
    models = tuple(model(model_id, region, partition) for region in regions)
    arn = profile(profile_id, source, partition)
    return PolicyTarget(Target(profile_id, source), arn, models)


US_SONNET = through(f"us.{SONNET}", "us-east-1", "us-east-1", "us-east-2", "us-west-2")
GLOBAL_SONNET = through(f"global.{SONNET}", "eu-west-1", "", "eu-west-1")
NOVA_HERE = PolicyTarget(Target(NOVA, "us-east-1"))


def statements(*targets: PolicyTarget, **options: Any) -> dict[str, dict[str, Any]]:
    options = {"partition": "aws", "account": ACCOUNT, "catalogue": False} | options
    written = policy(targets, **options)
    assert written["Version"] == "2012-10-17"
    found = {each["Sid"]: each for each in written["Statement"]}
    assert len(found) == len(written["Statement"])
    assert all(each["Effect"] == "Allow" for each in found.values())
    return found


def actions(found: dict[str, dict[str, Any]]) -> set[str]:
    return {action for each in found.values() for action in each["Action"]}


def resources(statement: dict[str, Any]) -> list[str]:
    given = statement["Resource"]
    return [given] if isinstance(given, str) else given


def test_the_policy_of_a_geographic_profile() -> None:
    arn = f"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.{SONNET}"
    here = f"arn:aws:bedrock:us-east-1::foundation-model/{SONNET}"
    assert policy([US_SONNET], partition="aws", account=ACCOUNT) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Catalogue",
                "Effect": "Allow",
                "Action": [
                    "bedrock:ListFoundationModels",
                    "bedrock:GetFoundationModel",
                    "bedrock:GetFoundationModelAvailability",
                    "bedrock:ListInferenceProfiles",
                    "bedrock:GetInferenceProfile",
                    "bedrock:ListGuardrails",
                ],
                "Resource": "*",
            },
            {
                "Sid": "AccountPages",
                "Effect": "Allow",
                "Action": [
                    "cloudwatch:GetMetricData",
                    "cloudwatch:ListMetrics",
                    "servicequotas:ListServiceQuotas",
                    "pricing:GetProducts",
                ],
                "Resource": "*",
            },
            {
                "Sid": "CallProfiles",
                "Effect": "Allow",
                "Action": TALK,
                "Resource": arn,
            },
            {
                "Sid": "ModelsBehindProfiles",
                "Effect": "Allow",
                "Action": TALK,
                "Resource": [
                    here,
                    f"arn:aws:bedrock:us-east-2::foundation-model/{SONNET}",
                    f"arn:aws:bedrock:us-west-2::foundation-model/{SONNET}",
                ],
                "Condition": {"StringEquals": {"bedrock:InferenceProfileArn": arn}},
            },
            {
                "Sid": "CountTokens",
                "Effect": "Allow",
                "Action": ["bedrock:CountTokens"],
                "Resource": here,
            },
            {
                "Sid": "FirstUse",
                "Effect": "Allow",
                "Action": [
                    "aws-marketplace:ViewSubscriptions",
                    "aws-marketplace:Subscribe",
                ],
                "Resource": "*",
                "Condition": {
                    "StringEquals": {"aws:CalledViaLast": "bedrock.amazonaws.com"}
                },
            },
            {
                "Sid": "CheckMyself",
                "Effect": "Allow",
                "Action": ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
                "Resource": [
                    "arn:aws:iam::111122223333:role/*",
                    "arn:aws:iam::111122223333:user/*",
                ],
            },
        ],
    }


def test_a_source_region_outside_the_destinations_is_allowed_too() -> None:
    target = through(f"us.{SONNET}", "ca-central-1", "us-east-1", "us-west-2")
    found = statements(target)
    assert resources(found["ModelsBehindProfiles"]) == [
        model(SONNET, region) for region in ("ca-central-1", "us-east-1", "us-west-2")
    ]
    assert found["CountTokens"]["Resource"] == model(SONNET, "ca-central-1")


def test_a_global_profile_reaches_the_model_without_a_region() -> None:
    found = statements(GLOBAL_SONNET)
    arn = profile(f"global.{SONNET}", "eu-west-1")
    assert found["CallProfiles"]["Resource"] == arn
    assert found["ModelsBehindProfiles"]["Resource"] == model(SONNET, "eu-west-1")
    assert found["GlobalModels"]["Resource"] == (
        f"arn:aws:bedrock:::foundation-model/{SONNET}"
    )
    assert found["GlobalModels"]["Condition"] == {
        "StringEquals": {
            "bedrock:InferenceProfileArn": arn,
            "aws:RequestedRegion": "unspecified",
        }
    }
    assert found["CountTokens"]["Resource"] == model(SONNET, "eu-west-1")


def test_a_bare_model_needs_nothing_but_itself() -> None:
    found = statements(NOVA_HERE)
    assert found.keys() == {"CallModels", "CountTokens"}
    assert found["CallModels"]["Resource"] == model(NOVA, "us-east-1")
    assert found["CallModels"]["Action"] == TALK
    assert "Condition" not in found["CallModels"]


def test_several_targets_share_statements_and_their_order_does_not_matter() -> None:
    other = through(f"us.{NOVA}", "us-east-1", "us-east-1", "us-west-2")
    targets = [US_SONNET, GLOBAL_SONNET, NOVA_HERE, other]
    found = statements(*targets)
    profiles = [
        profile(f"global.{SONNET}", "eu-west-1"),
        profile(f"us.{NOVA}", "us-east-1"),
        profile(f"us.{SONNET}", "us-east-1"),
    ]
    assert resources(found["CallProfiles"]) == profiles
    behind = found["ModelsBehindProfiles"]
    assert behind["Condition"]["StringEquals"] == {
        "bedrock:InferenceProfileArn": profiles
    }
    assert len(resources(behind)) == len(set(resources(behind))) == 6
    only_global = found["GlobalModels"]["Condition"]["StringEquals"]
    assert only_global["bedrock:InferenceProfileArn"] == profiles[0]
    options = {"partition": "aws", "account": ACCOUNT}
    text = json.dumps(policy(targets, **options))
    again = json.dumps(policy([*reversed(targets), NOVA_HERE], **options))
    assert text == again


def test_tokens_are_counted_on_models_and_never_on_profiles() -> None:
    found = statements(US_SONNET, GLOBAL_SONNET, NOVA_HERE)
    counting = [e for e in found.values() if "bedrock:CountTokens" in e["Action"]]
    assert [each["Sid"] for each in counting] == ["CountTokens"]
    assert all("foundation-model/" in arn for arn in resources(counting[0]))


def test_govcloud_has_its_own_partition_and_no_marketplace() -> None:
    region, partition = "us-gov-west-1", "aws-us-gov"
    target = through(
        f"us-gov.{SONNET}", region, region, "us-gov-east-1", partition=partition
    )
    written = policy(
        [target, PolicyTarget(Target(SONNET, region))],
        partition=partition,
        account=ACCOUNT,
    )
    text = json.dumps(written)
    assert "arn:aws:" not in text
    assert f"arn:aws-us-gov:iam::{ACCOUNT}:role/*" in text
    assert "marketplace" not in text


ROLE_OF = "arn:aws:iam::111122223333:role"


@pytest.mark.parametrize(
    ("caller", "actions", "expected"),
    [
        (
            "arn:aws:iam::111122223333:user/engineering/developer",
            1,
            ["arn:aws:iam::111122223333:user/engineering/developer"],
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/Dev/me",
            2,
            [f"{ROLE_OF}/Dev", f"{ROLE_OF}/*/Dev"],
        ),
        (f"{ROLE_OF}/path/Dev", 2, [f"{ROLE_OF}/path/Dev"]),
        (
            "arn:aws:iam::111122223333:root",
            2,
            [f"{ROLE_OF}/*", "arn:aws:iam::111122223333:user/*"],
        ),
    ],
)
def test_checking_oneself_is_allowed_on_oneself(
    caller: str, actions: int, expected: list[str]
) -> None:
    written = policy(
        [PolicyTarget(Target(NOVA, "us-east-1"))],
        partition="aws",
        account=ACCOUNT,
        caller=caller,
    )
    mine = written["Statement"][-1]
    assert mine["Sid"] == "CheckMyself"
    assert resources(mine) == expected
    assert mine["Action"] == ["iam:SimulatePrincipalPolicy", "iam:GetRole"][:actions]


def test_china_has_its_own_partition() -> None:
    written = policy(
        [PolicyTarget(Target(NOVA, "cn-north-1"))], partition="aws-cn", account=ACCOUNT
    )
    assert "arn:aws:" not in json.dumps(written)


def test_an_application_profile_is_called_by_its_own_arn() -> None:
    arn = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:application-inference-profile/abcdef"
    models = (model(NOVA, "us-east-1"), model(NOVA, "us-west-2"))
    found = statements(PolicyTarget(Target(arn, "us-east-1"), arn, models))
    assert found["CallProfiles"]["Resource"] == arn
    assert resources(found["ModelsBehindProfiles"]) == list(models)
    condition = found["ModelsBehindProfiles"]["Condition"]
    assert condition == {"StringEquals": {"bedrock:InferenceProfileArn": arn}}


@pytest.mark.parametrize(
    "kind", ["custom-model-deployment", "imported-model", "provisioned-model"]
)
def test_models_of_ones_own_are_called_by_their_arn(kind: str) -> None:
    arn = f"arn:aws:bedrock:us-west-2:{ACCOUNT}:{kind}/abc123def456"
    found = statements(PolicyTarget(Target(arn, "us-west-2")))
    assert found == {
        "CallModels": {
            "Sid": "CallModels",
            "Effect": "Allow",
            "Action": TALK,
            "Resource": arn,
        }
    }


@pytest.mark.parametrize(
    ("model_id", "sold"),
    [
        ("anthropic.claude-haiku-5-5", True),
        ("openai.gpt-6-sol", True),
        ("cohere.rerank-v3-5:0", True),
        ("moonshotai.kimi-k2.5", True),
        ("amazon.nova-lite-v1:0", False),
        ("deepseek.v3.2", False),
        ("meta.llama4-scout-17b-instruct-v1:0", False),
        ("mistral.mistral-large-3-675b-instruct", False),
        ("qwen.qwen3-32b-v1:0", False),
    ],
)
def test_marketplace_models_need_to_be_subscribed_to(model_id: str, sold: bool) -> None:
    bare = statements(PolicyTarget(Target(model_id, "us-east-1")))
    routed = statements(through(f"us.{model_id}", "us-east-1", "us-east-1"))
    assert ("FirstUse" in bare) is ("FirstUse" in routed) is sold


def test_an_unknown_account_is_to_be_filled_in_and_no_wildcard() -> None:
    written = policy(
        [PolicyTarget(Target(f"us.{NOVA}", "us-east-1"), models=US_SONNET.models)],
        partition="aws",
        account="",
    )
    text = json.dumps(written)
    assert f"bedrock:us-east-1:{NO_ACCOUNT}:inference-profile/us.{NOVA}" in text
    assert f"iam::{NO_ACCOUNT}:role/*" in text
    assert ":*:" not in text


def test_only_what_is_missing() -> None:
    only = {"bedrock:invokemodelwithresponsestream", "pricing:GetProducts"}
    found = statements(US_SONNET, NOVA_HERE, catalogue=True, only=only)
    assert found.keys() == {
        "AccountPages",
        "CallModels",
        "CallProfiles",
        "ModelsBehindProfiles",
    }
    assert actions(found) == {
        "bedrock:InvokeModelWithResponseStream",
        "pricing:GetProducts",
    }
    assert statements(US_SONNET, catalogue=True, only=()) == {}


def test_nothing_but_reading_for_no_targets() -> None:
    found = statements(catalogue=True)
    assert found.keys() == {"Catalogue", "AccountPages", "CheckMyself"}


def test_arns_are_read_and_written() -> None:
    text = f"arn:aws:iam::{ACCOUNT}:role/a/b"
    arn = parse_arn(text)
    assert arn == Arn("aws", "iam", "", ACCOUNT, "role/a/b")
    assert (str(arn), arn.kind, arn.name) == (text, "role", "a/b")
    for other in (
        "",
        "us.amazon.nova",
        "arn:aws:iam",
        "arn:aws:iam::1:",
        "x:a:b:c:d:e",
    ):
        assert parse_arn(other) is None


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("il-central-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-northwest-1", "aws-cn"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("eusc-de-east-1", "aws-eusc"),
        ("", "aws"),
    ],
)
def test_a_region_tells_its_partition(region: str, partition: str) -> None:
    assert partition_of(region) == partition
