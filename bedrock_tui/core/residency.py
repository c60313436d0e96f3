"""Where requests stay: the geographies that regions belong to.

Geographies are those of inference profiles (Bedrock User Guide, "Supported Regions and
models for inference profiles"). What decides is where a request may run, not how the
profile is called.
"""

from __future__ import annotations

from collections.abc import Iterable

from bedrock_tui.core.catalogue import ANYWHERE, CallId, CallKind, Model
from bedrock_tui.core.modelids import split_prefix

_NARROW = {
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "in": ("ap-south-1", "ap-south-2"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
}
_WIDE = {"apac": "ap-"}
GEOGRAPHIES = (
    *("us", "eu", "apac", "jp", "au", "in", "ca", "sa"),
    *("us-gov", "ap", "af", "me", "il", "mx", "cn", "eusc", "us-iso", "us-isob"),
)
"""Those of inference profiles, and how the names of other regions begin."""


def in_geography(region: str, geography: str) -> bool:
    """Tell whether a region belongs to a geography, which may be a region's own name.

    A geography that is not known is taken for how its regions' names begin: `sa`.
    """
    if geography in _NARROW:
        return region in _NARROW[geography]
    if geography == "us" and region.startswith(("us-gov-", "us-iso")):
        return False
    start = _WIDE.get(geography, f"{geography}-")
    return region == geography or region.startswith(start)


def stays_in(call: CallId, region: str, geography: str) -> bool:
    """Tell whether every request by an id that is called in `region` stays there.

    Where the destinations are not known, the prefix of a profile and the region of a
    model's own id tell.
    """
    if call.destinations:
        return ANYWHERE not in call.destinations and all(
            in_geography(each, geography) for each in call.destinations
        )
    if call.kind is CallKind.GEO:
        return split_prefix(call.id)[0] == geography
    return call.kind is not CallKind.GLOBAL and in_geography(region, geography)


def within(model: Model, geography: str) -> bool:
    """Tell whether there is an id by which requests to a model stay in a geography."""
    return any(stays_in(call, model.region, geography) for call in model.calls)


def only_global(calls: Iterable[CallId]) -> bool:
    """Tell whether global profiles are the only way."""
    kinds = {call.kind for call in calls}
    return kinds == {CallKind.GLOBAL}
