"""Under which ARN IAM knows an identity: STS tells that of a session, not of its role.

IAM User Guide, "IAM identifiers": the ARN of an assumed role's session leaves out the
role's path. Roles of IAM Identity Center have one, `aws-reserved/sso.amazonaws.com/`,
with or without the region of the Identity Center behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from bedrock_tui.core.arn import Arn, parse_arn
from bedrock_tui.core.identity import Identity

_SSO = "AWSReservedSSO_"
_SSO_PATH = "role/aws-reserved/sso.amazonaws.com"


def obstacle(identity: Identity) -> str:
    """Return why IAM cannot simulate this identity; empty where it may."""
    arn = parse_arn(identity.arn)
    if arn is None:
        return "It is not known who calls."
    if arn.resource == "root":
        return (
            "IAM does not simulate the root user, whom only the AWS organisation can "
            "deny anything."
        )
    if arn.kind == "federated-user":
        return "IAM does not simulate federated users."
    if arn.kind not in ("user", "role", "assumed-role"):
        return f"IAM does not simulate a {arn.kind}."
    return ""


def candidates(identity: Identity, iam: Any, *, sealed: bool = False) -> Iterator[str]:
    """Yield the ARNs under which IAM may know the identity, the surest first.

    `sealed` leaves the AWS configuration of this computer unread.
    """
    arn = parse_arn(identity.arn)
    if arn is None:
        return
    if arn.kind != "assumed-role":
        yield identity.arn
        return
    name = arn.name.partition("/")[0]
    try:
        yield str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except (ClientError, BotoCoreError):  # not allowed to: it is guessed instead
        home = "" if sealed else _sso_region(identity.aws_profile)
        yield from _guesses(arn, name, (home, identity.region))


def _guesses(arn: Arn, name: str, regions: tuple[str, ...]) -> Iterator[str]:
    role = replace(arn, service="iam")
    if not name.startswith(_SSO):
        yield str(replace(role, resource=f"role/{name}"))
        return
    yield str(replace(role, resource=f"{_SSO_PATH}/{name}"))
    for region in dict.fromkeys(regions):
        if region:
            yield str(replace(role, resource=f"{_SSO_PATH}/{region}/{name}"))


def _sso_region(aws_profile: str) -> str:
    """The region of the Identity Center as the AWS configuration names it."""
    session = Session(profile=aws_profile or None)
    try:
        profile = session.get_scoped_config()
        sessions = session.full_config.get("sso_sessions", {})
    except BotoCoreError:
        return ""
    named = sessions.get(profile.get("sso_session", ""), {})
    return str(profile.get("sso_region") or named.get("sso_region") or "")
