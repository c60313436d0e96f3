"""Judging a target by GetFoundationModelAvailability: what the account is offered.

Bedrock User Guide, "Access Amazon Bedrock foundation models".
"""

from __future__ import annotations

from bedrock_tui.core.arn import COMMERCIAL, partition_of
from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.judging.case import Case
from bedrock_tui.core.judging.listed import ANOTHER
from bedrock_tui.core.offer import Judgement
from bedrock_tui.core.policy import PolicyTarget, needs_subscription
from bedrock_tui.core.target import Target

NOT_AVAILABLE = "NOT_AVAILABLE"


def unavailable(case: Case) -> Judgement | None:
    """AWS denies the model to the region or the account."""
    if case.availability.region == NOT_AVAILABLE:
        return case.no(
            f"AWS says it is not available in {case.place}.",
            case.choose(otherwise=ANOTHER),
        )
    if case.availability.entitlement == NOT_AVAILABLE:
        return case.no(
            "AWS says the account is not entitled to it.",
            "Ask AWS Sales for access, or choose another model.",
        )
    return None


def not_authorized(case: Case) -> Judgement | None:
    """AWS says NOT_AUTHORIZED, and no documentation says by whom."""
    if case.availability.authorization != "NOT_AUTHORIZED":
        return None
    return case.unknown(
        "AWS says NOT_AUTHORIZED for the account, which can be a matter of its country "
        "or organisation; calls may be refused.",
        case.probe_command,
    )


def no_agreement(case: Case) -> Judgement | None:
    """There is no Marketplace agreement yet. That is not fatal: a call makes it."""
    state = case.availability.agreement
    if state == "PENDING":
        return case.unknown(
            "Its Marketplace agreement is being set up.", "Wait up to 15 minutes."
        )
    if state not in (NOT_AVAILABLE, "ERROR") or case.model is None:
        return None
    message = case.availability.message
    why = f": {message}" if message else "."
    return case.unknown(
        f"The account has no agreement for it yet{why}", _agreement(case, case.model)
    )


def _agreement(case: Case, model: Model) -> str:
    partition = partition_of(case.region)
    if partition != COMMERCIAL:
        return "Enable it on the model access page of the Bedrock console."
    form = (
        " Anthropic wants its use-case form first, once per account: open an Anthropic "
        "model in the Bedrock console, or aws bedrock put-use-case-for-model-access."
    )
    is_anthropic = model.id.startswith("anthropic.")
    if not needs_subscription(PolicyTarget(Target(model.id, case.region)), partition):
        return case.probe_command
    return (
        "The first call makes it, if the caller is allowed aws-marketplace:Subscribe "
        f"and aws-marketplace:ViewSubscriptions.{form if is_anthropic else ''}"
    )
