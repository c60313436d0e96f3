"""The situations that people get stuck in, and what mends each: one table."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bedrock_tui.sandbox.server import Sandbox
from tests.aws.people import (
    EARLIER,
    ENV_KEYS,
    HUSH,
    KEY_ID,
    LATER,
    MFA,
    OLD_SSO,
    SECRET,
    SSO,
    START_URL,
    TOKEN,
    Home,
    home,
    services,
    speak_tls,
    sso_token,
    stamp,
    sts,
)
from tests.support import PRO

__all__ = ["SITUATIONS", "Situation", "Stage", "home", "services", "stage"]

CREDENTIALS = "Credentials found and valid"
STREAMING = "Streaming permitted"
QUESTION = "AWS profile dev: Enter MFA code for arn:aws:iam::111122223333:mfa/ana:"
API_KEY = {"AWS_BEARER_TOKEN_BEDROCK": f"bedrock-api-key-{HUSH}"}
SESSION_KEYS = {
    "AWS_ACCESS_KEY_ID": f"ASIA{HUSH}SESSION1",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_SESSION_TOKEN": TOKEN,
}
PROCESS = "[profile dev]\ncredential_process = {}\n"
NOBODY = (
    "Set up a sign-in with aws configure sso{0} and run aws sso login{0}, or enter "
    "access keys with aws configure{0}. Or choose another AWS profile, or set "
    "AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key (good for Bedrock only)."
)
NEW_KEYS = (
    "Export new session keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
    "AWS_SESSION_TOKEN), or unset them to use an AWS profile."
)
CLOSED = "http://127.0.0.1:9"
NO_SERVER = (
    f"Nothing answers at {CLOSED} on this computer: start the server there, or unset "
    "AWS_ENDPOINT_URL."
)
ROLE = (
    "[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n"
    "source_profile = dev\n"
)
NAME = "AWSReservedSSO_Developer_0123456789abcdef"
BY_ROLE = f"arn:aws:sts::111122223333:assumed-role/{NAME}/sandbox."
STREAM = "bedrock:InvokeModelWithResponseStream"


@dataclass
class Stage:
    """Somebody's computer and the services it reaches."""

    home: Home
    sandbox: Sandbox
    free: Callable[[], object] = lambda: None
    """Lets come what is waited for."""


SAME = ("", "")
"""Beside the identity stands what the row says."""
World = Callable[[Stage], AbstractContextManager[object]]


@contextmanager
def over_https(stage: Stage) -> Iterator[None]:
    """Bedrock behind TLS, under an authority of its own."""
    stage.home.set(speak_tls(stage.sandbox, stage.home.path))
    yield


@contextmanager
def slow_process(stage: Stage) -> Iterator[None]:
    """A credential process that takes as long as the test likes."""
    keys = process_keys(LATER)
    folder = stage.home.path
    (folder / "keys.json").write_text(json.dumps(keys))
    held = folder / "held"
    held.touch()
    script = f"while [ -e {held} ]; do sleep 0.05; done; cat {folder}/keys.json\n"
    (folder / "slow.sh").write_text(script)
    stage.home.write(config=PROCESS.format(f"/bin/sh {folder}/slow.sh"))
    stage.free = lambda: held.unlink(missing_ok=True)
    try:
        yield
    finally:
        stage.free()


@contextmanager
def expired_process(stage: Stage) -> Iterator[None]:
    """A credential process that returns the keys of yesterday."""
    keys = process_keys(EARLIER)
    (stage.home.path / "keys.json").write_text(json.dumps(keys))
    stage.home.write(config=PROCESS.format(f"cat {stage.home.path}/keys.json"))
    yield


def process_keys(ends: datetime) -> dict[str, object]:
    """What a credential process prints."""
    return {
        "Version": 1,
        "AccessKeyId": f"ASIA{HUSH}PROCESS1",
        "SecretAccessKey": SECRET,
        "SessionToken": TOKEN,
        "Expiration": stamp(ends),
    }


