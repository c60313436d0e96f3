"""AWS's public price list files of a region, fetched when a person asks for it.

No credentials: AWS Billing User Guide, "Getting price list files manually".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.price_names import EDITION, LONG_PROMPTS, NAMES
from bedrock_tui.aws.price_usage import Usage, read
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.prices import Listed, PriceList, Rates, Routing, Step
from bedrock_tui.errors import CallFailed

PUBLIC = "https://pricing.us-east-1.amazonaws.com"
OFFERS = ("AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService")
"""The three offers that sell tokens; the newer Claudes are in the second only."""

_TIMEOUT = 30
"""Seconds of silence after which a file is given up."""
_PER_MILLION = {
    "1k tokens": Decimal(1000),
    "1m tokens": Decimal(1),
    "units": Decimal(1),  # older rows of AWS Marketplace: millions of tokens
}
_Key = tuple[str, Routing, str, str]


@dataclass(slots=True)
class _Cell:
    """The rates found for a model, routing, tier and latency, by kind."""

    as_of: date
    rates: dict[str, tuple[Decimal | None, bool]] = field(default_factory=dict)
    """With whether it is the other endpoint's; None where rows contradict."""
    long: dict[str, tuple[Decimal | None, bool]] = field(default_factory=dict)


def fetch(region: str, base_url: str = PUBLIC) -> PriceList:
    """Fetch and read the files of a region. Raises CallFailed."""
    cells: dict[_Key, _Cell] = {}
    for offer in OFFERS:
        place = f"{base_url}/offers/v1.0/aws/{offer}/current/{quote(region, safe='')}"
        if document := _download(f"{place}/index.json", region):
            try:
                _collect(document, region, cells)
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                raise _unreadable(repr(error)) from error
    entries = tuple(_entries(cells))
    if not entries:
        raise _unreadable(f"AWS lists no price that we can read for {region}.")
    return PriceList(region, entries)


def _download(url: str, region: str) -> Any:
    """Return the document, or None where the region does not sell the offer."""
    with explained(region=region):
        from botocore.awsrequest import AWSRequest
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        session = URLLib3Session(proxies=get_environ_proxies(url), timeout=_TIMEOUT)
        answer = session.send(AWSRequest("GET", url).prepare())
    if answer.status_code in (403, 404):  # what S3 says of a file that is not there
        return None
    if answer.status_code != 200:
        raise _unreadable(f"{url} answered {answer.status_code}.")
    try:
        return json.loads(answer.content)
    except ValueError as error:
        raise _unreadable(f"{url}: {error}") from error


def _unreadable(message: str) -> CallFailed:
    remedy = "Try again later; the prices known so far stay in use."
    title = "No price list"
    return CallFailed(Failure(Category.SERVER, "PriceList", title, message, remedy))


def _collect(document: Any, region: str, cells: dict[_Key, _Cell]) -> None:
    published = date.fromisoformat(document["publicationDate"][:10])
    terms = document.get("terms", {}).get("OnDemand", {})
    for sku, product in document["products"].items():
        attributes = product.get("attributes", {})
        usage = read(attributes.get("usagetype", ""), region)
        sold = str(attributes.get("servicename", "")).endswith(EDITION)
        rate = _rate(terms.get(sku, {}), marketplace=sold)
        if usage is None or rate is None or attributes.get("regionCode") != region:
            continue
        if model := _model(attributes, usage):
            key = (model, usage.routing, usage.tier, usage.latency)
            cell = cells.setdefault(key, _Cell(published))
            cell.as_of = min(cell.as_of, published)
            _put(cell.long if usage.long else cell.rates, usage, rate)


def _model(attributes: Mapping[str, str], usage: Usage) -> str:
    name = attributes.get("model") or attributes.get("servicename", "")
    return NAMES.get(name.removesuffix(EDITION), usage.model_id)


def _put(
    rates: dict[str, tuple[Decimal | None, bool]], usage: Usage, rate: Decimal
) -> None:
    """Add a rate: one of our endpoint beats the other's, and two that differ cancel
    each other out.
    """
    known, mantle = rates.get(usage.kind, (rate, usage.mantle))
    if mantle and not usage.mantle:
        rates[usage.kind] = rate, False
    elif mantle == usage.mantle:
        rates[usage.kind] = (rate if known == rate else None), mantle


def _rate(terms: Mapping[str, Any], *, marketplace: bool) -> Decimal | None:
    """Return US dollars per million tokens; None for what is not that, and for zero,
    which stands in for prices that are not set.
    """
    found = {
        _dimension(dimension, marketplace=marketplace)
        for term in terms.values()
        for dimension in term.get("priceDimensions", {}).values()
    }
    rate = found.pop() if len(found) == 1 else None
    return rate or None


def _dimension(dimension: Mapping[str, Any], *, marketplace: bool) -> Decimal | None:
    unit = str(dimension.get("unit", "")).lower()
    factor = _PER_MILLION.get(unit)
    text = dimension.get("pricePerUnit", {}).get("USD")
    if factor is None or text is None or (unit == "units" and not marketplace):
        return None
    try:
        rate = Decimal(text) * factor
    except InvalidOperation:
        return None
    return rate.normalize() if rate.is_finite() and rate > 0 else None


def _entries(cells: Mapping[_Key, _Cell]) -> Iterator[Listed]:
    """Yield what is whole: input and output, and where a step begins if there is one.

    A model known to have a step whose rates are not listed gets one without rates.
    """
    for (model, routing, tier, latency), cell in sorted(cells.items()):
        rates, long = _known(cell.rates), _known(cell.long)
        above = LONG_PROMPTS.get(model)
        if rates.input is None or rates.output is None or (cell.long and not above):
            continue
        steps = (Step(above, long),) if above else ()
        yield Listed(model, routing, tier, latency, rates, steps, cell.as_of)


def _known(rates: Mapping[str, tuple[Decimal | None, bool]]) -> Rates:
    return Rates(**{kind: rate for kind, (rate, _) in rates.items()})
