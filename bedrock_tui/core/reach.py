"""How a model can be reached from a region: one word for each cell of the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedrock_tui.core.catalogue import CallKind, Listing, Model, RegionScan
from bedrock_tui.core.moments import utc


class Reach(StrEnum):
    """The best way to a model from one region."""

    ON_DEMAND = "on demand"
    GEO = "geo profile"
    GLOBAL = "global profile only"
    OTHER = "own or provisioned"
    """Only through an application profile, a deployment or provisioned throughput."""
    MANTLE = "mantle only"
    LEGACY = "legacy"
    """Reachable, and on its way out."""
    LISTED = "listed, not callable"
    NONE = "not offered"
    CLOSED = "region closed"
    """The region is not for this account; its scan says why."""
    UNKNOWN = "not known"
    """The region was not asked, or told nothing, or only half of what it offers."""


def reach(model: Model | None, scan: RegionScan | None) -> Reach:
    """Return the best way to a model from a region."""
    if scan is None or not scan.settles:
        return Reach.UNKNOWN
    if scan.closed:
        return Reach.CLOSED
    if model is None:
        return Reach.NONE
    kinds = {call.kind for call in model.calls}
    if not kinds:
        if model.mantle_only:
            return Reach.MANTLE
        return Reach.UNKNOWN if Listing.PROFILES in scan.missing else Reach.LISTED
    ended = model.lifecycle.ended
    if ended is not None and utc(ended) <= utc(scan.at):
        return Reach.LISTED
    if model.lifecycle.is_legacy:
        return Reach.LEGACY
    for kind, word in (
        (CallKind.ON_DEMAND, Reach.ON_DEMAND),
        (CallKind.GEO, Reach.GEO),
        (CallKind.GLOBAL, Reach.GLOBAL),
    ):
        if kind in kinds:
            return word
    return Reach.OTHER


CALLABLE = frozenset(
    {Reach.ON_DEMAND, Reach.GEO, Reach.GLOBAL, Reach.OTHER, Reach.LEGACY}
)
"""The cells where a prompt can be sent."""

_BEST_FIRST = (Reach.ON_DEMAND, Reach.GEO, Reach.GLOBAL, Reach.OTHER)


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One model with its way from every region."""

    id: str
    title: str
    provider: str
    cells: tuple[Reach, ...]
    """One for each region, in the order they were asked for."""
    talks: bool = True
    """False if it answers text with text in no region."""

    @property
    def count(self) -> int:
        """The number of regions it can be called from."""
        return sum(cell in CALLABLE for cell in self.cells)

    @property
    def strength(self) -> tuple[int, ...]:
        """How well it can be reached, for sorting: regions, then by the best ways."""
        return (self.count, *(self.cells.count(way) for way in _BEST_FIRST))


def matrix(scans: Mapping[str, RegionScan], regions: Iterable[str]) -> list[ReachRow]:
    """Return a row for every model that any region told of, by provider and name."""
    regions = tuple(regions)
    known: dict[str, dict[str, Model]] = {}
    for region, scan in scans.items():
        for model in scan.models:
            known.setdefault(model.id, {})[region] = model
    rows = []
    for model_id, places in known.items():
        named = max(places.values(), key=lambda each: (each.listed, bool(each.name)))
        cells = tuple(
            reach(places.get(region), scans.get(region)) for region in regions
        )
        talks = any(each.talks for each in places.values())
        rows.append(ReachRow(model_id, named.title, named.provider, cells, talks))
    return sorted(
        rows, key=lambda row: (row.provider.lower(), row.title.lower(), row.id)
    )


def by_reach(rows: Iterable[ReachRow]) -> list[ReachRow]:
    """Return the rows with what can be reached from most regions first.

    Among equals on demand comes before profiles, and these before global ones; what
    is alike keeps its order.
    """
    return sorted(rows, key=lambda row: row.strength, reverse=True)
