"""The price of a call: the first source that knows it, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bedrock_tui import paths
from bedrock_tui.core.prices import (
    DEFAULT_TIER,
    STANDARD_LATENCY,
    Confidence,
    Price,
    PriceSource,
    Unpriced,
)
from bedrock_tui.services import bridge
from bedrock_tui.services.prices import published, user
from bedrock_tui.services.prices.lists import PriceLists
from bedrock_tui.services.prices.normalise import Asked, model_of, tier_of
from bedrock_tui.services.prices.scope import BORROWED
from bedrock_tui.services.prices.supplement import Supplement

EXTENDED_ACCESS = "may be higher: extended access"
BASE_PRICE = "price of the base model"
_SHARES = {"flex": Decimal("0.5"), "priority": Decimal("1.75")}
"""What most models' tiers cost, measured by the default one; AWS lists each apart."""
_LATENCIES = (STANDARD_LATENCY, "optimized")


class Prices:
    """Looks prices up, in this order: the person's file, AWS's list, our facts about
    the region or tier, what is published, our facts about the model.

    The first look reads files and may import for 0.3 s: `await ready()` before it
    where nothing may wait.
    """

    def __init__(
        self, *, user_file: Path | None = None, lists_folder: Path | None = None
    ) -> None:
        self._user_file = user_file
        self._lists_folder = lists_folder
        self._supplement = Supplement()

    @cached_property
    def _user(self) -> user.UserPrices:
        return user.read(self._user_file or paths.prices_file())

    @cached_property
    def _lists(self) -> PriceLists:
        return PriceLists(self._lists_folder or paths.price_lists())

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, in words; the other sources go on."""
        return (*self._user.problems, *self._lists.problems)

    def sources(self) -> list[PriceSource]:
        """Return where prices come from, what is asked first at the top; blocks."""
        file = self._user_file or paths.prices_file()
        own = len(self._user.entries)
        return [
            PriceSource("prices.toml", f"{own} prices of yours in {file}"),
            *self._lists.sources(),
            published.source(),
            self._supplement.source(),
        ]

    async def ready(self) -> None:
        """Read and import what the first look needs, in a thread."""
        await bridge.call("prices", lambda: self.price("anthropic.claude", "us-east-1"))

    async def refresh(self, region: str, *, base_url: str = "") -> Path:
        """Fetch AWS's list of a region and keep it; only ever because a person asked.

        Raises CallFailed; what was kept before stays then.
        """

        def work() -> Path:
            from bedrock_tui.aws import pricelist

            fetched = pricelist.fetch(region, base_url or pricelist.PUBLIC)
            return self._lists.keep(fetched)

        return await bridge.call("price list", work)

    def price(
        self,
        id: str,  # noqa: A002  the word of a target
        region: str,
        *,
        tier: str = "",
        latency: str = "",
        at: datetime | None = None,
        extended_access_since: datetime | None = None,
        base_model: str | None = None,
    ) -> Price | Unpriced:
        """Return what a call costs per token; tier and latency are the response's.

        `base_model` is what is behind an ARN that hides its model, as a lookup or the
        reply's trace told. Times without a zone are UTC.
        """
        at = _utc(at or datetime.now(UTC))
        tier, latency = tier_of(tier), latency or STANDARD_LATENCY
        model = model_of(id, base_model)
        asked = None
        if not isinstance(model, Unpriced):
            asked = Asked(model[1], model[0], region, at, tier, latency)
        spellings = (id, asked.spelled) if asked else (id,)
        if own := self._user.find(spellings, region, tier, latency):
            return own
        if asked is None:
            assert isinstance(model, Unpriced)
            return model
        found = self._find(asked)
        if isinstance(found, Unpriced):
            return found
        if ":custom-model" in id:
            found = _doubted(found, BASE_PRICE)
        if extended_access_since is not None and _utc(extended_access_since) <= at:
            found = _doubted(found, EXTENDED_ACCESS)
        return found

    def _find(self, asked: Asked) -> Price | Unpriced:
        if asked.tier == "reserved":
            return Unpriced("reserved throughput is paid by the hour, not by the call")
        if asked.tier not in (DEFAULT_TIER, *_SHARES):
            return Unpriced(f"the service tier {asked.tier} has no known price")
        if asked.latency not in _LATENCIES:
            return Unpriced(f"the latency {asked.latency} has no known price")
        if asked.tier != DEFAULT_TIER:
            return self._find_tier(asked)
        return self._find_default(asked) or _nothing(asked)

    def _find_default(self, asked: Asked) -> Price | None:
        return (
            self._lists.find(asked)
            or self._supplement.specific(asked)
            or published.find(asked)
            or self._supplement.general(asked)
        )

    def _find_tier(self, asked: Asked) -> Price | Unpriced:
        """A listed tier price, else a share of the default one as an estimate."""
        if listed := self._lists.find(asked) or self._supplement.specific(asked):
            return listed
        if asked.id.startswith("anthropic."):
            return Unpriced(f"Claude has no {asked.tier} tier")
        default = self._find_default(replace(asked, tier=DEFAULT_TIER))
        near = default is not None and not BORROWED.intersection(default.notes)
        if not near and (listed := self._supplement.general(asked)):
            return listed
        if default is None:
            return _nothing(asked)
        share = _SHARES[asked.tier]
        steps = (replace(s, rates=s.rates.scaled(share)) for s in default.steps)
        note = f"{asked.tier} taken as {share} of the default tier"
        return _doubted(
            replace(default, rates=default.rates.scaled(share), steps=tuple(steps)),
            note,
        )


def _doubted(price: Price, note: str) -> Price:
    return replace(price, confidence=Confidence.ESTIMATE, notes=(*price.notes, note))


def _nothing(asked: Asked) -> Unpriced:
    return Unpriced(f"no price is known for {asked.spelled} in {asked.region}")


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
