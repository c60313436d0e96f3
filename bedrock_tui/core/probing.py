"""What a person is told before models are called to see whether they answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_UP, Decimal

from bedrock_tui.core.offer import ListPrice
from bedrock_tui.core.target import Target

INPUT_TOKENS = 10
"""What the prompt of a probe is taken to have; its reply is one token."""
_NANODOLLARS = 1_000
"""US dollars per million tokens, times this, are nano-dollars per token."""


def cost_of_probe(price: ListPrice | None) -> int | None:
    """Return about what a probe costs in nano-dollars; None if nothing prices it."""
    if price is None or price.input is None or price.output is None:
        return None
    tokens = price.input * INPUT_TOKENS + price.output
    return int((tokens * _NANODOLLARS).to_integral_value(ROUND_UP))


def explanation(targets: Sequence[tuple[Target, ListPrice | None]]) -> list[str]:
    """Return what will be called, about what each costs, and all together."""
    costs = [cost_of_probe(price) for _, price in targets]
    known = [each for each in costs if each is not None]
    lines = ["Each is called once, for one token of output:"]
    for (target, _), nanodollars in zip(targets, costs, strict=True):
        told = (
            "price unknown" if nanodollars is None else f"about {_money(nanodollars)}"
        )
        lines.append(f"{target}: {told}")
    unknown = len(costs) - len(known)
    if not known:
        return [*lines, "What that costs is not known."]
    without = f", and {unknown} of unknown price" if unknown else ""
    return [*lines, f"Together about {_money(sum(known))}{without}."]


def _money(nanodollars: int) -> str:
    """Return the dollars with two digits that count: probes are cheap."""
    if not nanodollars:
        return "$0"
    dollars = Decimal(nanodollars).scaleb(-9)
    return f"${round(dollars, 1 - dollars.adjusted()):f}"
