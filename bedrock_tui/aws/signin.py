"""Signing in to IAM Identity Center without the AWS CLI: the device flow.

A person opens an address and confirms a code; the token is then kept where botocore
and the CLI look for it. Operations: IAM Identity Center OIDC API Reference.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.expiry import sso_cache_file
from bedrock_tui.aws.profiles import AwsFiles, Settings, read_files
from bedrock_tui.core.commands import for_profile
from bedrock_tui.core.failure import Category, Failure, readable
from bedrock_tui.errors import CallFailed

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SCOPES = "sso:account:access"
"""What the CLI asks for when an sso-session names no `sso_registration_scopes`."""
_SLOWER = 5
"""Seconds to add when the service says `slow_down` (RFC 8628, section 3.5)."""
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to sign in, and where the token belongs."""

    start_url: str
    region: str
    scopes: tuple[str, ...]
    file: Path


@dataclass(slots=True)
class Pending:
    """A sign-in that waits for a person."""

    url: str
    """To be opened; it holds the code already."""
    code: str
    """What the page will show, to be compared."""
    expires_at: datetime
    interval: float
    """Seconds to let pass before each poll; grows when the service wishes it."""
    _place: _Place = field(repr=False)
    _token: dict[str, str] = field(repr=False)
    """What will be kept, so far without the token itself."""
    _device: str = field(repr=False)
    _client: Any = field(repr=False)


def begin(aws_profile: str) -> Pending:
    """Ask for a code with which to sign in for an aws profile. Raises CallFailed."""
    with explained(aws_profile=aws_profile):
        files = read_files()
    name = aws_profile or files.selected
    place = _place(files, name)
    with explained(region=place.region, aws_profile=aws_profile):
        return _ask(_client(name, place.region), place)


def poll(pending: Pending) -> bool:
    """Tell whether the person has confirmed; then the token is in its file.

    Raises CallFailed when the code ran out or the sign-in was refused.
    """
    client, known = pending._client, pending._token
    with explained(region=pending._place.region):
        try:
            answer = client.create_token(
                clientId=known["clientId"],
                clientSecret=known["clientSecret"],
                grantType=_GRANT,
                deviceCode=pending._device,
            )
        except client.exceptions.AuthorizationPendingException:
            return False
        except client.exceptions.SlowDownException:
            pending.interval += _SLOWER
            return False
        except client.exceptions.ExpiredTokenException:
            failure = _RAN_OUT
        except client.exceptions.AccessDeniedException:
            failure = _REFUSED
        else:
            _write(pending._place.file, known | _tokens(answer))
            return True
    raise CallFailed(failure)


_REFUSED = Failure(
    category=Category.LOGIN,
    code="AccessDeniedException",
    title="The sign-in was refused",
    message="The page that asked for the code was answered with no.",
    remedy="Sign in again, and allow it if the page shows the code you see here.",
)
_RAN_OUT = Failure(
    category=Category.LOGIN,
    code="ExpiredTokenException",
    title="The code has run out",
    message="Nobody confirmed the code in time.",
    remedy="Sign in again: there will be a new code.",
)


def _place(files: AwsFiles, name: str) -> _Place:
    """The session or start URL of a profile, or of the one its role comes from."""
    for each in files.chain(name):
        if files.method(each) == "login":
            raise CallFailed(_needs_cli(each))
        if files.method(each) != "sso":
            continue
        settings = files.settings(each)
        session = settings.get("sso_session", "")
        found: Settings = {**settings, **files.sso_sessions.get(session, {})}
        if not {"sso_start_url", "sso_region"} <= found.keys():
            break
        # A token without a scope cannot be renewed; old profiles have none.
        scopes = found.get("sso_registration_scopes", _SCOPES) if session else ""
        return _Place(
            start_url=found["sso_start_url"],
            region=found["sso_region"],
            scopes=tuple(each.strip() for each in scopes.split(",") if each.strip()),
            file=sso_cache_file(files, settings),
        )
    raise CallFailed(_not_sso(name))


def _not_sso(name: str) -> Failure:
    return Failure(
        category=Category.CONFIG,
        code="NotSso",
        title="This profile does not sign in by SSO",
        message=f"The AWS profile {name} names no start URL and region of IAM "
        "Identity Center.",
        remedy="Choose another AWS profile, or run "
        f"{for_profile('aws configure sso', name)}.",
    )


def _needs_cli(name: str) -> Failure:
    return Failure(
        category=Category.CONFIG,
        code="NeedsCli",
        title="This profile needs AWS CLI 2",
        message=f"The AWS profile {name} signs in with aws login, which nothing else "
        "does.",
        remedy="Install AWS CLI 2 (2.32 or later), then run "
        f"{for_profile('aws login', name)}.",
    )


def _client(name: str, region: str) -> Any:
    """A client that signs nothing: there are no credentials yet."""
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config

    config = Config(signature_version=UNSIGNED, connect_timeout=10, read_timeout=20)
    session: Any = boto3.Session(profile_name=name)
    return session.client("sso-oidc", region_name=region, config=config)


def _ask(client: Any, place: _Place) -> Pending:
    scopes = {"scopes": list(place.scopes)} if place.scopes else {}
    ours = client.register_client(
        clientName="bedrock-tui", clientType="public", **scopes
    )
    keys = {name: ours[name] for name in ("clientId", "clientSecret")}
    asked = client.start_device_authorization(**keys, startUrl=place.start_url)
    until = datetime.fromtimestamp(ours["clientSecretExpiresAt"], UTC)
    url = asked.get("verificationUriComplete") or asked["verificationUri"]
    return Pending(
        url=readable(url),
        code=readable(asked["userCode"]),
        expires_at=datetime.now(UTC) + timedelta(seconds=asked["expiresIn"]),
        interval=asked.get("interval") or _SLOWER,
        _place=place,
        _token={
            **keys,
            "startUrl": place.start_url,
            "region": place.region,
            "registrationExpiresAt": until.strftime(_STAMP),
        },
        _device=asked["deviceCode"],
        _client=client,
    )


def _tokens(answer: dict[str, Any]) -> dict[str, str]:
    """The part of the cached token that the service gives last."""
    ends = datetime.now(UTC) + timedelta(seconds=answer["expiresIn"])
    found = {"accessToken": answer["accessToken"], "expiresAt": ends.strftime(_STAMP)}
    if answer.get("refreshToken"):
        found["refreshToken"] = answer["refreshToken"]
    return found


def _write(file: Path, token: dict[str, str]) -> None:
    """Replace the cached token at once, for its owner's eyes only."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes the file with mode 0600.
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(token, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
