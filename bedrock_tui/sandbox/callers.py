"""Who can call: the four kinds of identity that GetCallerIdentity tells apart."""

from __future__ import annotations

from dataclasses import dataclass

from bedrock_tui.sandbox.catalogue import ACCOUNT

ROLE = "AWSReservedSSO_Developer_0123456789abcdef"
ROLE_PATH = "/aws-reserved/sso.amazonaws.com/"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role{ROLE_PATH}{ROLE}"
ROLE_ID = "AROAEXAMPLESANDBOX000"
PERMISSION_SET = "Developer"
"""What IAM Identity Center calls the role."""

USER = "developer"
USER_PATH = "/engineering/"
USER_ARN = f"arn:aws:iam::{ACCOUNT}:user{USER_PATH}{USER}"
USER_ID = "AIDAEXAMPLESANDBOX000"


@dataclass(frozen=True, slots=True)
class Caller:
    """An identity as AWS names it."""

    arn: str
    user_id: str
    user_name: str = ""
    """The IAM user's name; empty for what is no IAM user."""
    calls_iam: bool = True
    """Whether IAM takes its keys at all; a federated user's it does not."""
    role_arn: str = ""
    """The role that a session was made of; empty for all that assumed none."""

    @property
    def account(self) -> str:
        """The account's number."""
        return self.arn.split(":")[4]


SIGNED_IN = Caller(
    f"arn:aws:sts::{ACCOUNT}:assumed-role/{ROLE}/sandbox", f"{ROLE_ID}:sandbox"
)
"""A developer of IAM Identity Center: the session's ARN has lost the role's path."""

IAM_USER = Caller(USER_ARN, USER_ID, USER)
"""Whose keys never expire."""

CALLERS = {
    "user": IAM_USER,
    "root": Caller(f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT),
    "federated": Caller(
        f"arn:aws:sts::{ACCOUNT}:federated-user/{USER}",
        f"{ACCOUNT}:{USER}",
        calls_iam=False,
    ),
}
"""Callers by the option that makes them call, whatever their keys."""
