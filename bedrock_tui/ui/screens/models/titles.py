"""Names that tell models apart: several versions may have the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from re import split

from bedrock_tui.core.arn import parse_arn

_JOINTS = "-.:"


def distinct(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a title for each id of `(id, title)`; where several have the same one,
    each is followed by what is different in its id, or in its ARN.
    """
    alike: dict[str, list[str]] = {}
    for model_id, title in titles:
        alike.setdefault(title, []).append(model_id)
    found = {}
    for title, ids in alike.items():
        rests = _differences(ids) if len(ids) > 1 else [""]
        for model_id, rest in zip(ids, rests, strict=True):
            found[model_id] = f"{title} {rest}".rstrip()
    return found


def _differences(ids: Sequence[str]) -> list[str]:
    """Return as little of each id as tells it from the others."""
    arns = [arn for each in ids if (arn := parse_arn(each)) is not None]
    if len(arns) < len(ids):
        same = _same(list(ids))
        return _shortest([each[same:].strip(_JOINTS) for each in ids])
    regions = [arn.region for arn in arns]
    names = [arn.resource.rpartition("/")[2] for arn in arns]
    both = [f"{region} {name}" for region, name in zip(regions, names, strict=True)]
    told = (each for each in (regions, names, both) if len(set(each)) == len(ids))
    return next(told, list(ids))


def _shortest(rests: list[str]) -> list[str]:
    """Cut all at the first joint after which they differ already."""
    pieces = [list(accumulate(split(r"(?=[-.:])", rest))) for rest in rests]
    for length in range(max(map(len, pieces))):
        cut = [each[min(length, len(each) - 1)] for each in pieces]
        if len(set(cut)) == len(rests):
            return cut
    return rests


def _same(ids: list[str]) -> int:
    """Return how many characters all ids begin with, up to a joint."""
    first, last = min(ids), max(ids)  # all others begin like both of these
    pairs = enumerate(zip(first, last, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), len(first))
    start = first[:same]
    if any(len(each) == same for each in ids):
        return same  # one of them is the beginning of all others
    return max(start.rfind(joint) for joint in _JOINTS) + 1
