"""Checks of whether the targets can be called, and may stream.

Both rest on permissions: each check first looks at all else, and what it returns then
judges the permissions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bedrock_tui.aws.readiness.finding import (
    Finding,
    failed,
    passed,
    refused,
    skipped,
    unknown,
    worst,
)
from bedrock_tui.aws.readiness.offer import call_it, offered
from bedrock_tui.aws.readiness.situation import Situation
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.checks import CheckStatus
from bedrock_tui.core.permissions import INVOKE, STREAM, Evidence, Permission, Verdict
from bedrock_tui.core.target import Target

JudgePermissions = Callable[[Sequence[Permission]], Finding]

_NO_TARGET = (
    "No target is named: add -t ID (on the screen a lane: ctrl+t), or set "
    "BEDROCK_DEFAULT_MODEL."
)


def model(situation: Situation) -> JudgePermissions:
    """Check that each target can be called: by a call where one was asked for, else by
    what the region lists and by the permission to call it.
    """
    if not situation.targets:
        return lambda _: skipped(_NO_TARGET)
    if situation.probe:
        return lambda permissions: worst(
            {
                str(each): _probed(each, _permission(each, permissions))
                for each in situation.targets
            }
        )
    found = {each: offered(situation, each) for each in situation.targets}
    return lambda permissions: worst(
        {
            str(each): _permitted(each, offer, _permission(each, permissions))
            for each, offer in found.items()
        }
    )


def streaming(situation: Situation) -> JudgePermissions:
    """Check that replies of each target may be streamed."""

    def judge(permissions: Sequence[Permission]) -> Finding:
        asked = [each for each in permissions if each.action == STREAM]
        if not asked:
            return skipped(_NO_TARGET)
        if all(each.verdict is Verdict.YES for each in asked):
            return passed("Replies may be streamed.", _how(asked[0]))
        return worst({_name(each, situation): _streamed(each) for each in asked})

    return judge


def _streamed(asked: Permission) -> Finding:
    match asked.verdict:
        case Verdict.YES:
            return passed("Replies may be streamed.", _how(asked))
        case Verdict.NO:
            return failed(asked.reason or f"{STREAM} is denied.", asked.remedy, STREAM)
        case Verdict.UNKNOWN:
            reason = asked.reason or "Nothing tells."
            return unknown(reason, asked.remedy, STREAM, asked.failure)


def _name(asked: Permission, situation: Situation) -> str:
    """Return the target that a permission is about, as it was named."""
    named = (str(each) for each in situation.targets if _names(asked.resource, each))
    return next(named, asked.resource)


def _permission(target: Target, permissions: Sequence[Permission]) -> Permission | None:
    """Return what is known of calling a target; its own ARN stands there."""
    for each in permissions:
        if each.action == INVOKE and _names(each.resource, target):
            return each
    return None


def _names(resource: str, target: Target) -> bool:
    arn = parse_arn(resource)
    if resource == target.id or arn is None:
        return resource == target.id
    return (arn.region, arn.name) == (target.region, target.id)


def _how(permission: Permission) -> str:
    """Return how a permission is known."""
    simulated = permission.evidence is Evidence.SIMULATED
    how = "iam:SimulatePrincipalPolicy" if simulated else "a call"
    return f"{permission.action} by {how}"


def _probed(target: Target, permission: Permission | None) -> Finding:
    """Judge a target by what its call for one token came to."""
    if permission is None:
        return unknown("It was not called.", call_it(target), INVOKE)
    if permission.verdict is Verdict.YES:
        said = permission.reason or "It answered a call of one token."
        return passed(said, f"{INVOKE} by a paid call")
    if permission.failure is not None:
        return refused(permission.failure, INVOKE)
    judge = failed if permission.verdict is Verdict.NO else unknown
    return judge(permission.reason, permission.remedy, INVOKE)


def _permitted(
    target: Target, offer: Finding, permission: Permission | None
) -> Finding:
    """Judge a target by what is offered and by the permission to call it."""
    if offer.status is CheckStatus.FAIL:
        return offer
    if permission is not None and permission.verdict is Verdict.NO:
        detail = f"Calling it is refused. {permission.reason}".strip()
        return failed(detail, permission.remedy, _how(permission))
    if offer.status is not CheckStatus.PASS:
        return offer
    if permission is not None and permission.verdict is Verdict.YES:
        detail = f"{offer.detail} Calling it is allowed ({permission.evidence})."
        return passed(detail, f"{offer.evidence}, {_how(permission)}")
    detail = f"{offer.detail} Nothing tells whether it may be called."
    return unknown(detail, call_it(target), offer.evidence)
