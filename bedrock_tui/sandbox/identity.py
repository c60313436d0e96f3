"""STS and IAM: who calls, and the one role and one user that the account has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.callers import (
    ROLE,
    ROLE_ARN,
    ROLE_ID,
    ROLE_PATH,
    USER,
    USER_ARN,
    USER_ID,
    USER_PATH,
)
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.policies import denial
from bedrock_tui.sandbox.query import tags

CREATED = "2026-01-15T00:00:00Z"
OLD_KEY, NEW_KEY = "AKIAEXAMPLESANDBOX01", "AKIAEXAMPLESANDBOX02"
OLD_KEY_AGE, NEW_KEY_AGE = 200, 20
"""Days since the user's keys were made; a user who calls does so with the old one."""


def caller(exchange: Exchange, memory: Memory) -> str:
    """GetCallerIdentity."""
    identity = memory.caller(exchange)
    return tags(UserId=identity.user_id, Account=identity.account, Arn=identity.arn)


def role(exchange: Exchange, memory: Memory) -> str:
    """GetRole: only it tells the path of a session's role."""
    name = exchange.form().get("RoleName", "")
    arn = memory.caller(exchange).role_arn
    if arn.rpartition("/")[2] == name != "":
        path = arn.partition(":role")[2].removesuffix(name)
        role_id = memory.caller(exchange).user_id.partition(":")[0]
    elif name == ROLE:
        arn, path, role_id = ROLE_ARN, ROLE_PATH, ROLE_ID
    else:
        raise no_such("role", name)
    found = tags(
        Path=path,
        RoleName=name,
        RoleId=role_id,
        Arn=arn,
        CreateDate=CREATED,
        AssumeRolePolicyDocument="%7B%22Version%22%3A%222012-10-17%22%7D",
        MaxSessionDuration="43200",
    )
    return f"<Role>{found}</Role>"


def user(exchange: Exchange, memory: Memory) -> str:
    """GetUser: the named one, or the caller."""
    if _is_about_root(exchange, memory):
        root = memory.caller(exchange)
        found = tags(UserId=root.user_id, Arn=root.arn, CreateDate=CREATED)
    else:
        found = tags(
            Path=USER_PATH,
            UserName=_user_name(exchange, memory),
            UserId=USER_ID,
            Arn=USER_ARN,
            CreateDate=CREATED,
        )
    return f"<User>{found}</User>"


def access_keys(exchange: Exchange, memory: Memory) -> str:
    """ListAccessKeys; the root user has none."""
    rows = ""
    if not _is_about_root(exchange, memory):
        name = _user_name(exchange, memory)
        rows = "".join(
            "<member>"
            + tags(
                UserName=name,
                AccessKeyId=key,
                Status="Active",
                CreateDate=_days_ago(age),
            )
            + "</member>"
            for key, age in _keys(exchange, memory).items()
        )
    listed = f"<AccessKeyMetadata>{rows}</AccessKeyMetadata>"
    return f"<IsTruncated>false</IsTruncated>{listed}"


def last_used(exchange: Exchange, memory: Memory) -> str:
    """GetAccessKeyLastUsed: the old key is in use, the new one never was.

    The service model has no error for a key of nobody or of another account: access is
    denied.
    """
    key = exchange.form().get("AccessKeyId", "")
    age = _keys(exchange, memory).get(key)
    if age is None:
        action = "iam:GetAccessKeyLastUsed"
        raise denial(memory.caller(exchange), action, f"access key {key}")
    if age == OLD_KEY_AGE:
        used = tags(
            LastUsedDate=_days_ago(0), ServiceName="bedrock", Region="us-east-1"
        )
    else:
        used = tags(ServiceName="N/A", Region="N/A")
    return tags(UserName=USER) + f"<AccessKeyLastUsed>{used}</AccessKeyLastUsed>"


def no_such(kind: str, name: str) -> Refusal:
    """A role or user that does not exist, or not under that path."""
    message = f"The {kind} with name {name} cannot be found."
    return Refusal(404, "NoSuchEntity", message)


def _is_about_root(exchange: Exchange, memory: Memory) -> bool:
    is_root = memory.caller(exchange).arn.endswith(":root")
    return is_root and "UserName" not in exchange.form()


def _user_name(exchange: Exchange, memory: Memory) -> str:
    name = exchange.form().get("UserName", memory.caller(exchange).user_name)
    if not name:
        message = "Must specify userName when calling with non-User credentials"
        raise Refusal(400, "ValidationError", message)
    if name != USER:
        raise no_such("user", name)
    return name


def _keys(exchange: Exchange, memory: Memory) -> dict[str, int]:
    """The user's access keys and their ages in days."""
    in_use = exchange.access_key if memory.caller(exchange).user_name else OLD_KEY
    return {in_use: OLD_KEY_AGE, NEW_KEY: NEW_KEY_AGE}


def _days_ago(days: int) -> str:
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
