from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from bedrock_tui.sandbox.server import Sandbox

ROLE = "AWSReservedSSO_Developer_0123456789abcdef"
MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"
OTHER = "arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-6-sol"


def simulate(client, actions, resources=(MODEL,)):
    arn = client.get_role(RoleName=ROLE)["Role"]["Arn"]
    return client.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=actions, ResourceArns=list(resources)
    )["EvaluationResults"]


def test_the_caller_is_a_signed_in_developer(connect):
    identity = connect("sts").get_caller_identity()
    assert identity["Account"] == "111122223333"
    assert identity["Arn"].endswith(f":assumed-role/{ROLE}/sandbox")


def test_only_the_role_tells_its_path(connect):
    role = connect("iam").get_role(RoleName=ROLE)["Role"]
    assert role["Arn"].endswith(f":role/aws-reserved/sso.amazonaws.com/{ROLE}")
    with pytest.raises(ClientError) as error:
        connect("iam").get_role(RoleName="Other")
    assert error.value.response["Error"]["Code"] == "NoSuchEntity"


def test_a_simulation_gives_one_result_per_action(connect):
    actions = ["bedrock:InvokeModel", "bedrock:DeleteCustomModel"]
    results = simulate(connect("iam"), actions, (MODEL, OTHER))
    decisions = {one["EvalActionName"]: one["EvalDecision"] for one in results}
    assert decisions == dict(zip(actions, ("allowed", "implicitDeny"), strict=True))
    specific = [
        one["EvalResourceName"] for one in results[0]["ResourceSpecificResults"]
    ]
    assert specific == [MODEL, OTHER]


def test_a_session_arn_cannot_be_simulated(connect):
    arn = connect("sts").get_caller_identity()["Arn"]
    with pytest.raises(ClientError) as error:
        connect("iam").simulate_principal_policy(
            PolicySourceArn=arn, ActionNames=["bedrock:InvokeModel"]
        )
    assert error.value.response["Error"]["Code"] == "InvalidInput"


def test_the_simulation_knows_what_the_options_deny(connect):
    with Sandbox(["gpt-6:access-denied-scp", "micro:access-denied-boundary"]) as other:
        client = connect("iam", url=other.url)
        (result,) = simulate(client, ["bedrock:InvokeModel"], (MODEL, OTHER))
    assert result["EvalDecision"] == "explicitDeny"
    assert result["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}
    boundary = result["PermissionsBoundaryDecisionDetail"]
    assert boundary == {"AllowedByPermissionsBoundary": False}
    specific = result["ResourceSpecificResults"]
    assert [one["EvalResourceDecision"] for one in specific] == [
        "implicitDeny",
        "explicitDeny",
    ]


@pytest.mark.parametrize(
    ("key", "service", "code"),
    [
        ("EXPIRED", "sts", "ExpiredToken"),
        ("INVALID", "sts", "InvalidClientTokenId"),
        ("EXPIRED", "bedrock", "ExpiredTokenException"),
        ("INVALID", "bedrock", "UnrecognizedClientException"),
    ],
)
def test_two_access_keys_are_bad(connect, key, service, code):
    client = connect(service, key=key)
    calls = {"sts": "get_caller_identity", "bedrock": "list_foundation_models"}
    with pytest.raises(ClientError) as error:
        getattr(client, calls[service])()
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_unknown_action_is_refused_in_xml(connect):
    with pytest.raises(ClientError) as error:
        connect("iam").list_users()
    assert error.value.response["Error"]["Code"] == "UnknownOperationException"
