"""What the caller may do, the same for the simulator and for real calls.

Messages follow the IAM user guide's "Troubleshoot access denied error messages" and
public reports; the ones for a policy that denies name its ARN.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from bedrock_tui.sandbox.account import Account
from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.callers import Caller
from bedrock_tui.sandbox.catalogue import ACCOUNT

Decision = Literal["allowed", "implicitDeny", "explicitDeny"]
Cause = Literal["", "policy", "scp", "boundary"]

ALLOWED = (
    "bedrock:ApplyGuardrail",
    "bedrock:CountTokens",
    "bedrock:Get*",
    "bedrock:InvokeModel*",
    "bedrock:List*",
    "cloudtrail:DescribeTrails",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "health:DescribeEvents",
    "iam:GetAccessKeyLastUsed",
    "iam:GetRole",
    "iam:GetUser",
    "iam:ListAccessKeys",
    "iam:SimulatePrincipalPolicy",
    "pricing:GetProducts",
    "servicequotas:GetServiceQuota",
    "servicequotas:List*",
    "sts:AssumeRole",
    "sts:GetCallerIdentity",
)
"""What the account's identities are allowed, on every resource."""

_ENDINGS: dict[Cause, str] = {
    "policy": "because no identity-based policy allows the {action} action",
    "scp": "with an explicit deny in a service control policy: "
    "arn:aws:organizations::444455556666:policy/o-exampleorg/"
    "service_control_policy/p-examplescp",
    "boundary": "with an explicit deny in a permissions boundary: "
    f"arn:aws:iam::{ACCOUNT}:policy/DeveloperBoundary",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, and which kind of policy is its cause; empty when allowed."""

    decision: Decision
    cause: Cause = ""


def verdict(account: Account, action: str) -> Verdict:
    """Whether the caller may do it, whatever the resource."""
    if _any(account.all("scp"), action):
        return Verdict("explicitDeny", "scp")
    if _any(account.all("boundary"), action):
        return Verdict("explicitDeny", "boundary")
    if _any(account.all("deny"), action) or not _any(ALLOWED, action):
        return Verdict("implicitDeny", "policy")
    return Verdict("allowed")


def authorize(account: Account, caller: Caller, action: str, resource: str) -> None:
    """Raise the AccessDenied of a call that is not allowed."""
    if cause := verdict(account, action).cause:
        raise denial(caller, action, resource, cause)


def denial(
    caller: Caller, action: str, resource: str, cause: Cause = "policy"
) -> Refusal:
    """An AccessDenied in the words of its cause; no resource, no mention of one."""
    on = f" on resource: {resource}" if resource else ""
    return Refusal(
        403,
        "AccessDeniedException",
        f"User: {caller.arn} is not authorized to perform: {action}{on} "
        + _ENDINGS[cause].format(action=action),
    )


def _any(patterns: Iterable[str], action: str) -> bool:
    """IAM compares actions without case."""
    return any(fnmatchcase(action.lower(), one.lower()) for one in patterns)
