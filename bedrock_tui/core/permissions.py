"""What an identity may do, how that is known, and what it is needed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bedrock_tui.core.commands import for_profile
from bedrock_tui.core.denial import PolicyKind, parse_denial
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.target import Target


class Verdict(StrEnum):
    """Whether something is allowed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """How a verdict is known."""

    SIMULATED = "simulated"
    """IAM's simulator said so."""
    PROBED = "probed"
    """A real call was allowed or refused."""
    LISTED = "listed"
    """The lists of AWS have it, and nothing else is known."""
    PUBLIC = "public"
    """The public catalogue says so; AWS did not."""
    SEEN = "seen"
    """A call of the past, in the history, told."""
    UNKNOWN = "unknown"
    """Nothing told, so the verdict is unknown too; the reason says why."""


class Denial(StrEnum):
    """What refuses."""

    MISSING = "missing allow"
    """No policy allows it."""
    EXPLICIT = "explicit deny"
    """A policy of the identity, the resource or the session denies it."""
    BOUNDARY = "permissions boundary"
    SCP = "service control policy"
    """The AWS organisation denies it."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One IAM action that a capability of this program needs, and its verdict."""

    capability: str
    """What it is needed for, in plain words: `stream replies`."""
    action: str
    """Such as `bedrock:InvokeModelWithResponseStream`."""
    resource: str
    """The ARN it was asked for, or `*`."""
    verdict: Verdict
    evidence: Evidence
    denial: Denial | None = None
    """What refuses; None unless the verdict is no and it is known."""
    reason: str = ""
    remedy: str = ""
    failure: Failure | None = None
    """What a call ended with that was neither an answer nor a refusal by IAM."""


class Scope(StrEnum):
    """What an action is asked for."""

    ACCOUNT = "account"
    """No resource in particular: `*`."""
    MODEL = "model"
    """The foundation model behind a target, in the region that is called."""
    TARGET = "target"
    """What is called, and every foundation model a request to it may reach."""
    SELF = "self"
    """The role or user that asks."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something this program can do, and the IAM actions it takes."""

    id: str
    words: str
    """The same in plain words."""
    actions: tuple[str, ...]
    scope: Scope = Scope.ACCOUNT
    free: tuple[str, ...] = ()
    """The actions that a call which costs nothing tells of."""


INVOKE = "bedrock:InvokeModel"
STREAM = "bedrock:InvokeModelWithResponseStream"
COUNT = "bedrock:CountTokens"
SIMULATE = "iam:SimulatePrincipalPolicy"

CAPABILITIES = (
    Capability(
        "list-models",
        "list models",
        ("bedrock:ListFoundationModels", "bedrock:GetFoundationModel"),
        free=("bedrock:ListFoundationModels", "bedrock:GetFoundationModel"),
    ),
    Capability(
        "availability",
        "see whether a model is available",
        ("bedrock:GetFoundationModelAvailability",),
        free=("bedrock:GetFoundationModelAvailability",),
    ),
    Capability(
        "inference-profiles",
        "list inference profiles",
        ("bedrock:ListInferenceProfiles", "bedrock:GetInferenceProfile"),
        free=("bedrock:ListInferenceProfiles", "bedrock:GetInferenceProfile"),
    ),
    Capability("invoke", "call a model", (INVOKE,), Scope.TARGET),
    Capability("stream", "stream replies", (STREAM,), Scope.TARGET),
    Capability("count-tokens", "count tokens", (COUNT,), Scope.MODEL, free=(COUNT,)),
    Capability(
        "guardrails",
        "list guardrails",
        ("bedrock:ListGuardrails",),
        free=("bedrock:ListGuardrails",),
    ),
    Capability(
        "prices",
        "look up prices",
        ("pricing:GetProducts",),
        free=("pricing:GetProducts",),
    ),
    Capability(
        "quotas",
        "look up quotas",
        ("servicequotas:ListServiceQuotas",),
        free=("servicequotas:ListServiceQuotas",),
    ),
    Capability(
        "metrics",
        "read CloudWatch metrics",
        ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics"),
        free=("cloudwatch:ListMetrics",),
    ),
    Capability(
        "simulate",
        "check permissions without calling",
        (SIMULATE, "iam:GetRole"),
        Scope.SELF,
        free=("iam:GetRole",),
    ),
)
"""Everything this program does in AWS; actions and their resources as in the Service
Authorization Reference, "Actions, resources, and condition keys for Amazon Bedrock"
(and AWS Price List, Service Quotas, CloudWatch, IAM)."""

SEEDS = (
    INVOKE,
    STREAM,
    "bedrock:ListFoundationModels",
    "bedrock:GetFoundationModel",
)
"""The smallest set that lists models and talks to them; small policies grant this."""

REMEDIES = {
    Denial.MISSING: "Have it allowed in a policy of your user or role.",
    Denial.EXPLICIT: (
        "An explicit deny beats every allow: have the administrator take it out of "
        "the statement that denies it."
    ),
    Denial.BOUNDARY: "Ask who manages your permissions boundary to add it.",
    Denial.SCP: (
        "No policy of yours can lift that: ask the administrator of the AWS "
        "organisation, or use another region or inference profile."
    ),
}
"""What to do about each kind of refusal."""

_KINDS = {
    PolicyKind.ORGANISATION: Denial.SCP,
    PolicyKind.RESOURCE_CONTROL: Denial.SCP,
    PolicyKind.BOUNDARY: Denial.BOUNDARY,
}


def denial_in(message: str) -> Denial | None:
    """Return what refuses, as an "access denied" message tells; None if it does not."""
    denial = parse_denial(message)
    if denial is None:
        return None
    if denial.kind in _KINDS:
        return _KINDS[denial.kind]
    if denial.explicit or "explicit deny" in message.lower():
        return Denial.EXPLICIT
    return None if denial.kind is PolicyKind.UNKNOWN else Denial.MISSING


def how_to_probe(target: Target) -> str:
    """Return how to have a target called for one token: by a command, or by a key."""
    command = for_profile(f"bedrock-tui doctor -t {target} --probe", target.aws_profile)
    return f"{command}, or p on the Access screen."


def how_to_allow(targets: Sequence[Target], aws_profile: str) -> str:
    """Return how to have what no policy allows allowed, for these targets."""
    named = " ".join(f"-t {each}" for each in targets) or "-t ID"
    command = for_profile(f"bedrock-tui policy {named}", aws_profile)
    return f"{REMEDIES[Denial.MISSING]} {command} prints one."


def granted(permissions: list[Permission], actions: tuple[str, ...] = SEEDS) -> Verdict:
    """Return the verdict on a whole set of actions: no if one is refused somewhere,
    yes if each is known to be allowed wherever it was asked for.
    """
    verdicts = {action: set[Verdict]() for action in actions}
    for each in permissions:
        if each.action in verdicts:
            verdicts[each.action].add(each.verdict)
    if any(Verdict.NO in found for found in verdicts.values()):
        return Verdict.NO
    if all(found == {Verdict.YES} for found in verdicts.values()):
        return Verdict.YES
    return Verdict.UNKNOWN


def order(permission: Permission) -> tuple[int, int, str]:
    """Return where a permission stands in a list: capability, action, resource."""
    for at, capability in enumerate(CAPABILITIES):
        if capability.words == permission.capability:
            actions = capability.actions
            known = permission.action in actions
            action = actions.index(permission.action) if known else len(actions)
            return at, action, permission.resource
    return len(CAPABILITIES), 0, permission.action
