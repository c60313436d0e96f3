"""IAM Identity Center: the device flow (sso-oidc) and the keys of a role (sso).

Nobody has to approve anything: the first question about a device is answered "pending"
and the next one, an interval later, with a token. Any token is good for keys but those
that say they are not.
"""

from __future__ import annotations

import secrets
import time

from bedrock_tui.sandbox.answers import Answer, Refusal
from bedrock_tui.sandbox.callers import PERMISSION_SET
from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.logins import (
    DEVICE_LIFE,
    INTERVAL,
    SPOILT,
    TOKEN_LIFE,
    Device,
)
from bedrock_tui.sandbox.shapes import JsonObject, as_text, compact

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REGISTRATION_LIFE = 90 * 86_400
SESSION = 3_600
"""Seconds that a role's keys live."""


class SignInRefusal(Refusal):
    """An error of sso-oidc: OAuth's own members stand in the body."""

    def __init__(self, code: str, error: str, description: str) -> None:
        super().__init__(400, code, description)
        self.error = error

    def as_json(self) -> Answer:
        """The form of recorded answers."""
        namespace = "http://internal.amazon.com/coral/com.amazonaws.sso.oidc/"
        kind = ("x-amzn-ErrorType", f"{self.code}:{namespace}")
        body = {"error": self.error, "error_description": self.message}
        return Answer(self.status, compact(body), headers=(kind,))


def register_client(exchange: Exchange, _: Memory) -> JsonObject:
    """RegisterClient."""
    _need(exchange, "clientName", "clientType")
    now = int(time.time())
    return {
        "clientId": secrets.token_urlsafe(18),
        "clientSecret": secrets.token_urlsafe(48),
        "clientIdIssuedAt": now,
        "clientSecretExpiresAt": now + REGISTRATION_LIFE,
    }


def start(exchange: Exchange, memory: Memory) -> JsonObject:
    """StartDeviceAuthorization."""
    _need(exchange, "clientId", "clientSecret", "startUrl")
    code, device = memory.logins.new_device()
    portal = as_text(exchange.body()["startUrl"]).rstrip("/#")
    page = f"{portal}/#/device"
    return {
        "deviceCode": code,
        "userCode": device.user_code,
        "verificationUri": page,
        "verificationUriComplete": f"{page}?user_code={device.user_code}",
        "expiresIn": DEVICE_LIFE,
        "interval": INTERVAL,
    }


def create_token(exchange: Exchange, memory: Memory) -> JsonObject:
    """CreateToken for a device, or with a refresh token."""
    _need(exchange, "clientId", "clientSecret", "grantType")
    body, logins = exchange.body(), memory.logins
    if body["grantType"] == "refresh_token":
        if as_text(body.get("refreshToken")) not in logins.refresh_tokens:
            raise _invalid_grant("Invalid refresh token provided")
    elif body["grantType"] == DEVICE_GRANT:
        device = logins.devices.get(as_text(body.get("deviceCode")))
        if device is None:
            raise _invalid_grant("Invalid device code provided")
        _check_device(device, memory.account.last("sign-in", "approved"))
        del logins.devices[as_text(body["deviceCode"])]
    else:
        text = "Unsupported grant type"
        raise SignInRefusal(
            "UnsupportedGrantTypeException", "unsupported_grant_type", text
        )
    return {
        "accessToken": "aoaAAAAA" + secrets.token_urlsafe(48),
        "tokenType": "Bearer",
        "expiresIn": TOKEN_LIFE,
        "refreshToken": logins.new_refresh_token(),
    }


def role_credentials(exchange: Exchange, memory: Memory) -> JsonObject:
    """GetRoleCredentials: keys for the account's one permission set."""
    if exchange.headers.get("x-amz-sso_bearer_token", "") in SPOILT:
        message = "Session token not found or invalid"
        raise Refusal(401, "UnauthorizedException", message)
    asked = exchange.query.get("account_id"), exchange.query.get("role_name")
    if asked != (ACCOUNT, PERMISSION_SET):
        raise Refusal(403, "ForbiddenException", "No access")
    key, end = memory.logins.new_key(memory.account.number("session", SESSION))
    return {
        "roleCredentials": {
            "accessKeyId": key,
            "secretAccessKey": secrets.token_urlsafe(30),
            "sessionToken": "IQoJb3JpZ2luX2Vj" + secrets.token_urlsafe(300),
            "expiration": int(end * 1000),
        }
    }


def _check_device(device: Device, outcome: str) -> None:
    """Raise what the client gets until the person has approved."""
    now, before = time.monotonic(), device.asked
    device.asked = now
    if now > device.until or (outcome == "expired" and before is not None):
        text = "Device code has expired"
        raise SignInRefusal("ExpiredTokenException", "expired_token", text)
    if before is not None and now - before < INTERVAL:
        raise SignInRefusal("SlowDownException", "slow_down", "Slow down polling")
    if before is None or outcome == "never":
        text = "Authorization is still pending"
        raise SignInRefusal(
            "AuthorizationPendingException", "authorization_pending", text
        )
    if outcome == "denied":
        text = "Authorization was denied"
        raise SignInRefusal("AccessDeniedException", "access_denied", text)


def _need(exchange: Exchange, *names: str) -> None:
    missing = [name for name in names if not exchange.body().get(name)]
    if missing:
        text = f"Missing parameter(s) for operation: {', '.join(missing)}"
        raise SignInRefusal("InvalidRequestException", "invalid_request", text)


def _invalid_grant(text: str) -> SignInRefusal:
    return SignInRefusal("InvalidGrantException", "invalid_grant", text)
