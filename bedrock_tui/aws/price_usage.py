"""Reading the usage types of AWS's price lists, which say what a rate is for.

Three ways of writing, one meaning:

    USW2-MP:USW2_cache_write_tokens_1h_global_standard-Units
    USW2-MP:USW2_CacheWrite1hInputTokenCount_Global-Units
    USE1-Nova2.0Lite-cache-read-input-token-count-cross-region-global
    USE1-xai.grok-4.6-mantle-input-tokens-global-priority

All words must be known ones: batch, training, custom models, commitments, images and
whatever comes next are left out by not being understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bedrock_tui.aws.price_names import PLACES
from bedrock_tui.core.prices import DEFAULT_TIER, STANDARD_LATENCY, Routing

_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=\d+[hm][A-Z])|_")
_USAGE = re.compile(
    r"(?P<place>[a-z]+\d*)-"
    r"(?:mp:(?P<again>[a-z]+\d*)-|(?P<model>[^:]+?)-(?:(?P<mantle>mantle)-)?(?:text-)?)"
    r"(?P<kind>cache-read|cache-write|input|output)(?:-(?P<life>\d+[mh]))?"
    r"(?:-input)?-token(?:s|-count)(?P<rest>(?:-.+)?)"
)
_MODEL_ID = re.compile(r"[a-z0-9]+\.[a-z0-9.-]+")
_NO_NAMES = frozenset(
    [
        "audio",
        "batch",
        "cache",
        "cached",
        "custom",
        "flex",
        "global",
        "image",
        "images",
        "latency",
        "million",
        "priority",
        "provisioned",
        "reserved",
        "speech",
        "training",
        "video",
    ]
)
"""Words that say what a rate is for where others have the name alone."""
_KINDS = {
    "input": "input",
    "output": "output",
    "cache-read": "cache_read",
    "cache-write": "cache_write",
    "cache-write-5m": "cache_write",
    "cache-write-30m": "cache_write",
    "cache-write-1h": "cache_write_1h",
}
_PHRASES = (
    ("cross-region-global", "global"),
    ("cross-region-geo", "geo"),
    ("long-context", "long"),
    ("long-ctx", "long"),
    ("latency-optimized", "optimized"),
)
_WORDS = {"", "units", "standard", "geo", "global", "long", "optimized"}
_TIERS = ("flex", "priority")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a rate is for."""

    kind: str
    """A field of `Rates`."""
    routing: Routing
    tier: str
    latency: str
    long: bool
    """For prompts beyond the step."""
    mantle: bool
    """Of the other endpoint, which has the same models."""
    model_id: str
    """The id, where the usage type holds one."""


def read(text: str, region: str) -> Usage | None:
    """Read a usage type of a region; None where a word of it is not understood."""
    found = _USAGE.fullmatch(_JOINTS.sub("-", text).lower())
    if found is None or not _placed(found, region):
        return None
    rest = found["rest"]
    for phrase, word in _PHRASES:
        rest = rest.replace(phrase, word)
    words = rest.split("-")
    lives = [w for w in words if re.fullmatch(r"\d+[mh]", w)]
    tiers = [w for w in words if w in _TIERS]
    if set(words) - _WORDS - {*lives, *tiers} or len(lives) > 1 or len(tiers) > 1:
        return None
    life = found["life"] or (lives[0] if lives else "")
    kind = _KINDS.get(f"{found['kind']}-{life}" if life else found["kind"])
    model = found["model"] or ""
    if kind is None or not _NO_NAMES.isdisjoint(model.split("-")):
        return None
    return Usage(
        kind,
        Routing.GLOBAL if "global" in words else Routing.REGIONAL,
        tiers[0] if tiers else DEFAULT_TIER,
        "optimized" if "optimized" in words else STANDARD_LATENCY,
        "long" in words,
        bool(found["mantle"]),
        model if found["mantle"] and _MODEL_ID.fullmatch(model) else "",
    )


def _placed(found: re.Match[str], region: str) -> bool:
    """Tell whether both places of a usage type are this region, or unheard of."""
    places = {found["place"], found["again"] or found["place"]}
    return all(PLACES.get(place.upper(), region) == region for place in places)
