"""What the Access screen says in every situation that people get stuck in."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path

import pytest

from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Flags, resolve
from bedrock_tui.ui.app import BedrockTui
from tests.ui.conftest import Desk

START = "https://example.awsapps.com/start"
SSO = (
    "[profile dev]\nsso_session = work\nsso_account_id = 111122223333\n"
    "sso_role_name = Developer\n[sso-session work]\nsso_region = us-east-1\n"
    f"sso_start_url = {START}\nsso_registration_scopes = sso:account:access\n"
)
OLD_SSO = (
    f"[profile dev]\nsso_start_url = {START}\nsso_region = us-east-1\n"
    "sso_account_id = 111122223333\nsso_role_name = Developer\n"
)
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
LONG_AGO = "2020-01-01T00:00:00Z"


@dataclass(frozen=True)
class Situation:
    """How things are set up, and what is to be read on the screen."""

    says: tuple[str, ...]
    config: str = ""
    env: dict[str, str] = field(default_factory=dict)
    profile: str | None = None
    token: str = ""
    """Whose expired SSO token is in the cache."""
    options: tuple[str, ...] = ()


SITUATIONS = {
    "nobody": Situation(("No AWS credentials found", "aws sso login")),
    "wrong-profile": Situation(
        ("AWS profile not found", "aws configure list-profiles"), profile="nope"
    ),
    "broken-config": Situation(
        ("The AWS config file is unreadable", "AWS_CONFIG_FILE"),
        config="[profile dev\nregion = x\n",
    ),
    "half-a-key": Situation(
        ("AWS_SECRET_ACCESS_KEY",), env={"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}
    ),
    "expired-environment": Situation(
        ("expired",), env={**KEYS, "AWS_CREDENTIAL_EXPIRATION": LONG_AGO}
    ),
    "sso-never": Situation(
        ("Not signed in to IAM Identity Center", "aws sso login --profile dev"),
        config=SSO,
        profile="dev",
    ),
    "sso-expired": Situation(
        ("The SSO session has expired", "aws sso login --profile dev"),
        config=SSO,
        profile="dev",
        token="work",
    ),
    "old-sso-expired": Situation(
        ("The SSO session has expired", "aws sso login --profile dev"),
        config=OLD_SSO,
        profile="dev",
        token=START,
    ),
    "process-fails": Situation(
        ("credential",),
        config="[profile dev]\ncredential_process = /bin/false\n",
        profile="dev",
    ),
    "process-missing": Situation(
        ("credential",),
        config="[profile dev]\ncredential_process = /nowhere/tool\n",
        profile="dev",
    ),
    "silent-metadata": Situation(
        ("No AWS credentials found",),
        env={
            "AWS_EC2_METADATA_DISABLED": "false",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9",
        },
    ),
    "api-key-over-http": Situation(
        ("Who you are is not known", "choose an AWS profile", "✗ Models can be listed"),
        env={"AWS_BEARER_TOKEN_BEDROCK": "abc"},
    ),
    "empty-api-key": Situation(
        ("set but empty", "unset AWS_BEARER_TOKEN_BEDROCK"),
        env={"AWS_BEARER_TOKEN_BEDROCK": ""},
    ),
    "sts-refuses": Situation(
        ("Key not valid, or region not enabled", "sign in again"),
        env={**KEYS, "AWS_ACCESS_KEY_ID": "INVALID"},
    ),
    "simulation-refused": Situation(
        ("bedrock:ListFoundationModels · probed",),
        env=KEYS,
        options=("account:deny=iam:SimulatePrincipalPolicy",),
    ),
    "denied-by-scp": Situation(
        ("✗ Streaming permitted", "service control policy"),
        env=KEYS,
        options=("account:scp=bedrock:InvokeModelWithResponseStream",),
    ),
    "all-allowed": Situation(
        ("✓ Streaming permitted", "✓ Credentials found and valid"), env=KEYS
    ),
}


def prepare(home: Path, situation: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / ".aws"
    cache = folder / "sso" / "cache"
    cache.mkdir(parents=True)
    (folder / "config").write_text(situation.config)
    for owner in ("credentials.SSOProvider", "tokens.SSOTokenProvider"):
        monkeypatch.setattr(f"botocore.{owner}._SSO_TOKEN_CACHE_DIR", str(cache))
    if situation.token:
        name = sha1(situation.token.encode(), usedforsecurity=False).hexdigest()
        token = {"startUrl": START, "accessToken": "t", "expiresAt": LONG_AGO}
        (cache / f"{name}.json").write_text(json.dumps(token))
    for name, value in situation.env.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("name", SITUATIONS)
async def test_the_screen_says_what_is_wrong_and_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    situation = SITUATIONS[name]
    prepare(tmp_path / "home", situation, monkeypatch)
    with Sandbox(situation.options) as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
        flags = Flags(
            aws_profile=situation.profile,
            region="us-east-1",
            database=tmp_path / "calls.db",
        )
        bench = Workbench(resolve(flags, os.environ))
        app = BedrockTui(bench, ("amazon.nova-pro-v1:0@us-east-1",))
        try:
            async with app.run_test(size=(160, 60), notifications=True) as pilot:
                desk = Desk(app, pilot, bench, sandbox)
                await desk.until(lambda: desk.compare.opened)
                await desk.pilot.press("f2")
                for text in situation.says:
                    await desk.until_seen(text, 20)
        finally:
            assert bench.close()
