from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_tui.core.denial import Denial, PolicyKind, parse_denial
from bedrock_tui.core.failure import (
    MESSAGE_LIMIT,
    Category,
    Failure,
    output_limit,
    readable,
    redact,
)

ARN = "arn:aws:bedrock:eu-north-1::foundation-model/a.b-v1:0"
START = (
    "User: arn:aws:sts::111122223333:assumed-role/Dev/ana is not authorized to "
    f"perform: bedrock:InvokeModel on resource: {ARN}"
)


@pytest.mark.parametrize("category", list(Category))
def test_each_category_is_a_word_with_a_meaning(category: Category) -> None:
    assert category == category.value == str(category)
    assert category.value == category.value.lower()
    assert category.value.replace("-", "").isalpha()
    assert category.meaning
    assert "\n" not in category.meaning
    assert Category(category.value) is category


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("exceeds the model limit of 10000. Try again with lower than 10000.", 10_000),
        ("exceeds the model limit of 10,000.", 10_000),
        ("max_tokens: 999999 > 128000, which is the maximum allowed", 128_000),
        ("#/max_gen_len: 4096 is not less or equal to 2048, please", 2_048),
        ("Member must have value less than or equal to 4096", 4_096),
        ("no number", None),
        ("model limit of 99999999999999999999", None),
    ],
)
def test_the_output_limit_is_read_from_the_message(
    message: str, limit: int | None
) -> None:
    assert output_limit(message) == limit
    failure = Failure(Category.MAX_TOKENS, "c", "t", message, "r")
    assert failure.output_limit == limit
    assert Failure(Category.CONTEXT, "c", "t", message, "r").output_limit is None


@pytest.mark.parametrize(
    ("tail", "kind", "explicit"),
    [
        (
            " because no identity-based policy allows the bedrock:InvokeModel action",
            PolicyKind.IDENTITY,
            False,
        ),
        (
            " with an explicit deny in an identity-based policy",
            PolicyKind.IDENTITY,
            True,
        ),
        (
            " with an explicit deny in a service control policy",
            PolicyKind.ORGANISATION,
            True,
        ),
        (
            " because no service control policy allows the x action",
            PolicyKind.ORGANISATION,
            False,
        ),
        (
            " with an explicit deny in a resource control policy",
            PolicyKind.RESOURCE_CONTROL,
            True,
        ),
        (" with an explicit deny in a permissions boundary", PolicyKind.BOUNDARY, True),
        (
            " because no permissions boundary allows the x action",
            PolicyKind.BOUNDARY,
            False,
        ),
        (" with an explicit deny in a VPC endpoint policy", PolicyKind.ENDPOINT, True),
        (
            " because no VPC endpoint policy allows the x action",
            PolicyKind.ENDPOINT,
            False,
        ),
        (" because no session policy allows the x action", PolicyKind.SESSION, False),
        (" with an explicit deny in a session policy", PolicyKind.SESSION, True),
        (
            " because no resource-based policy allows the x action",
            PolicyKind.RESOURCE,
            False,
        ),
        (
            " with an explicit deny in a resource-based policy",
            PolicyKind.RESOURCE,
            True,
        ),
        (
            " because the role trust policy does not allow the x action",
            PolicyKind.TRUST,
            False,
        ),
        ("", PolicyKind.UNKNOWN, False),
    ],
)
def test_a_denial_names_its_policy(tail: str, kind: PolicyKind, explicit: bool) -> None:
    denial = parse_denial(START + tail)
    assert denial == Denial(
        action="bedrock:InvokeModel",
        principal="arn:aws:sts::111122223333:assumed-role/Dev/ana",
        resource=ARN,
        kind=kind,
        explicit=explicit,
    )
    assert denial.region == "eu-north-1"
    assert not denial.is_regionless_model


def test_a_denial_tells_the_policy_arn() -> None:
    policy = "arn:aws:organizations::1:policy/o-a/service_control_policy/p-b"
    text = f"{START} with an explicit deny in a service control policy: {policy}"
    for end in ("", ".", " and more"):
        denial = parse_denial(text + end)
        assert denial is not None
        assert denial.policy == policy
        assert denial.resource == ARN


def test_a_denial_of_a_global_profile_has_no_region() -> None:
    denial = parse_denial(
        "User: x is not authorized to perform: bedrock:InvokeModel on resource: "
        "arn:aws:bedrock:::foundation-model/a.b because no identity-based policy"
    )
    assert denial is not None
    assert denial.region == ""
    assert denial.is_regionless_model


