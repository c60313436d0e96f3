from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.aws import signin
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.identity import Identities
from bedrock_tui.core.identity import ExpiryKind
from bedrock_tui.errors import CallFailed
from tests.aws.people import (
    EARLIER,
    HUSH,
    KEYS,
    LATER,
    OLD_SSO,
    SSO,
    START_URL,
    Answer,
    Home,
    Services,
    home,
    services,
    sso_token,
)

__all__ = ["home", "services"]


def says(status: int = 200, **members: Any) -> Any:
    def answer(body: str) -> Answer:
        return status, json.dumps(members)

    return answer


def refuses(error: str) -> Any:
    """An error as the OIDC API gives it: botocore finds the class by this word."""
    return says(400, error=error, error_description="words", __type=error)


REGISTERED = says(
    clientId="client",
    clientSecret=f"client{HUSH}",
    clientSecretExpiresAt=int((LATER + timedelta(days=60)).timestamp()),
)
STARTED = says(
    deviceCode=f"device{HUSH}",
    userCode="ABCD-EFGH",
    verificationUri="https://device.sso.example/",
    verificationUriComplete="https://device.sso.example/?user_code=ABCD-EFGH",
    expiresIn=600,
    interval=1,
)
CONFIRMED = says(
    accessToken=f"access{HUSH}", expiresIn=3600, refreshToken=f"refresh{HUSH}"
)


@pytest.fixture
def oidc(services: Services) -> Services:
    services.answers |= {
        "/client/register": REGISTERED,
        "/device_authorization": STARTED,
        "/token": refuses("AuthorizationPendingException"),
    }
    return services


def test_a_person_signs_in_with_a_code(home: Home, oidc: Services) -> None:
    home.write(config=SSO)
    clients = Clients()
    identities = Identities(clients)
    where = {"aws_profile": "dev", "region": "", "region_source": ""}
    assert identities.resolve(**where).failure is not None
    pending = signin.begin("dev")
    assert pending.url == "https://device.sso.example/?user_code=ABCD-EFGH"
    assert pending.code == "ABCD-EFGH"
    assert pending.interval == 1
    left = pending.expires_at - datetime.now(UTC)
    assert timedelta(seconds=590) < left <= timedelta(seconds=600)
    assert HUSH not in repr(pending)
    assert not signin.poll(pending)
    assert not home.sso_cache.exists()
    oidc.answers["/token"] = CONFIRMED
    assert signin.poll(pending)
    clients.forget("dev")
    identity = identities.resolve(**where)
    assert identity.failure is None
    assert identity.key_id == "…EY99"
    (login,) = [each for each in identity.expiries if each.kind is ExpiryKind.LOGIN]
    assert login.renews
    assert login.at is not None
    assert login.at - datetime.now(UTC) <= timedelta(hours=1)


def test_the_token_is_kept_for_its_owner_only(home: Home, oidc: Services) -> None:
    home.write(config=SSO)
    file = home.sign_in(sso_token(EARLIER))
    file.chmod(0o644)
    oidc.answers["/token"] = CONFIRMED
    assert signin.poll(signin.begin("dev"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    token = json.loads(file.read_text())
    assert token["accessToken"] == f"access{HUSH}"
    assert token["refreshToken"] == f"refresh{HUSH}"
    assert (token["startUrl"], token["region"]) == (START_URL, "us-east-1")
    assert json.loads(oidc.bodies[0])["scopes"] == ["sso:account:access"]
    assert oidc.signed == ["", "", ""]


def test_an_old_profile_and_a_role_behind_one_sign_in_too(
    home: Home, oidc: Services
) -> None:
    role = "[profile admin]\nrole_arn = arn\nsource_profile = dev\n"
    home.write(config=OLD_SSO + role)
    oidc.answers["/token"] = says(accessToken=f"access{HUSH}", expiresIn=3600)
    assert signin.poll(signin.begin("admin"))
    (file,) = home.sso_cache.iterdir()
    assert file == home.sign_in(json.loads(file.read_text()), START_URL)
    assert "scopes" not in json.loads(oidc.bodies[0])
    assert "refreshToken" not in json.loads(file.read_text())


def test_scopes_of_the_session_are_asked_for(home: Home, oidc: Services) -> None:
    home.write(config=SSO + "sso_registration_scopes = a:b, c:d\n")
    home.set({"AWS_PROFILE": "dev"})
    signin.begin("")
    assert json.loads(oidc.bodies[0])["scopes"] == ["a:b", "c:d"]


def test_whoever_polls_too_fast_is_slowed_down(home: Home, oidc: Services) -> None:
    home.write(config=SSO)
    pending = signin.begin("dev")
    oidc.answers["/token"] = refuses("SlowDownException")
    assert not signin.poll(pending)
    assert pending.interval == 6


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("ExpiredTokenException", "The code has run out"),
        ("AccessDeniedException", "The sign-in was refused"),
    ],
)
def test_a_sign_in_may_come_to_nothing(
    home: Home, oidc: Services, error: str, title: str
) -> None:
    home.write(config=SSO)
    pending = signin.begin("dev")
    oidc.answers["/token"] = refuses(error)
    with pytest.raises(CallFailed) as caught:
        signin.poll(pending)
    assert caught.value.failure.code == error
    assert caught.value.failure.title == title
    assert HUSH not in repr(caught.value.failure)
    assert not home.sso_cache.exists()


@pytest.mark.parametrize(
    ("config", "profile"),
    [
        (f"[profile dev]\n{KEYS}", "dev"),
        ("[profile dev]\nsso_account_id = 1\nsso_role_name = x\n", "dev"),
        ("", "nope"),
        ("", ""),
    ],
)
def test_only_sso_profiles_sign_in_like_this(
    home: Home, config: str, profile: str
) -> None:
    home.write(config=config)
    with pytest.raises(CallFailed) as caught:
        signin.begin(profile)
    assert caught.value.failure.title == "This profile does not sign in by SSO"


def test_aws_login_takes_the_cli(home: Home) -> None:
    home.write(config="[profile dev]\nlogin_session = arn:aws:iam::1:user/ana\n")
    with pytest.raises(CallFailed) as caught:
        signin.begin("dev")
    assert caught.value.failure.title == "This profile needs AWS CLI 2"
    assert "run aws login --profile dev." in caught.value.failure.remedy


def test_a_service_that_cannot_be_reached_is_told(home: Home) -> None:
    home.write(config=SSO)
    home.set(
        {"AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    )
    with pytest.raises(CallFailed) as caught:
        signin.begin("dev")
    assert caught.value.failure.title == "The service was not reached"


def test_a_token_that_cannot_be_kept_is_told_and_leaves_no_trace(
    home: Home, oidc: Services
) -> None:
    home.write(config=SSO)
    oidc.answers["/token"] = CONFIRMED
    file = home.sign_in("{}")
    file.unlink()
    file.mkdir()
    Path(file, "x").touch()
    with pytest.raises(CallFailed):
        signin.poll(signin.begin("dev"))
    assert list(file.parent.iterdir()) == [file]
