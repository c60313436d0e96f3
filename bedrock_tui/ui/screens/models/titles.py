"""Names that tell models apart: several versions may have the same one."""

from __future__ import annotations

from collections.abc import Iterable

_JOINTS = "-.:"


def distinct(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a title for each id of `(id, title)`; where several have the same one,
    each is followed by what is different in its id.
    """
    alike: dict[str, list[str]] = {}
    for model_id, title in titles:
        alike.setdefault(title, []).append(model_id)
    found = {}
    for title, ids in alike.items():
        same = _same(ids) if len(ids) > 1 else 0
        for model_id in ids:
            rest = model_id[same:].strip(_JOINTS) if same else ""
            found[model_id] = f"{title} {rest}".rstrip()
    return found


def _same(ids: list[str]) -> int:
    """Return how many characters all ids begin with, up to a joint."""
    first, last = min(ids), max(ids)  # all others begin like both of these
    pairs = enumerate(zip(first, last, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), len(first))
    start = first[:same]
    if any(len(each) == same for each in ids):
        return same  # one of them is the beginning of all others
    return max(start.rfind(joint) for joint in _JOINTS) + 1
