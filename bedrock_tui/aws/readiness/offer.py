"""Whether a target is offered: its region lists it, and this account can have it."""

from __future__ import annotations

from typing import Any

from bedrock_tui.aws.readiness.finding import (
    Finding,
    denied,
    failed,
    passed,
    refused,
    unanswered,
    unknown,
    warned,
)
from bedrock_tui.aws.readiness.situation import Situation
from bedrock_tui.core.permissions import how_to_probe
from bedrock_tui.core.target import Target

_AVAILABILITY = "bedrock:GetFoundationModelAvailability"
_PROFILE = "bedrock:GetInferenceProfile"
_ABSENT = ("ResourceNotFoundException", "ValidationException")


def call_it(target: Target) -> str:
    """Return how to learn by a call whether a target can be called."""
    return f"Have it called for one token, which costs: {how_to_probe(target)}"


def offered(situation: Situation, target: Target) -> Finding:
    """Judge the target by what the region lists."""
    answer = situation.models(target.region)
    if answer.failure is not None:
        return unanswered(answer.failure, "bedrock:ListFoundationModels")
    name = target.name if ":foundation-model/" in target.id else target.id
    listed = {each["modelId"]: each for each in answer.content["modelSummaries"]}
    if name not in listed:
        return _behind_profile(situation, target, listed)
    if "ON_DEMAND" not in listed[name].get("inferenceTypesSupported", ()):
        region = target.region
        return failed(
            f"{name} is not sold on demand in {region}: its bare id is refused.",
            "Use the id of an inference profile: "
            + situation.command(
                f"aws bedrock list-inference-profiles --region {region}"
            ),
            "bedrock:ListFoundationModels",
        )
    return _available(situation, target, listed[name])


def _behind_profile(
    situation: Situation, target: Target, listed: dict[str, dict[str, Any]]
) -> Finding:
    """Judge an id that is no foundation model's by the profile it may be."""
    if target.id.startswith("arn:") and "inference-profile/" not in target.id:
        return unknown("No list tells of it.", call_it(target))
    answer = situation.ask(
        "bedrock",
        "get_inference_profile",
        target.region,
        inferenceProfileIdentifier=target.id,
    )
    if answer.failure is not None:
        if answer.failure.code not in _ABSENT:
            return unanswered(answer.failure, _PROFILE)
        return failed(
            f"{target.region} offers no {target.id}.",
            "Check the id and the region: "
            + situation.command(
                f"aws bedrock list-inference-profiles --region {target.region}"
            ),
            f"bedrock:ListFoundationModels, {_PROFILE}",
        )
    models = answer.content.get("models") or [{}]
    name = str(models[0].get("modelArn", "")).rpartition("/")[2]
    return _available(situation, target, listed.get(name, {"modelId": name}))


def _available(
    situation: Situation, target: Target, summary: dict[str, Any]
) -> Finding:
    """Ask whether this account can have the model (Bedrock API Reference,
    GetFoundationModelAvailability)."""
    name = summary["modelId"]
    answer = situation.ask(
        "bedrock", "get_foundation_model_availability", target.region, modelId=name
    )
    if answer.failure is not None:
        if denied(answer.failure):
            return unanswered(answer.failure, _AVAILABILITY)
        return refused(answer.failure, _AVAILABILITY)
    if found := _withheld(answer.content, name, target):
        return found
    if summary.get("modelLifecycle", {}).get("status") == "LEGACY":
        return warned(
            f"{name} is legacy: closed to accounts that do not use it.",
            "Choose its successor before it is switched off.",
            "bedrock:ListFoundationModels",
        )
    return passed(f"Listed and available{_agreement(answer.content)}.", _AVAILABILITY)


def _withheld(content: dict[str, Any], name: str, target: Target) -> Finding | None:
    if content.get("regionAvailability") == "NOT_AVAILABLE":
        return failed(f"{target.region} does not offer {name}.", "Use another region.")
    # Their meanings are not documented: a warning, not a verdict.
    for word, bad in (
        ("authorizationStatus", "NOT_AUTHORIZED"),
        ("entitlementAvailability", "NOT_AVAILABLE"),
    ):
        if content.get(word) == bad:
            return warned(
                f"{name}: {word} is {bad}; calls may be refused.",
                call_it(target),
                _AVAILABILITY,
            )
    return None


def _agreement(content: dict[str, Any]) -> str:
    """Say that the first call subscribes, where none did yet (Bedrock User Guide,
    "Access Amazon Bedrock foundation models")."""
    status = (content.get("agreementAvailability") or {}).get("status", "")
    if status in ("", "AVAILABLE"):
        return ""
    return f"; agreement {status}, the first call starts the subscription"
