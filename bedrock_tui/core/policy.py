"""Writing the IAM policy that some targets need, and nothing beyond it.

Which ARNs a request touches: Bedrock User Guide, "Geographic cross-Region inference"
(profile, and the model in the source and in every destination region) and "Global
cross-Region inference" (profile, and the model's ARN in the source region and without
a region, for which `aws:RequestedRegion` is `unspecified`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bedrock_tui.core.arn import COMMERCIAL, Arn, parse_arn
from bedrock_tui.core.permissions import COUNT, INVOKE, SIMULATE, STREAM
from bedrock_tui.core.target import Target

Statement = dict[str, Any]

NO_ACCOUNT = "ACCOUNT_ID"
"""Stands where the number of the account belongs, when it is not known."""
NO_REGION = "unspecified"
"""What `aws:RequestedRegion` is for a model's ARN that has no region."""
PROFILE_KEY = "bedrock:InferenceProfileArn"
REGION_KEY = "aws:RequestedRegion"

_CATALOGUE = (
    "bedrock:ListFoundationModels",
    "bedrock:GetFoundationModel",
    "bedrock:GetFoundationModelAvailability",
    "bedrock:ListInferenceProfiles",
    "bedrock:GetInferenceProfile",
    "bedrock:ListGuardrails",
)
_PAGES = (
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "servicequotas:ListServiceQuotas",
    "pricing:GetProducts",
)
_TALK = (INVOKE, STREAM)
_SUBSCRIBE = ("aws-marketplace:ViewSubscriptions", "aws-marketplace:Subscribe")
_OWN = frozenset({"amazon", "deepseek", "meta", "mistral", "qwen"})
"""Providers whose models are not sold through AWS Marketplace and so need no
subscription (Bedrock User Guide, "Access Amazon Bedrock foundation models")."""
_FOUNDATION = "foundation-model"
_PROFILES = ("inference-profile", "application-inference-profile")


@dataclass(frozen=True, slots=True)
class PolicyTarget:
    """A target with everything that a request to it may reach."""

    target: Target
    arn: str = ""
    """The ARN of what is called, where it is known; else it is put together."""
    models: tuple[str, ...] = ()
    """The foundation-model ARNs behind an inference profile; empty for all else. An
    ARN without a region stands for the choice of a global profile."""
    note: str = ""
    """What the person should know about how this was found out."""

    def called(self, partition: str, account: str) -> Arn:
        """Return the ARN of what is called."""
        known = parse_arn(self.arn or self.target.id)
        if known is not None:
            return known
        region, name = self.target.region, self.target.id
        if not self.models:
            return Arn(partition, "bedrock", region, "", f"{_FOUNDATION}/{name}")
        return Arn(partition, "bedrock", region, account, f"inference-profile/{name}")

    def behind(self) -> list[Arn]:
        """Return the models behind an inference profile, the source region's first."""
        listed = [arn for arn in map(parse_arn, self.models) if arn is not None]
        source = [
            Arn(arn.partition, "bedrock", self.target.region, "", arn.resource)
            for arn in listed
        ]
        return list(dict.fromkeys([*source, *_sorted(listed)]))


