"""Which ids can be called in a region, as the region itself lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.core.catalogue import CallableId


class Catalogue:
    """Reads the control plane of Bedrock; every call may wait for the network."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        """Return what can be sent text and answers with text, sorted by id.

        That is every model with on-demand throughput and every inference profile; a
        model without it refuses its bare id. Raises CallFailed.
        """
        with explained(region=region, aws_profile=aws_profile):
            client = self._clients.get(
                "bedrock", aws_profile=aws_profile, region=region
            )
            models = client.list_foundation_models()["modelSummaries"]
            return sorted(_callable(client, models), key=lambda each: each.id)


def _callable(client: Any, models: list[dict[str, Any]]) -> Iterator[CallableId]:
    providers = {m["modelId"]: m.get("providerName", "") for m in models}
    talking = {
        model["modelId"]
        for model in models
        if "TEXT" in model.get("inputModalities", ())
        and "TEXT" in model.get("outputModalities", ())
    }
    for model in models:
        if model["modelId"] in talking and "ON_DEMAND" in model.get(
            "inferenceTypesSupported", ()
        ):
            name, provider = model.get("modelName", ""), model.get("providerName", "")
            yield CallableId(model["modelId"], name, provider)
    yield from _profiles(client, providers, talking)


def _profiles(
    client: Any, providers: dict[str, str], talking: set[str]
) -> Iterator[CallableId]:
    pages = client.get_paginator("list_inference_profiles")
    for kind in ("SYSTEM_DEFINED", "APPLICATION"):
        for page in pages.paginate(typeEquals=kind):
            for profile in page["inferenceProfileSummaries"]:
                yield from _profile(profile, kind, providers, talking)


def _profile(
    profile: dict[str, Any], kind: str, providers: dict[str, str], talking: set[str]
) -> Iterator[CallableId]:
    behind = {_model_id(m.get("modelArn", "")) for m in profile.get("models", ())}
    known = behind & providers.keys()
    if known and not known & talking:
        return  # embeddings and images; what the region does not know stays in
    name = profile.get("inferenceProfileName", "")
    provider = next((providers[model] for model in known), "")
    arn = kind == "APPLICATION"
    key = "inferenceProfileArn" if arn else "inferenceProfileId"
    yield CallableId(profile[key], name, provider, inference_profile=True)


def _model_id(arn: str) -> str:
    return arn.rpartition("/")[2]
