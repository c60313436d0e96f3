"""What changed in a region between two looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bedrock_tui.core.catalogue import LISTING_OF, Listing, Model, RegionScan
from bedrock_tui.core.offer import ListPrice


class ChangeKind(StrEnum):
    """The kinds of change, as they are shown."""

    NEW = "new"
    GONE = "gone"
    LEGACY = "newly legacy"
    EOL = "end of life moved"
    PRICE = "price changed"
    IDS = "ids changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different in a region since it was looked at before."""

    kind: ChangeKind
    model_id: str
    region: str
    at: datetime
    """When it was noticed."""
    detail: str = ""
    """What it is now and what it was; ids and names in it are text from outside."""
    title: str = ""
    """The model's name; may be empty."""


_OWN = {
    "custom-model": frozenset({Listing.CUSTOM, Listing.DEPLOYMENTS}),
    "imported-model": frozenset({Listing.IMPORTED}),
    "prompt-router": frozenset({Listing.ROUTERS}),
    "default-prompt-router": frozenset({Listing.ROUTERS}),
}
"""The lists that tell of the account's own models, by the kind in their ARNs."""


def compare_scans(before: RegionScan, after: RegionScan) -> list[Change]:
    """Return what is different in `after`, by model id.

    What a region did not tell, in either scan, is never new and never gone. Scans of
    two accounts, or one of the public catalogue, are not compared at all.
    """
    if not _comparable(before, after):
        return []
    untold = frozenset((*before.missing, *after.missing))
    old = {model.id: model for model in before.models}
    new = {model.id: model for model in after.models}
    found: list[Change] = []
    for model_id in sorted(old.keys() | new.keys()):
        was, now = old.get(model_id), new.get(model_id)
        found += _compare(was, now, after, untold)
    return found


def compare_prices(
    model_id: str,
    region: str,
    at: datetime,
    prices: tuple[ListPrice, ListPrice],
    title: str = "",
) -> list[Change]:
    """Return the change from the first of two prices to the second, if it is one.

    Only prices of one source can differ; another source is no news.
    """
    before, after = prices
    same = (before.input, before.output) == (after.input, after.output)
    if same or before.source != after.source:
        return []
    detail = f"{_money(before)} → {_money(after)} per million tokens in / out"
    return [Change(ChangeKind.PRICE, model_id, region, at, detail, title)]


def _comparable(before: RegionScan, after: RegionScan) -> bool:
    if before.closed or after.closed or before.public or after.public:
        return False
    accounts = {before.account, after.account} - {""}
    return before.region == after.region and len(accounts) < 2


def _compare(
    was: Model | None, now: Model | None, scan: RegionScan, untold: frozenset[Listing]
) -> Iterator[Change]:
    model = now or was
    if model is None or _sources(model) & untold:
        return

    def change(kind: ChangeKind, detail: str) -> Change:
        return Change(kind, model.id, scan.region, scan.at, detail, model.name)

    if was is None:
        yield change(ChangeKind.NEW, _reached(model))
    elif now is None:
        yield change(ChangeKind.GONE, _reached(model))
    else:
        if was.listed and now.listed:
            yield from _lifecycle(was, now, change)
        if detail := _ids(was, now, untold):
            yield change(ChangeKind.IDS, detail)


def _lifecycle(
    was: Model, now: Model, change: Callable[[ChangeKind, str], Change]
) -> Iterator[Change]:
    if now.lifecycle.is_legacy and not was.lifecycle.is_legacy:
        yield change(ChangeKind.LEGACY, f"end of life {_day(now.lifecycle.ended)}")
    elif was.lifecycle.ended != now.lifecycle.ended:
        days = _day(was.lifecycle.ended), _day(now.lifecycle.ended)
        yield change(ChangeKind.EOL, " → ".join(days))


def _sources(model: Model) -> frozenset[Listing]:
    """The lists that told of a model, without which nothing is known of it."""
    for kind, listings in _OWN.items():
        if f":{kind}/" in model.id:
            return listings
    # What only profiles mention may be in the list of models that did not come.
    only = Listing.MODELS if model.listed or model.mantle_only else Listing.PROFILES
    return frozenset({only})


def _ids(was: Model, now: Model, untold: frozenset[Listing]) -> str:
    old, new = (
        {each.id for each in model.calls if LISTING_OF[each.kind] not in untold}
        for model in (was, now)
    )
    added = [f"+ {each}" for each in sorted(new - old)]
    return ", ".join([*added, *(f"− {each}" for each in sorted(old - new))])


def _reached(model: Model) -> str:
    """Return who makes a model and how it is called; its id is told anyway."""
    kinds = dict.fromkeys(each.kind.replace("_", " ") for each in model.calls)
    how = ", ".join(kinds) or "no id to call it by"
    if model.mantle_only:
        how = "bedrock-mantle only"
    return f"{model.provider}: {how}" if model.provider else how


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "not set"


def _money(cost: ListPrice) -> str:
    return " / ".join(
        "–" if each is None else f"${each.normalize():f}"
        for each in (cost.input, cost.output)
    )
