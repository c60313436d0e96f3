"""What tokens cost: prices, and the cost of a reply's usage. Decimal throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bedrock_tui.core.metrics import TokenUsage

DEFAULT_TIER = "default"
"""What the service calls the ordinary service tier; price lists say `standard`."""
STANDARD_LATENCY = "standard"

_NANODOLLARS = 1_000
"""US dollars per million tokens, times this, are nano-dollars per token."""
_SHORT_LIVED = ("5m", "30m")
"""Lives of cache writes that `Rates.cache_write` is for."""


class Confidence(StrEnum):
    """How far a price can be relied on."""

    EXACT = "exact"
    """The person's own, or AWS's list for this region, routing and tier."""
    ESTIMATE = "estimate"
    """Anything else."""


class Routing(StrEnum):
    """Where a call may be served, which AWS prices apart."""

    REGIONAL = "regional"
    """In the region, or by a profile of its geography: the same price."""
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars per million tokens; None is unknown, never free."""

    input: Decimal | None = None
    """Prompt tokens, without cached ones."""
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    """For the model's usual life: 5 minutes for Claude, 30 for GPT, Kimi and GLM."""
    cache_write_1h: Decimal | None = None

    def scaled(self, factor: Decimal) -> Rates:
        """Return the known rates times `factor`."""
        return Rates(**{name: rate * factor for name, rate in self.known().items()})

    def known(self) -> dict[str, Decimal]:
        """Return the rates that are known, by name."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: rate for name, rate in found.items() if rate is not None}


RATE_NAMES = tuple(each.name for each in fields(Rates))


@dataclass(frozen=True, slots=True)
class Step:
    """The rates of a whole request whose prompt is longer than `above` tokens."""

    above: int
    """Prompt tokens, cached ones included."""
    rates: Rates


@dataclass(frozen=True, slots=True)
class Price:
    """What the tokens of one target cost, and who says so."""

    rates: Rates
    confidence: Confidence
    source: str
    """Such as `genai-prices 0.2.3`."""
    as_of: date | None = None
    """The day the source speaks of; None where it names none."""
    notes: tuple[str, ...] = ()
    """What may make it wrong, such as `US price`."""
    steps: tuple[Step, ...] = ()

    def rates_for(self, prompt_tokens: int) -> Rates:
        """Return the rates that a prompt of this length is billed at, all of it."""
        reached = [step for step in self.steps if prompt_tokens > step.above]
        return (
            max(reached, key=lambda step: step.above).rates if reached else self.rates
        )


@dataclass(frozen=True, slots=True)
class Unpriced:
    """No price, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class PriceSource:
    """One place that prices come from."""

    name: str
    detail: str
    """What is there, in words."""
    as_of: date | None = None
    """How old it is; None where nothing tells."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of an AWS price list."""

    id: str
    routing: Routing
    tier: str
    latency: str
    rates: Rates
    steps: tuple[Step, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class PriceList:
    """What AWS lists for one region."""

    region: str
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call cost, with what it was reckoned from, to be kept with it."""

    nanodollars: int | None = None
    """None is unpriced, never 0."""
    confidence: Confidence | None = None
    source: str = ""
    as_of: date | None = None
    rates: Rates = Rates()
    """Those that were used: a long prompt's own where there are any."""
    notes: tuple[str, ...] = ()
    why: str = ""
    """Why it is unpriced; empty otherwise."""


def cost(price: Price | Unpriced, usage: TokenUsage) -> Cost:
    """Return what this usage costs. A kind of token whose rate is unknown leaves the
    whole unpriced: it is never billed at the rate of another kind.
    """
    if isinstance(price, Unpriced):
        return Cost(why=price.reason)
    if usage.input_tokens is None or usage.output_tokens is None:
        return Cost(why="the service reported no token counts")
    counts, odd, assumed = _counts(usage)
    if odd or any(tokens < 0 for tokens in counts.values()):
        return Cost(why=odd or _SENSELESS)
    rates = price.rates_for(sum(counts.values()) - counts["output"])
    known = rates.known()
    for name, tokens in counts.items():
        if tokens and name not in known:
            return Cost(why=f"the price of {_WORDS[name]} is not known")
    dollars = sum((known[n] * t for n, t in counts.items() if t), Decimal())
    guessed = assumed and known.get("cache_write_1h") is not None
    return Cost(
        int((dollars * _NANODOLLARS).to_integral_value(ROUND_HALF_UP)),
        Confidence.ESTIMATE if guessed else price.confidence,
        price.source,
        price.as_of,
        rates,
        (*price.notes, "cache writes taken as short-lived") if guessed else price.notes,
    )


_SENSELESS = "the token counts make no sense"
_WORDS = {
    "input": "input",
    "output": "output",
    "cache_read": "cache reads",
    "cache_write": "cache writes",
    "cache_write_1h": "one-hour cache writes",
}


def _counts(usage: TokenUsage) -> tuple[dict[str, int], str, bool]:
    """Return the tokens by rate, what is wrong with them, and whether the life of
    some cache writes had to be assumed. Cached tokens are not in `input_tokens`.
    """
    hour = sum(tokens for ttl, tokens in usage.cache_writes if ttl == "1h")
    short = sum(tokens for ttl, tokens in usage.cache_writes if ttl in _SHORT_LIVED)
    other = next(
        (t for t, n in usage.cache_writes if n and t not in ("1h", *_SHORT_LIVED)), None
    )
    written = usage.cache_write_tokens
    untold = 0 if written is None else written - hour - short
    counts = {
        "input": usage.input_tokens or 0,
        "output": usage.output_tokens or 0,
        "cache_read": usage.cache_read_tokens or 0,
        "cache_write": short + untold,
        "cache_write_1h": hour,
    }
    odd = ""
    if other is not None:
        odd = f"the price of {other or 'odd'} cache writes is not known"
    elif untold < 0:
        odd = _SENSELESS
    return counts, odd, untold > 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a call will cost, before it is sent."""

    least: Cost
    """The prompt alone."""
    most: Cost
    """The prompt, and the longest reply that was asked for."""


def outlook(price: Price | Unpriced, input_tokens: int, max_tokens: int) -> Outlook:
    """Return between what a call of this size will cost; caches are left out."""
    return Outlook(
        cost(price, TokenUsage(input_tokens, 0)),
        cost(price, TokenUsage(input_tokens, max_tokens)),
    )


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of costs; what is unpriced is counted beside it."""

    nanodollars: int | None
    """None where nothing has a price."""
    unpriced: int
    estimated: bool


def total(costs: Iterable[Cost]) -> Total:
    """Add up costs."""
    everything = list(costs)
    priced = [each for each in everything if each.nanodollars is not None]
    return Total(
        sum(each.nanodollars or 0 for each in priced) if priced else None,
        len(everything) - len(priced),
        any(each.confidence is not Confidence.EXACT for each in priced),
    )
