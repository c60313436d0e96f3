"""Asking IAM's simulator, and reading what it answers.

SimulatePrincipalPolicy, IAM API Reference: one result per action, whose decision is
the strictest of its resources; `ResourceSpecificResults` holds one per resource. It
knows the policies of the identity, its boundary and the organisation's service control
policies, but no resource control, session or VPC endpoint policies.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from bedrock_tui.aws.cancel import current
from bedrock_tui.core.permissions import REMEDIES, Denial, Evidence, Permission, Verdict

_DECISIONS = {
    "allowed": Verdict.YES,
    "implicitDeny": Verdict.NO,
    "explicitDeny": Verdict.NO,
}
PAUSES = (0.4, 1.2)
"""Seconds to wait before IAM is asked again, where it was asked too often."""
_TOO_FAST = ("Throttling", "ThrottlingException", "RequestLimitExceeded")
_RANK = (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the simulator says of one action on one resource."""

    action: str
    resource: str
    verdict: Verdict
    denial: Denial | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Simulation:
    """The simulator for one identity."""

    iam: Any
    source: str
    """The ARN of the role or user whose policies are asked about."""

    def ask(
        self,
        actions: Sequence[str],
        resources: Sequence[str] = (),
        context: dict[str, str] | None = None,
    ) -> list[Decision]:
        """Return a decision for each action and resource. Raises as boto3 does."""
        for pause in PAUSES:
            try:
                return self._ask(actions, resources, context or {})
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") not in _TOO_FAST:
                    raise
                _rest(pause)
        return self._ask(actions, resources, context or {})

    def _ask(
        self, actions: Sequence[str], resources: Sequence[str], context: dict[str, str]
    ) -> list[Decision]:
        pages = self.iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=self.source,
            ActionNames=list(actions),
            ResourceArns=list(resources) or ["*"],
            ContextEntries=[
                {
                    "ContextKeyName": key,
                    "ContextKeyValues": [value],
                    "ContextKeyType": "string",
                }
                for key, value in context.items()
            ],
        )
        return [
            decision
            for page in pages
            for result in page.get("EvaluationResults", ())
            for decision in read_result(result)
        ]


def _rest(seconds: float) -> None:
    call = current()
    if call is not None:
        call.wait(seconds)  # ends when the call is given up
    else:
        time.sleep(seconds)


def read_result(result: dict[str, Any]) -> Iterator[Decision]:
    """Read one result of the simulator: a decision for each of its resources."""
    for specific in result.get("ResourceSpecificResults") or [{}]:
        yield _decision(result, specific)


def permission(
    capability: str, action: str, resource: str, decisions: Sequence[Decision]
) -> Permission:
    """Return what several decisions about one action come to: the strictest holds."""
    if not decisions:
        reason = "IAM's simulator did not answer for this action."
        return Permission(
            capability,
            action,
            resource,
            Verdict.UNKNOWN,
            Evidence.UNKNOWN,
            reason=reason,
        )
    worst = max(decisions, key=lambda each: _RANK.index(each.verdict))
    places = [
        each.resource
        for each in decisions
        if each.verdict is worst.verdict and each.resource not in ("*", resource)
    ]
    known = worst.verdict is not Verdict.UNKNOWN
    where = f" For {', '.join(places)}." if places and worst.reason else ""
    return Permission(
        capability,
        action,
        resource,
        worst.verdict,
        Evidence.SIMULATED if known else Evidence.UNKNOWN,
        denial=worst.denial,
        reason=worst.reason + where,
        remedy=REMEDIES[worst.denial] if worst.denial else "",
    )


def _decision(result: dict[str, Any], specific: dict[str, Any]) -> Decision:
    word = specific.get("EvalResourceDecision") or result.get("EvalDecision", "")
    resource = specific.get("EvalResourceName") or result.get("EvalResourceName", "*")
    verdict = _DECISIONS.get(word, Verdict.UNKNOWN)
    denial = _denial(word, result, specific) if verdict is Verdict.NO else None
    missing = specific.get("MissingContextValues") or result.get("MissingContextValues")
    reason = _REASONS[denial] if denial else ""
    if verdict is Verdict.UNKNOWN:
        reason = f"IAM's simulator answers {word!r}."
    if denial is Denial.MISSING and missing:
        verdict, denial = Verdict.UNKNOWN, None
        keys = ", ".join(sorted(missing))
        reason = f"It depends on a condition, and what holds here is not known: {keys}."
    return Decision(result.get("EvalActionName", ""), resource, verdict, denial, reason)


_REASONS = {
    Denial.MISSING: "No policy of the role or user allows it.",
    Denial.EXPLICIT: "A policy denies it.",
    Denial.BOUNDARY: "The permissions boundary does not allow it.",
    Denial.SCP: "The AWS organisation does not allow it.",
}


def _denial(word: str, result: dict[str, Any], specific: dict[str, Any]) -> Denial:
    """What refuses. The organisation's part is told for all resources at once, so it
    counts only where the decision is the one told for all of them."""
    organisation = result.get("OrganizationsDecisionDetail") or {}
    boundary = (
        specific.get("PermissionsBoundaryDecisionDetail")
        or result.get("PermissionsBoundaryDecisionDetail")
        or {}
    )
    strictest = word == result.get("EvalDecision", word)
    if strictest and organisation.get("AllowedByOrganizations") is False:
        return Denial.SCP
    if boundary.get("AllowedByPermissionsBoundary") is False:
        return Denial.BOUNDARY
    return Denial.EXPLICIT if word == "explicitDeny" else Denial.MISSING