def policy(
    targets: Sequence[PolicyTarget],
    *,
    partition: str,
    account: str,
    caller: str = "",
    catalogue: bool = True,
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the least-privilege policy for calling the targets.

    Without an account its number is `ACCOUNT_ID`: to be filled in, and no wildcard.
    `caller` is who the policy is for, as STS tells it; `catalogue` adds what this
    program reads besides; `only` keeps these actions alone.
    """
    account = account or NO_ACCOUNT
    statements = [
        *(_reading() if catalogue else ()),
        *_calling(targets, partition, account),
        *(_checking(partition, account, caller) if catalogue else ()),
    ]
    if only is not None:
        statements = [kept for each in statements if (kept := _kept(each, only))]
    return {"Version": "2012-10-17", "Statement": statements}


def needs_subscription(target: PolicyTarget, partition: str) -> bool:
    """Tell whether the first call of a target starts an AWS Marketplace subscription.

    Only commercial regions do that: elsewhere access is given on the model access page
    (Bedrock User Guide, "Access Amazon Bedrock foundation models").
    """
    if partition != COMMERCIAL:
        return False
    models = target.behind() or [target.called(partition, "")]
    return any(
        arn.kind == _FOUNDATION and arn.name.partition(".")[0] not in _OWN
        for arn in models
    )


def _reading() -> list[Statement]:
    return [
        _statement("Catalogue", _CATALOGUE, ["*"]),
        _statement("AccountPages", _PAGES, ["*"]),
    ]


def _checking(partition: str, account: str, caller: str) -> list[Statement]:
    """Asking IAM about oneself.

    The ARN of an assumed role's session leaves out the role's path (IAM User Guide,
    "IAM identifiers"), so both forms are there."""
    arn = parse_arn(caller)
    if arn is not None and arn.kind == "user":
        return [_statement("CheckMyself", (SIMULATE,), [caller])]
    found = ["role/*", "user/*"]
    if arn is not None and arn.kind in ("role", "assumed-role"):
        name = arn.name.partition("/")[0]
        found = [f"role/{name}", f"role/*/{name}"]
    if arn is not None and arn.kind == "role":
        found = [arn.resource]
    resources = [Arn(partition, "iam", "", account, each) for each in found]
    return [_statement("CheckMyself", (SIMULATE, "iam:GetRole"), resources)]


def _calling(
    targets: Sequence[PolicyTarget], partition: str, account: str
) -> list[Statement]:
    called = {each: each.called(partition, account) for each in targets}
    routed = [each for each in targets if called[each].kind in _PROFILES]
    direct = _sorted(arn for each, arn in called.items() if each not in routed)
    found = [_statement("CallModels", _TALK, direct)]
    found.append(_statement("CallProfiles", _TALK, _sorted(called[e] for e in routed)))
    found += _routing({each: called[each] for each in routed})
    counted = [arn for arn in direct if arn.kind == _FOUNDATION]
    counted += [
        arn
        for each in routed
        for arn in each.behind()
        if arn.region == each.target.region
    ]
    # Counting takes InvokeModel on the model, too (Bedrock User Guide, "Monitor your
    # token usage by counting tokens"); behind a profile that stays bound to it.
    found.append(_statement("CountTokens", (COUNT,), _sorted(counted)))
    if any(needs_subscription(each, partition) for each in targets):
        # As in the managed policy AmazonBedrockLimitedAccess: through Bedrock alone.
        found.append(
            _statement(
                "FirstUse",
                _SUBSCRIBE,
                ["*"],
                {"aws:CalledViaLast": ["bedrock.amazonaws.com"]},
            )
        )
    return [each for each in found if each["Resource"]]


def _routing(profiles: dict[PolicyTarget, Arn]) -> list[Statement]:
    """The models behind inference profiles, callable through these profiles only.

    All profiles share a statement: each of them only ever reaches its own models."""
    found = []
    for sid, placed in (("ModelsBehindProfiles", True), ("GlobalModels", False)):
        models: list[Arn] = []
        through: list[Arn] = []
        for target, profile in profiles.items():
            fitting = [arn for arn in target.behind() if bool(arn.region) is placed]
            models += fitting
            through += [profile] if fitting else []
        condition = {PROFILE_KEY: [str(arn) for arn in _sorted(through)]}
        if not placed:
            condition[REGION_KEY] = [NO_REGION]
        found.append(_statement(sid, _TALK, _sorted(models), condition))
    return found


def _statement(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[Arn | str],
    condition: dict[str, list[str]] | None = None,
) -> Statement:
    statement: Statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": _one_or_all([str(each) for each in resources]),
    }
    if condition:
        values = {key: _one_or_all(given) for key, given in condition.items()}
        statement["Condition"] = {"StringEquals": values}
    return statement


def _kept(statement: Statement, only: Collection[str]) -> Statement | None:
    wanted = {action.lower() for action in only}
    actions = [each for each in statement["Action"] if each.lower() in wanted]
    return statement | {"Action": actions} if actions else None


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _sorted(arns: Iterable[Arn]) -> list[Arn]:
    return sorted(set(arns), key=str)
