"""Models, scans and offers for the tests of the rules on them."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallId,
    CallKind,
    Model,
    RegionScan,
    RegionStatus,
)
from bedrock_tui.core.offer import Judgement, ListPrice, Offer
from bedrock_tui.core.permissions import Evidence, Verdict

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = "us-east-1"
TEXT = ("TEXT",)

ON_DEMAND, GEO, GLOBAL = CallKind.ON_DEMAND, CallKind.GEO, CallKind.GLOBAL


def call(call_id: str, kind: CallKind = ON_DEMAND, **more: Any) -> CallId:
    return CallId(call_id, kind, **more)


def calls_of(model_id: str, *kinds: str, region: str = HERE) -> tuple[CallId, ...]:
    """`""` is on demand, `us` and the like are profiles."""
    found = []
    for kind in kinds:
        if not kind:
            arn = f"arn:aws:bedrock:{region}::foundation-model/{model_id}"
            found.append(call(model_id, arn=arn, destinations=(region,)))
            continue
        profile = f"{kind}.{model_id}"
        arn = f"arn:aws:bedrock:{region}:111122223333:inference-profile/{profile}"
        places = (ANYWHERE,) if kind == "global" else (region, "us-west-2")
        call_kind = GLOBAL if kind == "global" else GEO
        found.append(call(profile, call_kind, arn=arn, destinations=places))
    return tuple(found)


def model(model_id: str = "amazon.nova-pro-v1:0", *kinds: str, **more: Any) -> Model:
    region = more.get("region", HERE)
    given: dict[str, Any] = {
        "region": region,
        "inputs": TEXT,
        "outputs": TEXT,
        "streams": True,
        "inference_types": ("ON_DEMAND",),
        "calls": calls_of(model_id, *(kinds or ("",)), region=region),
    }
    return Model(model_id, **(given | more))


def scan(*models: Model, region: str = HERE, **more: Any) -> RegionScan:
    given: dict[str, Any] = {"status": RegionStatus.OK, "at": NOW, "models": models}
    return RegionScan(region, **(given | more))


def offer(model_id: str = "amazon.nova-pro-v1:0", *kinds: str, **more: Any) -> Offer:
    """What is no field of Offer is one of its model."""
    names = {each.name for each in fields(Offer)}
    own = {name: more.pop(name) for name in names & more.keys()}
    unknown = Judgement(Verdict.UNKNOWN, Evidence.LISTED, "Listed.")
    return Offer(model(model_id, *kinds, **more), **({"judgement": unknown} | own))


def price(input_usd: str | None, output_usd: str | None = None) -> ListPrice:
    amounts = [Decimal(each) if each else None for each in (input_usd, output_usd)]
    return ListPrice(amounts[0], amounts[1], "exact", "price list", "2026-11-01")
