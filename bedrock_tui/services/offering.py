"""From what a region lists to what is worth knowing when one chooses a model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bedrock_tui.core.availability import Availability, Probe
from bedrock_tui.core.catalogue import Model, RegionScan
from bedrock_tui.core.limits import limits_of
from bedrock_tui.core.offer import ListPrice, Offer, Past
from bedrock_tui.core.permissions import Permission
from bedrock_tui.core.reach import CALLABLE, Reach, reach
from bedrock_tui.core.verdict import judge


class Pricing(Protocol):
    """What knows the prices of models."""

    def price(self, model: Model, called: str = "") -> ListPrice | None:
        """Return the price of a model in its region; None if nothing prices it.

        It is that of the id it is `called` by, else of its best one. May read files.
        """
        ...


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known besides the scan itself."""

    permissions: Collection[Permission] | None = None
    past: Mapping[str, Past] = field(default_factory=dict)
    """By model id."""
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By what was called."""
    availability: Mapping[str, Availability] = field(default_factory=dict)
    """By model id."""
    favourites: Collection[str] = ()
    elsewhere: Mapping[str, list[str]] = field(default_factory=dict)
    """Regions that models can be called from and are not legacy in, by model id."""
    pricing: Pricing | None = None


def offers_of(
    scan: RegionScan, models: Iterable[Model], known: Knowledge
) -> list[Offer]:
    """Return an offer for each of these models of a scan, in their order; blocks."""
    return [_offer(model, scan, known) for model in models]


def names_of(scan: RegionScan) -> dict[str, str]:
    """Return the model behind everything that can be called, by id and by ARN."""
    found: dict[str, str] = {}
    for model in scan.models:
        for call in model.calls:
            found[call.id] = model.id
            if call.arn:
                found.setdefault(call.arn, model.id)
        # The model's own id is what was called even where it is called no more.
        found[model.id] = model.id
    return found


def callable_from(scans: Collection[RegionScan]) -> dict[str, list[str]]:
    """Return the regions that each model can be called from, as far as was asked.

    Regions in which it is on its way out are no advice, and left out.
    """
    found: dict[str, list[str]] = {}
    for scan in scans:
        for model in scan.models:
            if reach(model, scan) in CALLABLE - {Reach.LEGACY}:
                found.setdefault(model.id, []).append(scan.region)
    return found


def _offer(model: Model, scan: RegionScan, known: Knowledge) -> Offer:
    past = known.past.get(model.id, Past())
    limits = limits_of(model.id)
    return Offer(
        model=model,
        judgement=judge(
            model,
            region_scan=scan,
            permissions=known.permissions,
            availability=known.availability.get(model.id),
            past=past,
            probe=_probe(model, known.probes),
            elsewhere=known.elsewhere.get(model.id, ()),
        ),
        limits=limits_of(model.base) if model.base else limits,
        price=known.pricing.price(model) if known.pricing else None,
        past=past,
        favourite=model.id in known.favourites,
        prices=_prices(model, known.pricing) if known.pricing else {},
    )


def _prices(model: Model, pricing: Pricing) -> dict[str, ListPrice]:
    prices = {call.id: pricing.price(model, call.id) for call in model.calls}
    return {called: price for called, price in prices.items() if price is not None}


def _probe(model: Model, probes: Mapping[str, Probe]) -> Probe | None:
    """Return the probe of the model's best id, or one of another that was answered."""
    found = [probes[call.id] for call in model.calls if call.id in probes]
    if model.calls and model.calls[0].id in probes:
        return found[0]
    return next((each for each in found if each.failure is None), None)
