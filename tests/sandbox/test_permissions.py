"""What the caller may do, in the simulator and in real calls."""

from __future__ import annotations

import pytest

from bedrock_tui.sandbox.operations import _NAMES, _PATHS
from bedrock_tui.sandbox.options import SERVICES
from bedrock_tui.sandbox.routes import _DETAILS, _FORMS, _OBJECTS, _READS
from tests.sandbox.calls import CALLS, ROLE, ROLE_ARN, SESSION, TALK, call
from tests.sandbox.conftest import MICRO, refused

SHORT_CODE = ("sts", "iam", "cloudwatch")
"""Services whose clients show the codes of the Query protocol."""


def simulated(client, *actions):
    results = client("iam").simulate_principal_policy(
        PolicySourceArn=ROLE_ARN, ActionNames=list(actions)
    )["EvaluationResults"]
    return {result["EvalActionName"]: result for result in results}


def test_every_operation_is_served_and_tried_here():
    named = {name for names in (*_PATHS.values(), *_NAMES.values()) for name in names}
    served = {*_READS, *_DETAILS, *_OBJECTS, *_FORMS}
    runtime = set(_PATHS["bedrock-runtime"])
    assert named - runtime == served
    assert {*_PATHS, *_NAMES} == set(SERVICES)
    sign_in = {*_PATHS["sso"], *_PATHS["sso-oidc"]}
    assert {action.partition(":")[2] for action in CALLS} >= served - sign_in


@pytest.mark.parametrize("action", CALLS)
def test_everything_is_allowed_by_default(account, action):
    client = account("health")
    method, asked = call(client, action)
    answer = method(**asked)
    assert answer["ResponseMetadata"]["RequestId"]
    assert list(answer.get("stream", "ok"))
    assert simulated(client, action)[action]["EvalDecision"] == "allowed"


@pytest.mark.parametrize("action", CALLS)
def test_any_action_can_be_denied(account, action):
    client = account(f"deny={action}", "health")
    method, asked = call(client, action)
    code, status, message = refused(method, **asked)
    short = CALLS[action][0] in SHORT_CODE
    assert (code, status) == ("AccessDenied" if short else "AccessDeniedException", 403)
    assert message.startswith(
        f"User: {SESSION} is not authorized to perform: {action} "
    )
    assert message.endswith(
        f"because no identity-based policy allows the {action} action"
    )


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("bedrock:InvokeModel", f"arn:aws:bedrock:us-east-1::foundation-model/{MICRO}"),
        (
            "bedrock:GetInferenceProfile",
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-m",
        ),
        ("iam:GetRole", f"role {ROLE}"),
        ("iam:ListAccessKeys", "user developer"),
        ("iam:SimulatePrincipalPolicy", ROLE_ARN),
        (
            "cloudwatch:DescribeAlarms",
            "arn:aws:cloudwatch:us-east-1:111122223333:alarm:*",
        ),
    ],
)
def test_a_denial_names_what_it_was_on(account, action, resource):
    method, asked = call(account(f"deny={action}"), action)
    assert f"perform: {action} on resource: {resource}" in refused(method, **asked)[2]


def test_a_denial_of_a_list_names_no_resource(account):
    client = account("deny=bedrock:ListFoundationModels")
    message = refused(client("bedrock").list_foundation_models)[2]
    assert "on resource" not in message


def test_counting_tokens_needs_the_model_too(account):
    method, asked = call(account("deny=bedrock:InvokeModel"), "bedrock:CountTokens")
    assert "perform: bedrock:InvokeModel " in refused(method, **asked)[2]


def test_several_actions_and_patterns_can_be_denied(account):
    client = account(
        "deny=iam:*", "deny=bedrock:InvokeModel*", "deny=STS:getcalleridentity"
    )
    for action in ("iam:GetRole", "bedrock:InvokeModel", "sts:GetCallerIdentity"):
        method, asked = call(client, action)
        assert refused(method, **asked)[0].startswith("AccessDenied")
    assert client("bedrock").list_guardrails()["guardrails"]


@pytest.mark.parametrize(
    ("option", "detail", "words"),
    [
        (
            "scp",
            {"OrganizationsDecisionDetail": {"AllowedByOrganizations": False}},
            "with an explicit deny in a service control policy: arn:aws:organizations:",
        ),
        (
            "boundary",
            {
                "PermissionsBoundaryDecisionDetail": {
                    "AllowedByPermissionsBoundary": False
                }
            },
            "with an explicit deny in a permissions boundary: arn:aws:iam::11112222",
        ),
    ],
)
def test_denials_from_above_show_in_the_simulator_and_in_calls(
    account, option, detail, words
):
    client = account(f"{option}=bedrock:InvokeModelWithResponseStream")
    action = "bedrock:InvokeModelWithResponseStream"
    results = simulated(client, action, "bedrock:InvokeModel")
    assert results[action]["EvalDecision"] == "explicitDeny"
    assert results[action].items() >= detail.items()
    assert results["bedrock:InvokeModel"]["EvalDecision"] == "allowed"
    method, asked = call(client, action)
    assert words in refused(method, **asked)[2]
    assert client("bedrock-runtime").converse(**TALK)["stopReason"]


def test_a_missing_allow_is_an_implicit_deny_in_the_simulator(account):
    result = simulated(account("deny=bedrock:CountTokens"), "bedrock:CountTokens")
    assert result["bedrock:CountTokens"]["EvalDecision"] == "implicitDeny"
