"""Callers, users and access keys, through real STS and IAM clients."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sandbox.conftest import refused

USER_ARN = "arn:aws:iam::111122223333:user/engineering/developer"
KEY = "AKIAIOSFODNN7EXAMPLE"


def caller(client):
    identity = client("sts").get_caller_identity()
    return identity["Arn"], identity["UserId"]


def age(key):
    return (datetime.now(UTC) - key["CreateDate"]).days


def test_the_caller_can_be_an_iam_user(account):
    assert caller(account("user")) == (USER_ARN, "AIDAEXAMPLESANDBOX000")


def test_the_caller_can_be_root(account):
    arn = "arn:aws:iam::111122223333:root"
    client = account("root")
    assert caller(client) == (arn, "111122223333")
    user = client("iam").get_user()["User"]
    assert (user["Arn"], "UserName" in user) == (arn, False)
    assert client("iam").list_access_keys()["AccessKeyMetadata"] == []
    simulate = client("iam").simulate_principal_policy
    found = refused(simulate, PolicySourceArn=arn, ActionNames=["iam:GetUser"])
    assert found[0] == "InvalidInput"


def test_a_federated_user_cannot_call_iam(account):
    client = account("federated")
    arn = "arn:aws:sts::111122223333:federated-user/developer"
    assert caller(client) == (arn, "111122223333:developer")
    assert refused(client("iam").get_user)[:2] == ("InvalidClientTokenId", 403)
    assert client("bedrock").list_guardrails()["guardrails"]


def test_a_denied_user_is_named_as_such(account):
    client = account("user", "deny=iam:GetUser")
    message = refused(client("iam").get_user)[2]
    assert message.startswith(f"User: {USER_ARN} is not authorized to perform: iam:")
    assert "on resource: user developer because" in message


def test_a_user_has_an_old_key_in_use_and_a_new_one(account):
    iam = account("user")("iam", key=KEY)
    assert iam.get_user()["User"]["Arn"] == USER_ARN
    old, new = iam.list_access_keys()["AccessKeyMetadata"]
    assert (old["AccessKeyId"], age(old), old["Status"]) == (KEY, 200, "Active")
    assert age(new) == 20
    used = iam.get_access_key_last_used(AccessKeyId=old["AccessKeyId"])
    assert used["UserName"] == "developer"
    assert used["AccessKeyLastUsed"]["ServiceName"] == "bedrock"
    assert age({"CreateDate": used["AccessKeyLastUsed"]["LastUsedDate"]}) == 0
    never = iam.get_access_key_last_used(AccessKeyId=new["AccessKeyId"])
    assert never["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}


def test_the_key_of_somebody_else_is_denied(connect):
    ask = connect("iam").get_access_key_last_used
    assert refused(ask, AccessKeyId="AKIAOTHERACCOUNT0000")[0] == "AccessDenied"


@pytest.mark.parametrize("method", ["get_user", "list_access_keys"])
def test_a_session_must_name_the_user(connect, method):
    ask = getattr(connect("iam"), method)
    code, status, message = refused(ask)
    assert (code, status) == ("ValidationError", 400)
    assert message == "Must specify userName when calling with non-User credentials"
    assert refused(ask, UserName="nobody")[:2] == ("NoSuchEntity", 404)
    assert ask(UserName="developer")


@pytest.mark.parametrize(
    "arn",
    [
        "role/AWSReservedSSO_Developer_0123456789abcdef",
        "role/aws-reserved/sso.amazonaws.com/eu-west-1/"
        "AWSReservedSSO_Developer_0123456789abcdef",
        "user/developer",
    ],
)
def test_a_guessed_path_is_nobodys(connect, arn):
    simulate = connect("iam").simulate_principal_policy
    source = f"arn:aws:iam::111122223333:{arn}"
    code, status, message = refused(
        simulate, PolicySourceArn=source, ActionNames=["bedrock:InvokeModel"]
    )
    assert (code, status) == ("NoSuchEntity", 404)
    kind, name = arn.partition("/")[0], arn.rpartition("/")[2]
    assert message == f"The {kind} with name {name} cannot be found."


def test_a_user_can_be_simulated(account):
    (result,) = account("user", "deny=bedrock:InvokeModel")(
        "iam"
    ).simulate_principal_policy(
        PolicySourceArn=USER_ARN, ActionNames=["bedrock:InvokeModel"]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"


def test_a_sessions_arn_defines_no_entity(connect):
    arn = connect("sts").get_caller_identity()["Arn"]
    simulate = connect("iam").simulate_principal_policy
    message = refused(simulate, PolicySourceArn=arn, ActionNames=["iam:GetRole"])[2]
    assert message == (
        f"Invalid Entity Arn: {arn} does not clearly define entity type and name."
    )


def test_keys_without_an_end_are_those_of_an_iam_user(connect):
    sts, iam = (connect(service, key=KEY) for service in ("sts", "iam"))
    assert sts.get_caller_identity()["Arn"] == USER_ARN
    assert iam.get_user()["User"]["Arn"] == USER_ARN
    (old, _) = iam.list_access_keys()["AccessKeyMetadata"]
    assert old["AccessKeyId"] == KEY
    (result,) = iam.simulate_principal_policy(
        PolicySourceArn=USER_ARN, ActionNames=["bedrock:InvokeModel"]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"


def test_a_denied_key_is_named_by_its_user(account):
    bedrock = account("deny=bedrock:ListGuardrails")("bedrock", key=KEY)
    assert refused(bedrock.list_guardrails)[2].startswith(f"User: {USER_ARN} is not")


@pytest.mark.parametrize(
    ("key", "token"), [("ASIAIOSFODNN7EXAMPLE", "t"), (KEY, "t"), ("SANDBOX", None)]
)
def test_all_other_keys_are_a_sessions(connect, key, token):
    arn = connect("sts", key=key, token=token).get_caller_identity()["Arn"]
    assert ":assumed-role/" in arn


def test_an_option_names_the_caller_whatever_the_keys(account):
    client = account("root")
    arn = client("sts", key=KEY).get_caller_identity()["Arn"]
    assert arn.endswith(":root")


def test_a_role_that_was_assumed_is_the_caller(account):
    client = account()
    arn = "arn:aws:iam::444455556666:role/team/Admin"
    answer = client("sts").assume_role(RoleArn=arn, RoleSessionName="ana")
    session = "arn:aws:sts::444455556666:assumed-role/Admin/ana"
    assert answer["AssumedRoleUser"]["Arn"] == session
    keys = answer["Credentials"]
    assert keys["Expiration"] > datetime.now(UTC)
    sts = client("sts", key=keys["AccessKeyId"])
    found = sts.get_caller_identity()
    assert (found["Arn"], found["Account"]) == (session, "444455556666")
    iam = client("iam", key=keys["AccessKeyId"])
    role = iam.get_role(RoleName="Admin")["Role"]
    assert (role["Arn"], role["Path"]) == (arn, "/team/")
    asked = {"PolicySourceArn": arn, "ActionNames": ["bedrock:InvokeModel"]}
    (result,) = iam.simulate_principal_policy(**asked)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    # Whoever assumed it is who they were.
    assert ":444455556666:" not in client("sts").get_caller_identity()["Arn"]
    assert refused(client("iam").get_role, RoleName="Admin")[0] == "NoSuchEntity"


def test_keys_of_a_role_end(account):
    client = account("session=0")
    arn = "arn:aws:iam::444455556666:role/Admin"
    answer = client("sts").assume_role(RoleArn=arn, RoleSessionName="ana")
    sts = client("sts", key=answer["Credentials"]["AccessKeyId"])
    assert refused(sts.get_caller_identity)[0] == "ExpiredToken"


def test_what_is_no_role_and_no_code_is_refused(account):
    assume = account()("sts").assume_role
    user = "arn:aws:iam::444455556666:user/ana-is-no-role"
    found = refused(assume, RoleArn=user, RoleSessionName="ana")
    assert found == ("ValidationError", 400, f"{user} is invalid")
    arn = "arn:aws:iam::444455556666:role/Admin"
    mfa = {"SerialNumber": "arn:aws:iam::444455556666:mfa/ana", "TokenCode": "abcdef"}
    found = refused(assume, RoleArn=arn, RoleSessionName="ana", **mfa)
    assert "'abcdef' at 'tokenCode'" in found[2]
