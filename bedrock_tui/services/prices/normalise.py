"""From whatever can be called to what has a price: a model and its routing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.prices import DEFAULT_TIER, STANDARD_LATENCY, Routing, Unpriced

PREFIXES = frozenset(
    ("us", "eu", "apac", "jp", "au", "ca", "in", "us-gov", Routing.GLOBAL)
)
"""What inference-profile ids begin with; nothing else is taken off an id."""

_HOURLY = {
    "provisioned-model": "provisioned throughput is paid by the hour",
    "imported-model": "imported models are paid by the minute",
}
_OPAQUE = {
    "application-inference-profile": "the application profile hides its model",
    "custom-model": "custom models have prices of their own",
    "custom-model-deployment": "custom models have prices of their own",
    "prompt-router": "the prompt router chooses the model",
    "default-prompt-router": "the prompt router chooses the model",
}
_VARIANT = re.compile(r":(?!\d+$)[^:]*$")
"""`:200k`, `:mm` and the like: sizes that only provisioned throughput has."""
_ID = re.compile(
    r"(?P<stem>.+?)(?:-(?P<date>\d{8}))?(?:-v(?P<version>\d+))?(?::(?P<revision>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a price is looked up for."""

    id: str
    """The foundation model's id, such as `anthropic.claude-opus-5`."""
    prefix: str
    """What the id was called with, such as `eu`; empty for the bare id."""
    region: str
    """Where the call is made, which decides the price."""
    at: datetime
    tier: str = DEFAULT_TIER
    latency: str = STANDARD_LATENCY

    @property
    def routing(self) -> Routing:
        """Global ids have prices of their own, and no other's will do."""
        return Routing.GLOBAL if self.prefix == Routing.GLOBAL else Routing.REGIONAL

    @property
    def spelled(self) -> str:
        """The id with its prefix."""
        return f"{self.prefix}.{self.id}" if self.prefix else self.id


def tier_of(text: str) -> str:
    """Return a service tier as the service names it; none is the default one."""
    return DEFAULT_TIER if text in ("", "standard") else text


def model_of(text: str, base_model: str | None = None) -> tuple[str, str] | Unpriced:
    """Return prefix and model id of an id or ARN.

    `base_model` says what is behind an ARN that hides it; it is of no use where
    calls are not paid by the token.
    """
    text = text.strip()
    if text.startswith("arn:"):
        return _from_arn(text, base_model)
    if _VARIANT.search(text):
        return Unpriced("this size of the model is for provisioned throughput only")
    prefix, dot, rest = text.partition(".")
    if dot and prefix in PREFIXES and "." in rest:
        return prefix, rest
    return ("", text) if text else Unpriced("there is no id")


def base_of(model_arns: Sequence[str]) -> str:
    """Return the `base_model` of an application profile from its `models[].modelArn`.

    A global profile has an ARN without a region among them.
    """
    arns = [arn for arn in map(parse_arn, model_arns) if arn]
    names = {arn.name for arn in arns}
    if len(names) != 1:
        return ""
    prefix = "" if all(arn.region for arn in arns) else f"{Routing.GLOBAL}."
    return prefix + names.pop()


def same_model(one: str, other: str) -> bool:
    """Tell whether two spellings of an id can mean one model: `-v1:0` or a date may
    be left out, and nothing else. `claude-opus-4` is not `claude-opus-4-8`.
    """
    ours, theirs = _ID.fullmatch(one), _ID.fullmatch(other)
    if not ours or not theirs or ours["stem"] != theirs["stem"]:
        return False
    return all(
        None in (ours[part], theirs[part]) or ours[part] == theirs[part]
        for part in ("date", "version", "revision")
    )


def _from_arn(text: str, base_model: str | None) -> tuple[str, str] | Unpriced:
    arn = parse_arn(text)
    if arn is None or arn.service != "bedrock":
        return Unpriced("the ARN names no model of Bedrock")
    match arn.kind:
        case "foundation-model" | "inference-profile":
            found = model_of(arn.name) if not arn.name.startswith("arn:") else None
            if arn.kind == "foundation-model" and isinstance(found, tuple):
                return (found[0] if arn.region else Routing.GLOBAL), found[1]
            return found or Unpriced("the ARN names no model of Bedrock")
        case kind if kind in _HOURLY:
            return Unpriced(_HOURLY[kind])
        case kind if base_model and base_model != text:
            return model_of(base_model)
        case kind:
            return Unpriced(_OPAQUE.get(kind, f"{kind} hides its model"))
