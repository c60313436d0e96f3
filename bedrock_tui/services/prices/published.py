"""Prices that genai-prices publishes, read from the package and never the network.

Only its rates are taken: its own sums bill cache tokens without a price as input and
pay no heed to service tiers. It finds models by parts of their ids, so what it finds is
compared with what was asked for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_tui.core.prices import (
    DEFAULT_TIER,
    STANDARD_LATENCY,
    Confidence,
    Price,
    PriceSource,
    Rates,
    Routing,
    Step,
)
from bedrock_tui.services.prices.normalise import Asked, same_model
from bedrock_tui.services.prices.scope import borrowed

if TYPE_CHECKING:
    from genai_prices.types import ModelPrice, PriceCalculation, TieredPrices

_RATES = {
    "input_mtok": "input",
    "output_mtok": "output",
    "cache_read_mtok": "cache_read",
    "cache_write_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
}
_RELEASED = {"0.2.3": date(2026, 11, 10)}
"""The days of releases, which the package itself does not tell."""


def source() -> PriceSource:
    """Return what the package is."""
    from genai_prices import __version__

    detail = f"genai-prices {__version__}, of which most prices come"
    return PriceSource("published", detail, _RELEASED.get(__version__))


def find(asked: Asked) -> Price | None:
    """Return the price of the day of the call, or None where the package has none.

    Its prices are the US ones, but for models that it lists by routing.
    """
    if asked.tier != DEFAULT_TIER or asked.latency != STANDARD_LATENCY:
        return None
    found = _look_up(asked)
    if found is None:
        return None
    read = _read(found.model_price)
    if read is None:
        return None
    from genai_prices import __version__

    routed = found.model.id.startswith(("regional.", "global."))
    return Price(
        read[0],
        Confidence.ESTIMATE,
        f"genai-prices {__version__}",
        _RELEASED.get(__version__),
        borrowed(asked.region, everywhere=routed),
        read[1],
    )


def _look_up(asked: Asked) -> PriceCalculation | None:
    """Find the model, by its id as called and then by the bare one, which is priced
    as profiles of a geography are; never by another routing's.
    """
    from genai_prices import Usage, calc_price  # 0.3 s: never before it is needed

    regional = asked.routing is Routing.REGIONAL
    for reference in dict.fromkeys(
        (asked.spelled, asked.id) if regional else (asked.spelled,)
    ):
        try:
            found = calc_price(
                Usage(),
                reference,
                provider_id="aws",  # without it no id of Bedrock is found
                genai_request_timestamp=asked.at,
            )
        except LookupError:
            continue
        routing, _, rest = found.model.id.partition(".")
        name = rest if routing in ("regional", "global") else found.model.id
        if (routing != "global") is regional and same_model(asked.id, name):
            return found
    return None


def _read(prices: ModelPrice) -> tuple[Rates, tuple[Step, ...]] | None:
    """Return rates and steps; None where more than text tokens is paid for."""
    base: dict[str, Decimal] = {}
    above: dict[int, dict[str, Decimal]] = {}
    for key, price in vars(prices).items():
        if price is None:
            continue
        if key not in _RATES:
            return None
        base[_RATES[key]] = _base(price)
        for tier in getattr(price, "tiers", ()):
            above.setdefault(tier.start, {})[_RATES[key]] = tier.price
    if "input" not in base:
        return None
    flat = {name: rate for name, rate in base.items() if not _stepped(name, above)}
    steps = tuple(Step(s, Rates(**(flat | r))) for s, r in sorted(above.items()))
    return Rates(**base), steps


def _base(price: Decimal | TieredPrices) -> Decimal:
    return price if isinstance(price, Decimal) else price.base


def _stepped(name: str, above: dict[int, dict[str, Decimal]]) -> bool:
    return any(name in rates for rates in above.values())