@contextmanager
def silent_metadata(stage: Stage) -> Iterator[None]:
    """Instance metadata that takes a connection and never says a word."""
    stage.home.patch.delenv("AWS_EC2_METADATA_DISABLED")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        stage.home.set(
            {
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": address,
                "AWS_METADATA_SERVICE_TIMEOUT": "60",
            }
        )
        stage.free = silent.close
        yield


@dataclass(frozen=True)
class Situation:
    """How things are set up, and what is to be read of it everywhere."""

    title: str
    """How the row begins to tell what is the matter."""
    fix: str
    """What mends it, whole; empty where there is nothing to mend."""
    message: str = ""
    """How it goes on after a colon, where that names what is to be mended."""
    code: int = 3
    """How the doctor exits."""
    row: str = CREDENTIALS
    """The check, or the action of the permission, that tells it."""
    sign: str = "✗"
    who: tuple[str, str] | None = SAME
    """Title and fix that stand beside the identity; None where it is known."""
    also: tuple[str, ...] = ()
    """Other rows, sign and title."""
    may: tuple[tuple[str, str], ...] = ()
    """Actions, and what tells or refuses each."""
    config: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    token: str = ""
    """Whose expired SSO token is in the cache."""
    options: tuple[str, ...] = ()
    typed: str | None = None
    """The MFA code that is typed when it is asked for; empty to give none."""
    world: World = nullcontext
    waits: bool = False
    """Whether the answer is held back until the stage is told to let it come."""