@pytest.mark.parametrize(
    ("message", "action", "resource"),
    [
        ("User: u is not authorized to perform: iam:GetUser", "iam:GetUser", ""),
        (
            'User: u is not authorized to perform: s3:GetObject on resource: "arn:x" '
            "because no session policy allows the s3:GetObject action",
            "s3:GetObject",
            "arn:x",
        ),
        (
            "User: u is not authorized to perform: iam:CreatePolicy on resource: "
            "policy my policy because no permissions boundary allows it",
            "iam:CreatePolicy",
            "policy my policy",
        ),
        (
            "User: u\nis not authorized to perform: bedrock:InvokeModel\n"
            "on resource: arn:y\nwith an explicit deny in a session policy",
            "bedrock:InvokeModel",
            "arn:y",
        ),
        (
            "User: u is not authorized to perform: a:B on resource: * because no x",
            "a:B",
            "*",
        ),
    ],
)
def test_other_wordings_of_a_denial(message: str, action: str, resource: str) -> None:
    denial = parse_denial(message)
    assert denial is not None
    assert (denial.action, denial.resource) == (action, resource)
    assert denial.region == ""


def test_other_refusals_are_not_denials() -> None:
    assert parse_denial("") is None
    assert parse_denial("You don't have access to the model.") is None
    assert parse_denial("role is not authorized to perform the required AWS") is None


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    parse_denial(START + text)
    output_limit(text)
    assert len(readable(text)) <= MESSAGE_LIMIT


TOKEN = "IQoJb3JpZ2luX2VjEJr" + "aB3/" * 20


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("key AKIA" + "IOSFODNN7EXAMPLE end", "key AKIA…MPLE end"),
        ("ASIA" + "IOSFODNN7EXAMPLE", "ASIA…MPLE"),
        (
            "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key = [redacted]",
        ),
        (
            '"SecretAccessKey": "' + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" + '"',
            '"SecretAccessKey": "[redacted]"',
        ),
        ("AWS_SESSION_TOKEN=" + TOKEN, "AWS_SESSION_TOKEN=[redacted]"),
        ("x-amz-security-token:" + TOKEN, "x-amz-security-token:[redacted]"),
        ("token " + TOKEN, "token [redacted]"),
        ("Authorization: Bearer abc123def", "Authorization: Bearer [redacted]"),
        ("bedrock-api-key-YmVkcm9jay5hbWF6b24=", "bedrock-api-key-[redacted]"),
        ("Bearer bedrock-api-key-YmVkcm9", "Bearer [redacted]"),
        ("key ABSKQmVkcm9ja0FQSUtleS1hYmNk", "key [redacted]"),
        ("http://ana:pw1@proxy:8080/", "http://[redacted]@proxy:8080/"),
        ("Signature=" + "0f" * 32, "Signature=[redacted]"),
        ("clientSecret: hunter2hunter2", "clientSecret: [redacted]"),
    ],
)
def test_secrets_are_redacted(text: str, kept: str) -> None:
    assert redact(text).replace("[redacted][redacted]", "[redacted]") == kept


@pytest.mark.parametrize(
    "text",
    [
        "Bearer Token has expired",
        "Bearer authorization requires an HTTPS endpoint.",
        "The security token included in the request is expired",
        "Check your AWS Secret Access Key and signing method.",
        "missing: AWS_SECRET_ACCESS_KEY",
        "Error loading SSO Token: Token for corp does not exist",
        "Token has expired and refresh failed",
        START,
    ],
)
def test_ordinary_messages_are_left_alone(text: str) -> None:
    assert readable(text) == text


def test_readable_text_is_short_printable_and_can_be_encoded() -> None:
    assert readable("a\x1b[31mb\x07\r\n\tc") == "a[31mb\n\tc"
    assert readable("\ud800") == "?"
    assert readable(" x ") == "x"
    long = readable("y" * 10_000)
    assert len(long) == MESSAGE_LIMIT
    assert long.endswith("…")


def test_a_secret_at_the_cut_is_not_kept() -> None:
    text = "z" * (MESSAGE_LIMIT - 30) + " AWS_SESSION_TOKEN=" + TOKEN
    assert "IQoJ" not in readable(text)
