"""A model in a region with what helps to choose it: price, limits, past, verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.prices import Step


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a target can be called by whoever is signed in, and how that is known."""

    verdict: Verdict
    evidence: Evidence
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model takes and gives at most, in tokens; None where it is not known."""

    context: int | None = None
    """Input and output together."""
    output: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What the history knows of calls to one model in one region."""

    calls: int = 0
    """Calls that ended ok, failed or were cut short; cancelled ones do not count."""
    ok: int = 0
    ttft_ms: float | None = None
    """Median time to first token of the calls that ended ok; None without one."""
    last_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_failure: str = ""
    """The title of the newest failure, if the newest call failed."""
    last_category: str = ""
    """Its category, one of `failure.Category`."""
    last_remedy: str = ""

    @property
    def success_rate(self) -> float | None:
        """The share of calls that ended ok; None without a call."""
        return self.ok / self.calls if self.calls else None


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The list price of one id in one region, in US dollars per million tokens."""

    input: Decimal | None
    output: Decimal | None
    confidence: str
    """`exact` or `estimate`."""
    source: str
    as_of: str
    """The date of the source, ISO 8601."""
    note: str = ""
    steps: tuple[Step, ...] = ()
    """What whole requests with longer prompts cost."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One row of the list of models."""

    model: Model
    judgement: Judgement
    limits: Limits = Limits()
    price: ListPrice | None = None
    """That of its first id, or of the model's own; None if nothing prices it."""
    past: Past = Past()
    favourite: bool = False
    prices: Mapping[str, ListPrice] = field(default_factory=dict)
    """By the id that is called; what nothing prices is not in it."""

    @property
    def prices_differ(self) -> bool:
        """True if what the model costs depends on the id that it is called by."""
        found = (self.prices.get(call.id) for call in self.model.calls)
        return len({(each.input, each.output) if each else None for each in found}) > 1
