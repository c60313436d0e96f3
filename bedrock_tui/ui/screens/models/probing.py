"""What the person is told before models are called to see whether they answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bedrock_tui.core.offer import Cost
from bedrock_tui.core.target import Target

ASKED = 10
"""Input tokens that a probe is taken to have; its output is one token."""
_MILLION = 1_000_000


def cost(price: Cost | None) -> Decimal | None:
    """Return about what a probe costs in dollars; None if nothing prices it."""
    if price is None or price.input is None or price.output is None:
        return None
    return (price.input * ASKED + price.output) / _MILLION


def explanation(targets: Sequence[tuple[Target, Cost | None]]) -> list[str]:
    """Return the lines of the question: each target with its price, and the sum."""
    lines = ["Each is called once, for one token of output.", ""]
    total, unknown = Decimal(), 0
    for target, price in targets:
        dollars = cost(price)
        total += dollars or 0
        unknown += dollars is None
        told = "price unknown" if dollars is None else f"about ${dollars:.6f}"
        lines.append(f"{target}: {told}")
    summed = f"Together about ${total:.6f}"
    without = f", and {unknown} of unknown price" if unknown else ""
    return [*lines, "", f"{summed}{without}."]


def how_many(targets: Sequence[Target]) -> str:
    """Return `1 target` or `3 targets`."""
    return f"{len(targets)} target{'s' if len(targets) != 1 else ''}"
