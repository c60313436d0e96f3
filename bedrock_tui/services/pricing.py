"""What models and calls cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bedrock_tui.core.call import Call
from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.metrics import Served
from bedrock_tui.core.offer import ListPrice
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from datetime import datetime

    from bedrock_tui.core.prices import Cost, Price, Unpriced
    from bedrock_tui.services.prices.resolver import Prices


class ListPrices:
    """Prices models by the id that they are called by; what was found is kept."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._found: dict[tuple[str, str], ListPrice | None] = {}

    def price(self, model: Model, called: str = "") -> ListPrice | None:
        """Return the price of a model by an id, or by its best one; None if unpriced.

        The first look may read files and import for some 0.3 s.
        """
        called = called or (model.calls[0].id if model.calls else model.id)
        key = (called, model.region)
        if key not in self._found:
            self._found[key] = self._look_up(model, called)
        return self._found[key]

    def _look_up(self, model: Model, called: str) -> ListPrice | None:
        from bedrock_tui.core.prices import Unpriced

        hidden = called.startswith("arn:")  # such an ARN does not name its model
        price = self._prices.price(
            called,
            model.region,
            extended_access_since=model.lifecycle.extended_access,
            base_model=(model.base or model.id) if hidden else None,
        )
        if isinstance(price, Unpriced):
            return None
        steps = [f"other rates above {step.above:,} tokens" for step in price.steps]
        return ListPrice(
            input=price.rates.input,
            output=price.rates.output,
            confidence=str(price.confidence),
            source=price.source,
            as_of=price.as_of.isoformat() if price.as_of else "",
            note=", ".join([*price.notes, *steps]),
            steps=price.steps,
        )


class CallCosts:
    """Works out what calls cost.

    `known` returns the model behind a target, or None; it may block.
    """

    def __init__(self, prices: Prices, known: Callable[[Target], Model | None]) -> None:
        self._prices = prices
        self._known = known

    def cost(self, call: Call) -> Cost:
        """Return what a call costs by the tokens that the service counted.

        The first look may read files and import for some 0.3 s.
        """
        from bedrock_tui.core.prices import cost

        price = self.price(call.target, call.served, call.started_at)
        return cost(price, call.usage)

    def price(
        self,
        target: Target,
        served: Served = Served(),
        at: datetime | None = None,
    ) -> Price | Unpriced:
        """Return the price of a target's tokens, now or at another time."""
        model = self._known(target)
        behind = served.invoked_id
        if model is not None and not behind and target.id.startswith("arn:"):
            behind = model.base or model.id  # which such an ARN does not name
        return self._prices.price(
            target.id,
            target.region,
            tier=served.tier,
            latency=served.latency,
            at=at,
            extended_access_since=model.lifecycle.extended_access if model else None,
            base_model=behind or None,
        )
