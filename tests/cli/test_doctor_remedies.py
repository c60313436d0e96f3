"""What the doctor says to do, as it is to be typed by whoever reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bedrock_tui.sandbox.server import Sandbox
from tests.aws.people import (
    EARLIER,
    ENV_KEYS,
    HUSH,
    KEYS,
    LATER,
    OLD_SSO,
    SECRET,
    START_URL,
    Home,
    home,
    speak_tls,
    sso_token,
)
from tests.cli.conftest import Run
from tests.support import LITE, MICRO, PRO

__all__ = ["home"]

KEYED = f"[keys]\n{KEYS}"
PLACED = "[profile keys]\nregion = us-east-1\n"
FAILING = (
    "[profile dev]\nregion = us-east-1\n"
    'credential_process = sh -c "echo token={0} {0} >&2; exit 3"\n'
)


def told(run: Run, *words: str) -> tuple[int, dict[str, Any]]:
    """Run the doctor and return its exit code and its checks by id."""
    result = run("doctor", *words, "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, found | {each["id"]: each for each in found["checks"]}


@dataclass(frozen=True)
class Case:
    """Something to mend, and the row with what mends it."""

    row: str
    remedy: str
    words: tuple[str, ...] = ("-p", "keys")
    faults: tuple[str, ...] = ()
    config: str = PLACED
    env: dict[str, str] = field(default_factory=dict)


CASES = {
    "no region": Case(
        "region",
        "Pass --region, set AWS_REGION, or add it to the aws profile: aws configure "
        "set region us-east-1 --profile keys",
        config="[profile keys]\n",
    ),
    "old key": Case("key-age", "(aws iam create-access-key --profile keys)"),
    "long-lived": Case("long-lived-keys", "aws configure sso --profile keys"),
    "region off": Case(
        "region",
        "aws account enable-region --region-name ap-southeast-5 --profile keys",
        words=("-p", "keys", "-r", "ap-southeast-5"),
        faults=("account:region-off=ap-southeast-5",),
    ),
    "logging": Case(
        "logging",
        "--region us-east-1 --logging-config "
        """'{"s3Config": {"bucketName": "BUCKET"}}' --profile keys""",
        faults=("account:logging=off",),
    ),
    "trail": Case(
        "trail",
        "aws cloudtrail create-trail --name TRAIL --s3-bucket-name BUCKET "
        "--is-multi-region-trail --region us-east-1 --profile keys and then aws "
        "cloudtrail start-logging --name TRAIL --region us-east-1 --profile keys",
        faults=("account:trail=off",),
    ),
    "alarms": Case(
        "alarms",
        "--comparison-operator GreaterThanOrEqualToThreshold --region us-east-1 "
        "--profile keys",
        faults=("account:alarms=0",),
    ),
    "guardrails": Case(
        "guardrails",
        "Bedrock console, Guardrails, Create guardrail, in us-east-1.",
        faults=("account:guardrails=0",),
    ),
    "probe": Case(
        "streaming",
        f"bedrock-tui doctor -t {PRO}@us-east-1 --probe --profile keys, or p on the "
        "Access screen.",
        words=("-p", "keys", "-t", PRO),
        faults=("account:deny=iam:SimulatePrincipalPolicy",),
    ),
    "policy": Case(
        "streaming",
        f"bedrock-tui policy -t {PRO}@us-east-1 --profile keys prints one.",
        words=("-p", "keys", "-t", PRO),
        faults=("account:deny=bedrock:InvokeModelWithResponseStream",),
    ),
    "expired keys": Case(
        "model",
        "Put new keys into [keys] of ~/.aws/credentials.",
        words=("-p", "keys", "-t", MICRO, "--probe"),
        faults=(":expired-token",),
    ),
    "denied by the organisation": Case(
        "region",
        "",
        faults=("account:scp=bedrock:ListFoundationModels",),
    ),
    "guardrails denied by the organisation": Case(
        "guardrails",
        "no policy of yours can lift that",
        faults=("account:scp=bedrock:ListGuardrails",),
    ),
    "letters swapped": Case(
        "region",
        "Perhaps us-east-1 was meant: aws configure set region us-east-1 --profile "
        "keys. Or was it",
        config=PLACED.replace("us-east-1", "us-esat-1"),
    ),
    "letters swapped in a variable": Case(
        "region",
        "Perhaps us-east-1 was meant: export AWS_REGION=us-east-1.",
        env={"AWS_REGION": "us-esat-1"},
    ),
    "letters swapped in an option": Case(
        "region",
        "Perhaps us-east-1 was meant: --region us-east-1, or R on the Access screen.",
        words=("-p", "keys", "-r", "us-esat-1"),
    ),
    "letters swapped in a target": Case(
        "region",
        "Perhaps us-east-1 was meant: write @us-east-1 behind the id.",
        words=("-p", "keys", "-t", f"{MICRO}@us-esat-1"),
    ),
    "half a key beside others": Case(
        "credentials",
        "Set AWS_ACCESS_KEY_ID too, or unset AWS_SECRET_ACCESS_KEY.",
        words=("-r", "us-east-1"),
        config=f"[default]\n{KEYS}",
        env={"AWS_SECRET_ACCESS_KEY": SECRET},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_commands_are_whole_and_for_the_profile_in_force(
    name: str, run: Run, home: Home
) -> None:
    case = CASES[name]
    home.write(config=case.config, credentials=KEYED)
    with Sandbox(case.faults) as sandbox:
        home.set({"AWS_ENDPOINT_URL": sandbox.url, **case.env})
        _, found = told(run, *case.words)
    assert case.remedy in found[case.row]["remedy"]


def test_a_profile_that_does_not_exist_is_no_credentials_beside_an_api_key(
    run: Run, home: Home
) -> None:
    home.set({"AWS_BEARER_TOKEN_BEDROCK": f"bedrock-api-key-{HUSH}"})
    for words in ((), ("-r", "us-east-1")):
        code, found = told(run, "-p", "nosuch", *words)
        assert code == 3
        assert found["credentials"]["detail"].startswith("AWS profile not found")


def test_the_broken_file_is_named_with_its_line(run: Run, home: Home) -> None:
    home.write(config=PLACED)
    broken = home.path / "broken"
    broken.write_text(f"[keys]\naws_access_key_id = x\n{HUSH}\n")
    home.set({"AWS_SHARED_CREDENTIALS_FILE": str(broken)})
    code, found = told(run, "-p", "keys")
    check = found["credentials"]
    assert code == 3
    assert check["detail"].startswith("The AWS credentials file is unreadable")
    remedy = "Correct line 3 of ~/broken, which AWS_SHARED_CREDENTIALS_FILE names."
    assert check["remedy"] == remedy
    assert found["identity"]["region"] == "us-east-1"
    assert HUSH not in json.dumps(found)


def test_files_in_other_places_are_told(run: Run, home: Home, sandbox: Sandbox) -> None:
    home.set({"AWS_SHARED_CREDENTIALS_FILE": "/x", "AWS_ENDPOINT_URL": sandbox.url})
    _, found = told(run)
    override = {"name": "AWS_SHARED_CREDENTIALS_FILE", "value": "/x"}
    assert override in found["identity"]["overrides"]


def test_a_missing_ca_bundle_is_named(run: Run, home: Home, sandbox: Sandbox) -> None:
    home.set({**ENV_KEYS, **speak_tls(sandbox, home.path), "AWS_REGION": "us-east-1"})
    home.set({"AWS_CA_BUNDLE": "/nonexistent/ca.pem"})
    code, found = told(run)
    assert code == 1
    check = found["catalogue"]
    assert check["detail"].startswith("The CA bundle is missing")
    mend = "Correct or unset AWS_CA_BUNDLE (/nonexistent/ca.pem): there is no such file"
    assert check["remedy"].startswith(mend)


def test_an_endpoint_that_is_no_web_address_is_told_as_such(
    run: Run, home: Home
) -> None:
    home.set({**ENV_KEYS, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "ftp://x"})
    code, found = told(run)
    assert code == 1
    assert found["catalogue"]["detail"].startswith("The endpoint is not an address")
    assert "http:// or https:// with a host" in found["catalogue"]["remedy"]


@pytest.mark.parametrize("profile", ["keys", "role"])
def test_without_a_network_one_row_fails_and_the_others_point_to_it(
    profile: str, run: Run, home: Home
) -> None:
    role = "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = keys\n"
    home.write(config=f"{PLACED}{role}", credentials=KEYED)
    home.set({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    code, found = told(run, "-p", profile, "-r", "us-east-1", "-t", MICRO)
    assert code == 1
    failed = [each["id"] for each in found["checks"] if each["status"] == "fail"]
    assert failed == ["catalogue"]
    assert found["catalogue"]["remedy"].endswith("or unset AWS_ENDPOINT_URL.")
    for row in ("credentials", "region", "model", "logging", "trail", "guardrails"):
        assert found[row]["status"] == "unknown"
        assert found[row]["detail"].endswith('see "Models can be listed".')
        assert found[row]["remedy"] == ""
    text = run("doctor", "-p", profile, "-r", "us-east-1").stdout
    assert text.count("start the server there") <= 2  # a check, and a permission


def test_a_region_that_cannot_be_one_is_the_one_row_that_fails(
    run: Run, home: Home, sandbox: Sandbox
) -> None:
    config = PLACED.replace("us-east-1", "us east 1")
    home.write(config=config, credentials=KEYED)
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    code, found = told(run, "-p", "keys")
    assert code == 1
    assert found["credentials"]["status"] == "pass"
    assert found["region"]["detail"] == "'us east 1' is no region's name."
    assert (
        "aws configure set region us-east-1 --profile keys" in found["region"]["remedy"]
    )
    failed = [each["id"] for each in found["checks"] if each["status"] == "fail"]
    assert failed == ["region"]


def test_what_a_process_said_is_told_once_without_what_may_be_secret(
    run: Run, home: Home, sandbox: Sandbox
) -> None:
    secret = f"wJal{HUSH}UtnFEMIK7MDENGbPxRfiCYKEY00000"
    home.write(config=FAILING.format(secret))
    home.set({**speak_tls(sandbox, home.path), "AWS_BEARER_TOKEN_BEDROCK": "x"})
    code, found = told(run, "-p", "dev")
    assert code == 3
    assert HUSH not in json.dumps(found)
    assert "custom-process: token=[hidden] [hidden]" in found["credentials"]["detail"]
    see = 'The credential process failed, see "Credentials found and valid".'
    for row in ("region", "catalogue", "logging", "guardrails"):
        assert found[row]["detail"] == see


def test_each_target_has_its_own_remedy_and_name(
    run: Run, home: Home, sandbox: Sandbox
) -> None:
    home.set({**ENV_KEYS, "AWS_REGION": "us-east-1"})
    faults = (f"{MICRO}:retired", f"{PRO}:legacy")
    targets = [word for each in (MICRO, LITE, PRO) for word in ("-t", each)]
    with Sandbox(faults) as failing:
        home.set({"AWS_ENDPOINT_URL": failing.url})
        _, found = told(run, *targets, "--probe")
    for row in ("model", "streaming"):
        assert f"{MICRO}@us-east-1: The model has been retired" in found[row]["detail"]
        assert f"{MICRO}@us-east-1: Choose its successor" in found[row]["remedy"]
        assert f"{PRO}@us-east-1: " in found[row]["remedy"]


@pytest.mark.parametrize(
    ("token", "words", "renews", "expired"),
    [
        (sso_token(EARLIER), ", expired", False, True),
        (sso_token(LATER + timedelta(days=1), renews=True), "", False, False),
    ],
)
def test_ends_say_whether_they_are_over_and_renew_themselves(
    token: dict[str, str],
    words: str,
    renews: bool,
    expired: bool,
    run: Run,
    home: Home,
) -> None:
    home.write(config=OLD_SSO)
    home.sign_in(token, START_URL)
    home.set({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    _, found = told(run, "-p", "dev", "-r", "us-east-1")
    (sign_in,) = found["identity"]["expiries"]
    assert (sign_in["renews"], sign_in["expired"]) == (renews, expired)
    text = run("doctor", "-p", "dev", "-r", "us-east-1").stdout
    line = next(line for line in text.splitlines() if "sign-in: " in line)
    assert line.endswith(f"UTC{words}")
