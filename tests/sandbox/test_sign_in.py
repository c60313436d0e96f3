"""Signing in through IAM Identity Center, as a program does it without the CLI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from hashlib import sha1
from pathlib import Path

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from bedrock_tui.sandbox.logins import INTERVAL
from bedrock_tui.sandbox.server import Sandbox
from tests.sandbox.conftest import refused

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
PORTAL = "https://d-example.awsapps.com/start"
PROFILE = f"""
[profile dev]
region = us-east-1
sso_session = work
sso_account_id = 111122223333
sso_role_name = Developer

[sso-session work]
sso_region = us-east-1
sso_start_url = {PORTAL}
"""
WHO = """
import boto3
client = boto3.Session(profile_name="dev").client("sts")
print(client.get_caller_identity()["Account"])
"""


def oidc(sandbox):
    return boto3.client(
        "sso-oidc",
        region_name="us-east-1",
        endpoint_url=sandbox.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )


def portal(sandbox):
    return boto3.client(
        "sso",
        region_name="us-east-1",
        endpoint_url=sandbox.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )


def begun(client):
    """What the next questions need, and what the person is shown."""
    made = client.register_client(clientName="test", clientType="public")
    who = {name: made[name] for name in ("clientId", "clientSecret")}
    shown = client.start_device_authorization(**who, startUrl=PORTAL)
    asked = {**who, "grantType": GRANT, "deviceCode": shown["deviceCode"]}
    return asked, shown


def wait():
    time.sleep(INTERVAL + 0.02)


def keys(sandbox, token, account="111122223333", role="Developer"):
    return portal(sandbox).get_role_credentials(
        accessToken=token, accountId=account, roleName=role
    )["roleCredentials"]


def test_a_device_is_pending_then_slowed_then_signed_in(sandbox):
    client = oidc(sandbox)
    asked, shown = begun(client)
    assert shown["verificationUriComplete"].startswith(f"{PORTAL}/#/device?user_code=")
    assert shown["verificationUriComplete"].endswith(shown["userCode"])
    assert (shown["interval"], shown["expiresIn"]) == (1, 600)
    assert refused(client.create_token, **asked)[:2] == (
        "AuthorizationPendingException",
        400,
    )
    assert refused(client.create_token, **asked)[0] == "SlowDownException"
    wait()
    token = client.create_token(**asked)
    assert (token["tokenType"], token["expiresIn"]) == ("Bearer", 28_800)
    assert "Authorization" not in sandbox.requests[-1].headers
    found = keys(sandbox, token["accessToken"])
    assert found["accessKeyId"].startswith("ASIA")
    assert 3500 < found["expiration"] / 1000 - time.time() <= 3600


def test_the_error_is_also_in_the_body_as_oauth_has_it(sandbox):
    client = oidc(sandbox)
    asked, _ = begun(client)
    with pytest.raises(client.exceptions.AuthorizationPendingException) as error:
        client.create_token(**asked)
    assert error.value.response["error"] == "authorization_pending"
    assert error.value.response["error_description"] == "Authorization is still pending"


def test_a_device_code_is_good_once(sandbox):
    client = oidc(sandbox)
    asked, _ = begun(client)
    refused(client.create_token, **asked)
    wait()
    client.create_token(**asked)
    assert refused(client.create_token, **asked)[0] == "InvalidGrantException"


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("expired", "ExpiredTokenException"),
        ("denied", "AccessDeniedException"),
        ("never", "AuthorizationPendingException"),
    ],
)
def test_a_sign_in_can_end_otherwise(account, outcome, code):
    client = oidc(account(f"sign-in={outcome}").sandbox)
    asked, _ = begun(client)
    first = refused(client.create_token, **asked)
    assert first[0] == "AuthorizationPendingException"
    wait()
    assert refused(client.create_token, **asked)[0] == code


def test_a_refresh_token_renews_a_sign_in(sandbox):
    client = oidc(sandbox)
    asked, _ = begun(client)
    refused(client.create_token, **asked)
    wait()
    token = client.create_token(**asked)
    renewal = asked | {
        "grantType": "refresh_token",
        "refreshToken": token["refreshToken"],
    }
    again = client.create_token(**renewal)
    assert again["accessToken"] != token["accessToken"]
    wrong = refused(client.create_token, **renewal | {"refreshToken": "mine"})
    assert wrong[0] == "InvalidGrantException"


def test_other_grants_and_missing_members_are_refused(sandbox):
    client = oidc(sandbox)
    asked, _ = begun(client)
    other = refused(client.create_token, **asked | {"grantType": "password"})
    assert other[0] == "UnsupportedGrantTypeException"
    empty = refused(client.register_client, clientName="", clientType="public")
    assert empty[0] == "InvalidRequestException"


def test_keys_need_a_good_token_and_the_right_role(sandbox):
    ask = portal(sandbox).get_role_credentials
    right = {"accountId": "111122223333", "roleName": "Developer"}
    found = refused(ask, accessToken="EXPIRED", **right)
    assert found == (
        "UnauthorizedException",
        401,
        "Session token not found or invalid",
    )
    other = refused(ask, accessToken="good", accountId="1" * 12, roleName="Developer")
    assert other == ("ForbiddenException", 403, "No access")


def test_keys_of_a_sign_in_end(account):
    client = account("session=1")
    found = keys(client.sandbox, "good")
    with_keys = client("sts", key=found["accessKeyId"])
    assert with_keys.get_caller_identity()["Account"]
    time.sleep(1.05)
    assert refused(with_keys.get_caller_identity)[:2] == ("ExpiredToken", 403)
    bedrock = client("bedrock", key=found["accessKeyId"])
    assert refused(bedrock.list_foundation_models)[0] == "ExpiredTokenException"


def test_signing_in_can_hang_too(account):
    client = account("hang=sso-oidc")
    waiting = boto3.client(
        "sso-oidc",
        region_name="us-east-1",
        endpoint_url=client.sandbox.url,
        config=Config(
            signature_version=UNSIGNED,
            retries={"total_max_attempts": 1},
            read_timeout=0.2,
        ),
    )
    with pytest.raises(Exception, match="Read timeout"):
        waiting.register_client(clientName="test", clientType="public")


def test_a_profile_of_botocore_signs_in_with_its_cached_token(tmp_path: Path):
    """The whole chain: profile, token cache, GetRoleCredentials, a signed call.

    In a process of its own, for botocore settles where the cache is when imported.
    """
    (tmp_path / "config").write_text(PROFILE)
    cache = tmp_path / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    name = sha1(b"work", usedforsecurity=False).hexdigest()
    token = {"accessToken": "good", "expiresAt": "2099-01-01T00:00:00Z"}
    (cache / f"{name}.json").write_text(json.dumps(token))
    with Sandbox() as running:
        places = {
            "HOME": str(tmp_path),
            "AWS_CONFIG_FILE": str(tmp_path / "config"),
            "AWS_ENDPOINT_URL": running.url,
        }
        run = subprocess.run(
            [sys.executable, "-c", WHO], env=os.environ | places, capture_output=True
        )
        paths = [seen.path for seen in running.requests]
    assert run.stdout.strip() == b"111122223333", run.stderr
    assert paths == ["/federation/credentials", "/"]
