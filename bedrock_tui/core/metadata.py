"""Everything known of some models, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bedrock_tui.core import numbers
from bedrock_tui.core.catalogue import ANYWHERE, CallId
from bedrock_tui.core.limits import burndown_of
from bedrock_tui.core.moments import day
from bedrock_tui.core.numbers import UNKNOWN
from bedrock_tui.core.offer import ListPrice, Offer


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of every model, in the order of the models."""

    label: str
    values: tuple[str, ...]
    """`–` where it is not known; several lines where there are several."""
    differs: bool
    """True if not all models have the same."""


def side_by_side(offers: Sequence[Offer]) -> list[Row]:
    """Return every fact as a row with a value for each offer."""
    rows = []
    for label, fact in _FACTS:
        values = tuple(fact(offer) or UNKNOWN for offer in offers)
        rows.append(Row(label, values, len(set(values)) > 1))
    return rows


def destinations(call: CallId) -> str:
    """Return where requests may run, such as `us-east-1, us-west-2` or `anywhere`."""
    places = [each for each in call.destinations if each != ANYWHERE]
    if ANYWHERE in call.destinations:
        return "anywhere"
    return ", ".join(places)


def dollars(amount: Decimal | None) -> str:
    """Return a price of a million tokens, such as `$0.80` or `$0.0825`."""
    if amount is None:
        return UNKNOWN
    if not amount.is_finite():
        return UNKNOWN
    exact = f"{amount:f}"
    cents = f"{amount:.2f}"
    return f"${cents if Decimal(cents) == amount else exact.rstrip('0')}"


def _ids(offer: Offer) -> str:
    return "\n".join(call.id for call in offer.model.calls)


def _kinds(offer: Offer) -> str:
    kinds = (str(call.kind).replace("_", " ") for call in offer.model.calls)
    return ", ".join(dict.fromkeys(kinds))


def _runs_in(offer: Offer) -> str:
    calls = offer.model.calls
    return "\n".join(f"{call.id}: {destinations(call) or UNKNOWN}" for call in calls)


def _words(words: Sequence[str]) -> str:
    return ", ".join(word.lower() for word in words)


def _streams(offer: Offer) -> str:
    return {True: "yes", False: "no", None: ""}[offer.model.streams]


def _price(of: Callable[[ListPrice], Decimal | None]) -> Callable[[Offer], str]:
    def told(price: ListPrice | None) -> str:
        return _amount(price, of(price)) if price is not None else "unpriced"

    def fact(offer: Offer) -> str:
        each = [(told(offer.prices.get(c.id)), c.id) for c in offer.model.calls]
        if offer.prices_differ or len({text for text, _ in each}) > 1:
            return "\n".join(f"{text} {called}" for text, called in each)
        return told(offer.price)

    return fact


def _amount(price: ListPrice, amount: Decimal | None) -> str:
    guess = "~" if price.confidence == "estimate" and amount is not None else ""
    return f"{guess}{dollars(amount)}"


def _source(offer: Offer) -> str:
    return _of_each_id(offer, _origin)


def _origin(price: ListPrice) -> str:
    parts = (price.confidence, price.source, price.as_of, price.note)
    return ", ".join(filter(None, parts))


def long_prompts(offer: Offer) -> str:
    """Return what a million tokens of long prompts cost, and from which length on.

    Empty if no length makes a difference.
    """
    return _of_each_id(offer, _steps)


def _steps(price: ListPrice) -> str:
    return "; ".join(
        f"{_amount(price, step.rates.input)} in, {_amount(price, step.rates.output)} "
        f"out above {numbers.count(step.above)} tokens"
        for step in price.steps
    )


def _of_each_id(offer: Offer, fact: Callable[[ListPrice], str]) -> str:
    """Return a fact of the price, with the ids if it is not the same for all.

    Ids that nothing prices, or of which there is nothing to say, are left out.
    """
    ids = (call.id for call in offer.model.calls if call.id in offer.prices)
    told = {called: fact(offer.prices[called]) for called in ids}
    if len(set(told.values())) > 1:
        return "\n".join(f"{called}: {said}" for called, said in told.items() if said)
    return fact(offer.price) if offer.price is not None else ""


def _date(of: Callable[[Offer], datetime | None]) -> Callable[[Offer], str]:
    def fact(offer: Offer) -> str:
        moment = of(offer)
        return day(moment) if moment is not None else ""

    return fact


def _calls(offer: Offer) -> str:
    past = offer.past
    if past.success_rate is None:
        return "none"
    return f"{numbers.count(past.calls)}, {past.success_rate:.0%} ok"


def _ttft(offer: Offer) -> str:
    return numbers.seconds(offer.past.ttft_ms)


def _verdict(offer: Offer) -> str:
    judgement = offer.judgement
    return f"{judgement.verdict} ({judgement.evidence})"


_FACTS: tuple[tuple[str, Callable[[Offer], str]], ...] = (
    ("Name", lambda offer: offer.model.title),
    ("Provider", lambda offer: offer.model.provider),
    ("Model id", lambda offer: offer.model.id),
    ("Region", lambda offer: offer.model.region),
    ("Called by", _ids),
    ("Kinds", _kinds),
    ("Runs in", _runs_in),
    ("Takes", lambda offer: _words(offer.model.inputs)),
    ("Gives", lambda offer: _words(offer.model.outputs)),
    ("Streams", _streams),
    ("Customising", lambda offer: _words(offer.model.customizations)),
    ("Context", lambda offer: numbers.count(offer.limits.context)),
    ("Most output", lambda offer: numbers.count(offer.limits.output)),
    ("Quota burn-down", lambda offer: f"{burndown_of(offer.model.id)}×"),
    ("Input per M", _price(lambda cost: cost.input)),
    ("Output per M", _price(lambda cost: cost.output)),
    ("Price from", _source),
    ("Lifecycle", lambda offer: offer.model.lifecycle.status.lower()),
    ("Launched", _date(lambda offer: offer.model.lifecycle.started)),
    ("Legacy from", _date(lambda offer: offer.model.lifecycle.legacy)),
    ("Dearer from", _date(lambda offer: offer.model.lifecycle.extended_access)),
    ("Ends", _date(lambda offer: offer.model.lifecycle.ended)),
    ("My calls", _calls),
    ("Time to first token", _ttft),
    ("Last answered", _date(lambda offer: offer.past.last_ok_at)),
    ("Last failure", lambda offer: offer.past.last_failure),
    ("Verdict", _verdict),
    ("Because", lambda offer: offer.judgement.reason),
    ("To do", lambda offer: offer.judgement.remedy),
)
"""Every fact with its label, in the order they are shown."""
