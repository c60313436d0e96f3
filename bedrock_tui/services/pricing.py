"""The list price of a model, as the list of models shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.offer import ListPrice

if TYPE_CHECKING:
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
        )