SITUATIONS = {
    "nobody": Situation(
        "No AWS credentials found",
        NOBODY.format(""),
    ),
    "wrong-profile": Situation(
        "AWS profile not found",
        "Run aws configure list-profiles and choose one it names; in ~/.aws/config "
        "its section must read [profile NAME].",
        message="The config profile (nope) could not be found",
        env={"AWS_PROFILE": "nope"},
    ),
    "broken-config": Situation(
        "The AWS config file is unreadable",
        "Correct line 1 of ~/.aws/config.",
        message="Unable to parse config file: /",
        config=f"[profile dev\nsecret = {HUSH}\n",
    ),
    "half-a-key": Situation(
        "The credentials are incomplete",
        "Set the part that the message names, next to the one that is there, or "
        "remove both and sign in.",
        message="Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
        env={"AWS_ACCESS_KEY_ID": KEY_ID},
    ),
    "other-half-of-a-key": Situation(
        "The credentials are incomplete",
        "Set the part that the message names, next to the one that is there, or "
        "remove both and sign in.",
        message="Partial credentials found in env, missing: AWS_ACCESS_KEY_ID",
        env={"AWS_SECRET_ACCESS_KEY": SECRET},
    ),
    "end-is-no-date": Situation(
        "The end of the keys is not a date",
        "Correct AWS_CREDENTIAL_EXPIRATION (ISO 8601, such as 2027-01-31T18:00:00Z), "
        "or unset it.",
        message="AWS_CREDENTIAL_EXPIRATION is 'tomorrow'.",
        env={**SESSION_KEYS, "AWS_CREDENTIAL_EXPIRATION": "tomorrow"},
    ),
    "expired-environment": Situation(
        "Your credentials have expired",
        NEW_KEYS,
        env={
            **ENV_KEYS,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_CREDENTIAL_EXPIRATION": stamp(EARLIER),
        },
    ),
    "sso-never": Situation(
        "Not signed in to IAM Identity Center",
        "Run aws sso login --profile dev.",
        config=SSO,
        profile="dev",
    ),
    "sso-expired": Situation(
        "The SSO session has expired",
        "Run aws sso login --profile dev.",
        config=SSO,
        profile="dev",
        token="corp",
    ),
    "old-sso-expired": Situation(
        "The SSO session has expired",
        "Run aws sso login --profile dev.",
        config=OLD_SSO,
        profile="dev",
        token=START_URL,
    ),
    "role-behind-sso": Situation(
        "Not signed in to IAM Identity Center",
        "Run aws sso login --profile dev.",
        config=SSO + ROLE,
        profile="admin",
    ),
    "half-sso": Situation(
        "The SSO profile is incomplete",
        "Run aws configure sso --profile dev, or add both to ~/.aws/config.",
        message="The AWS profile dev lacks sso_account_id and sso_role_name.",
        config="[profile dev]\nsso_session = corp\n",
        profile="dev",
    ),
    "credentials-elsewhere": Situation(
        "No AWS credentials found",
        NOBODY.format(" --profile dev"),
        message="nor /proc/nowhere (AWS_SHARED_CREDENTIALS_FILE), which is not there,",
        config="[profile dev]\nregion = us-east-1\n",
        env={"AWS_SHARED_CREDENTIALS_FILE": "/proc/nowhere"},
        profile="dev",
    ),
    "nothing-answers": Situation(
        "The service was not reached",
        NO_SERVER,
        code=1,
        row="Models can be listed",
        also=(
            "? Credentials found and valid",
            "? Region enabled",
            "? Guardrails present",
        ),
        env={**SESSION_KEYS, "AWS_ENDPOINT_URL": CLOSED},
    ),
    "nothing-answers-a-role": Situation(
        "The service was not reached",
        NO_SERVER,
        code=1,
        row="Models can be listed",
        also=(
            "? Credentials found and valid",
            "? Region enabled",
        ),
        config=MFA.replace("mfa_serial", "#"),
        env={"AWS_ENDPOINT_URL": CLOSED},
        profile="dev",
    ),
    "process-fails": Situation(
        "The credential process failed",
        "Run the credential_process of the AWS profile dev by hand; what it said is "
        "in the message.",
        message="ZeroDivisionError: division by zero",
        config=PROCESS.format(f"{sys.executable} -c 1/0 {HUSH}"),
        profile="dev",
    ),
    "process-missing": Situation(
        "The credential process is missing",
        "Install it, or correct credential_process of the AWS profile in "
        "~/.aws/config.",
        message="[Errno 2] No such file or directory: '/no/such/vault'",
        config=PROCESS.format(f"/no/such/vault --pass {HUSH}"),
        profile="dev",
    ),
    "process-expired": Situation(
        "Your credentials have expired",
        "The credential_process of the AWS profile dev returns keys that have "
        "expired: run it by hand, or sign in where it gets them.",
        profile="dev",
        world=expired_process,
    ),
    "process-slow": Situation(
        f"A credential process, valid for {BY_ROLE}",
        "",
        code=0,
        sign="✓",
        who=None,
        profile="dev",
        world=slow_process,
        waits=True,
    ),
    "mfa": Situation(
        "An assumed role, valid for arn:aws:sts::444455556666:assumed-role/Admin/s.",
        "",
        code=0,
        sign="✓",
        who=None,
        config=MFA,
        profile="dev",
        typed="123456",
    ),
    "mfa-wrong-code": Situation(
        "The MFA code was not accepted",
        "Wait for the device's next code (each is good once), look again and enter it.",
        config=MFA,
        profile="dev",
        typed="654321",
    ),
    "mfa-no-code": Situation(
        "No MFA code was given",
        "Look again (r on the Access screen, or run it again) and enter the code.",
        config=MFA,
        profile="dev",
        typed="",
    ),
    "silent-metadata": Situation(
        "No AWS credentials found",
        NOBODY.format(""),
        world=silent_metadata,
        waits=True,
    ),
    "api-key-over-https": Situation(
        "Bedrock accepts the API key; whose it is, it tells no one.",
        "",
        code=0,
        sign="✓",
        who=(
            "Who you are is not known",
            "The key is good for Bedrock alone. To see account and role, choose an "
            "AWS profile or sign in beside it.",
        ),
        also=("✓ Models can be listed", "✓ Encrypted connection"),
        env=API_KEY,
        world=over_https,
    ),
    "api-key-over-http": Situation(
        "API keys need an HTTPS endpoint",
        "Use https:// in AWS_ENDPOINT_URL, or unset AWS_BEARER_TOKEN_BEDROCK for "
        "this endpoint.",
        who=("Who you are is not known", ""),
        also=("– Models can be listed", "– Region enabled"),
        env=API_KEY,
    ),
    "empty-api-key": Situation(
        "AWS_BEARER_TOKEN_BEDROCK is set but empty: every Bedrock call fails.",
        "Unset it: unset AWS_BEARER_TOKEN_BEDROCK",
        who=(
            "The Bedrock API key is empty",
            "Run unset AWS_BEARER_TOKEN_BEDROCK, or set it to a Bedrock API key.",
        ),
        env={"AWS_BEARER_TOKEN_BEDROCK": ""},
    ),
    "sts-refuses": Situation(
        "Key not valid, or region not enabled",
        "If aws sts get-caller-identity tells who you are, enable the region "
        "us-east-1 for the account (opt-in regions are off at first); otherwise the "
        "access key was deleted or mistyped: sign in again.",
        env={**ENV_KEYS, "AWS_ACCESS_KEY_ID": "INVALID"},
    ),
    "sts-says-expired": Situation(
        "Your credentials have expired",
        NEW_KEYS,
        env={**ENV_KEYS, "AWS_ACCESS_KEY_ID": "EXPIRED"},
    ),
    "simulation-refused": Situation(
        "You may not ask IAM (iam:SimulatePrincipalPolicy). Only a call tells, and it "
        "costs a token of output.",
        f"To have it made: bedrock-tui doctor -t {PRO}@us-east-1 --probe, or p on the "
        "Access screen.",
        code=0,
        row=STREAMING,
        sign="?",
        who=None,
        also=("✓ Credentials found and valid", "✓ Models can be listed"),
        may=(
            ("bedrock:ListFoundationModels", "probed"),
            ("iam:SimulatePrincipalPolicy", "missing allow"),
        ),
        env=SESSION_KEYS,
        options=("account:deny=iam:SimulatePrincipalPolicy",),
    ),
    "no-policy-allows": Situation(
        "No policy of the role or user allows it.",
        "Have it allowed in a policy of your user or role. bedrock-tui policy -t "
        f"{PRO}@us-east-1 prints one.",
        code=1,
        row=STREAMING,
        who=None,
        also=("✓ Credentials found and valid", "✓ Models can be listed"),
        may=((STREAM, "missing allow"),),
        env=SESSION_KEYS,
        options=(f"account:deny={STREAM}",),
    ),
    "scp-denies-listing": Situation(
        "Your organisation denies this",
        "A service control policy denies it and no policy of yours can lift that: ask "
        "the administrator of the AWS organisation to except "
        "bedrock:ListFoundationModels, or use another region or inference profile. The "
        "policy is arn:aws:organizations::444455556666:policy/o-exampleorg/"
        "service_control_policy/p-examplescp.",
        code=1,
        row="Models can be listed",
        who=None,
        also=("✓ Credentials found and valid", "✓ Region enabled"),
        may=(("bedrock:ListFoundationModels", "service control policy"),),
        env=SESSION_KEYS,
        options=("account:scp=bedrock:ListFoundationModels",),
    ),
    "scp-denies-streaming": Situation(
        "The AWS organisation does not allow it.",
        "No policy of yours can lift that: ask the administrator of the AWS "
        "organisation, or use another region or inference profile.",
        code=1,
        row=STREAMING,
        who=None,
        also=("✓ Credentials found and valid", "✓ Models can be listed"),
        may=((STREAM, "service control policy"),),
        env=SESSION_KEYS,
        options=(f"account:scp={STREAM}",),
    ),
    "all-allowed": Situation(
        f"Environment variables, valid for {BY_ROLE}",
        "",
        code=0,
        sign="✓",
        who=None,
        also=("✓ Models can be listed", "✓ Streaming permitted"),
        may=((STREAM, "simulated"),),
        env=SESSION_KEYS,
    ),
}


@pytest.fixture
def stage(name: str, home: Home, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The situation of that name, set up around the person who sits in it."""
    situation = SITUATIONS[name]
    home.write(config=situation.config)
    if situation.token:
        home.sign_in(sso_token(EARLIER), situation.token)
    if situation.typed is not None:
        request.getfixturevalue("services").answers["/"] = sts
    with Sandbox(situation.options) as sandbox:
        home.set({"AWS_ENDPOINT_URL": sandbox.url, **situation.env})
        made = Stage(home, sandbox)
        with situation.world(made):
            yield made
