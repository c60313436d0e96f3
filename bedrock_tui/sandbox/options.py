"""The options that change the simulated account; only the server takes them.

Without any, the account is in good order: the caller may do all that the sandbox
serves, calls are logged, there are a trail, an alarm and a guardrail, and no support
plan. The caller is a developer signed in through IAM Identity Center, or an IAM user
where the keys are those of one: an id that begins with AKIA, and no token.
"""

from __future__ import annotations

import re
from functools import partial

from bedrock_tui.sandbox.faults import Reads, Switch, nothing, one_of

SERVICES = (
    "bedrock",
    "bedrock-runtime",
    "sts",
    "iam",
    "cloudtrail",
    "cloudwatch",
    "service-quotas",
    "pricing",
    "health",
    "sso-oidc",
    "sso",
)
"""The services that the sandbox is, as boto3 names its clients."""

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z*]+")
_REGION = re.compile(r"[a-z]+(-[a-z]+)+-\d")
_WHOLE = re.compile(r"\d{1,4}")
_SECONDS = re.compile(r"-?\d{1,8}")


def _fits(pattern: re.Pattern[str], argument: str) -> bool:
    return pattern.fullmatch(argument) is not None


_action = partial(_fits, _ACTION)
_region = partial(_fits, _REGION)
_whole = partial(_fits, _WHOLE)
_seconds = partial(_fits, _SECONDS)
_on_off = one_of("on", "off")


def _plain(name: str, summary: str) -> Switch:
    return Switch(f"account:{name}", "", None, summary, "account", nothing)


def _with(name: str, argument: str, reads: Reads, summary: str) -> Switch:
    return Switch(f"account:{name}", argument, None, summary, "account", reads, True)


ACCOUNT: tuple[Switch, ...] = (
    _with("deny", "ACTION", _action, "no policy of the caller allows it; repeatable"),
    _with("scp", "ACTION", _action, "denied by the organization; repeatable"),
    _with("boundary", "ACTION", _action, "denied by a boundary; repeatable"),
    _plain("user", "the caller is an IAM user with two keys, one 200 days old"),
    _plain("root", "the caller is the account's root user"),
    _plain("federated", "the caller is a federated user"),
    _with("region-off", "REGION", _region, "the region is not enabled; repeatable"),
    _with("region-hang", "REGION", _region, "its lists never come; repeatable"),
    _with("region-deny", "REGION", _region, "denied by the organization; repeatable"),
    _with("region-garbage", "REGION", _region, "a web page for a list; repeatable"),
    _with("region-repeat", "REGION", _region, "pages that never end; repeatable"),
    _with("delay", "MS", _whole, "how long each call of bedrock takes (0)"),
    _with("logging", "on|off", _on_off, "model invocation logging (on)"),
    _with("guardrails", "N", _whole, "guardrails in every region (1)"),
    _with("trail", "on|off", _on_off, "a CloudTrail trail (on)"),
    _with("alarms", "N", _whole, "CloudWatch alarms on AWS/Bedrock (1)"),
    Switch(
        "account:health",
        "N",
        1,
        "a support plan, and N open events of Bedrock",
        "account",
        _whole,
    ),
    _with(
        "hang", "SERVICE", one_of(*SERVICES), "accepts and never answers; repeatable"
    ),
    _with("date-skew", "SECONDS", _seconds, "how far the Date header is off"),
    _with(
        "sign-in",
        "OUTCOME",
        one_of("denied", "expired", "never"),
        "how the device flow ends: denied, expired or never",
    ),
    _with("session", "SECONDS", _whole, "how long keys of a sign-in live (3600)"),
)
