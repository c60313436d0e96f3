"""AssumeRole: any role can be assumed, and may do what the account allows."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.callers import Caller
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.query import tags

SESSION = 3_600
"""Seconds, as AssumeRole has them without other settings."""
ROLE_ID = "AROAEXAMPLESANDBOX001"

_ROLE = re.compile(
    r"arn:(aws[a-z-]*):iam::(\d{12}):role/(?:[\w+=,.@/-]+/)?([\w+=,.@-]+)"
)
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}")
_CODE = re.compile(r"\d{6}")


def assume(exchange: Exchange, memory: Memory) -> str:
    """AssumeRole: keys of a session, which is that role from then on."""
    form = exchange.form()
    role = _ROLE.fullmatch(_given(form, "RoleArn"))
    if role is None:
        raise Refusal(400, "ValidationError", f"{form['RoleArn']} is invalid")
    name = _given(form, "RoleSessionName")
    _check("roleSessionName", name, _SESSION_NAME)
    if (code := form.get("TokenCode")) is not None:
        _check("tokenCode", code, _CODE)
    partition, account, role_name = role.groups()
    arn = f"arn:{partition}:sts::{account}:assumed-role/{role_name}/{name}"
    user_id = f"{ROLE_ID}:{name}"
    asked = form.get("DurationSeconds", "")
    seconds = int(asked) if asked.isdecimal() else SESSION
    key, end = memory.logins.new_key(memory.account.number("session", seconds))
    memory.roles[key] = Caller(arn, user_id, role_arn=form["RoleArn"])
    keys = tags(
        AccessKeyId=key,
        SecretAccessKey=secrets.token_urlsafe(30),
        SessionToken="IQoJb3JpZ2luX2Vj" + secrets.token_urlsafe(300),
        Expiration=f"{datetime.fromtimestamp(end, UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    user = tags(AssumedRoleId=user_id, Arn=arn)
    return f"<Credentials>{keys}</Credentials><AssumedRoleUser>{user}</AssumedRoleUser>"


def _given(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        small = name[:1].lower() + name[1:]
        raise _violation("null", small, "Member must not be null")
    return form[name]


def _check(name: str, value: str, pattern: re.Pattern[str]) -> None:
    if pattern.fullmatch(value) is None:
        must = "Member must satisfy regular expression pattern: " + pattern.pattern
        raise _violation(f"'{value}'", name, must)


def _violation(value: str, name: str, must: str) -> Refusal:
    return Refusal(
        400,
        "ValidationError",
        f"1 validation error detected: Value {value} at '{name}' failed to satisfy "
        f"constraint: {must}",
    )
