"""Models as a table of text: a line for each model in each region."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from bedrock_tui.cli.models.columns import Column, table
from bedrock_tui.core.metadata import dollars
from bedrock_tui.core.moments import day, utc
from bedrock_tui.core.numbers import UNKNOWN, count
from bedrock_tui.core.offer import ListPrice, Offer
from bedrock_tui.core.permissions import Verdict


def as_text(
    offers: Sequence[Offer], width: int | None, *, several: bool, judged: bool
) -> list[str]:
    """Return the lines; of `several` regions each id says its own, as targets do.

    Where nobody was asked, nothing is `judged`.
    """
    now = datetime.now(UTC)
    head, most = ("target", 60) if several else ("id", 44)
    columns = [
        Column(head, partial(_id, several=several), most=most),
        *([Column("call", _verdict)] if judged else []),
        Column("$/M in", _input, right=True),
        Column("$/M out", _output, right=True, spare=1),
        Column("life", partial(_life, now=now), spare=2),
        Column("context", _context, right=True, spare=3),
        Column("called by", called_by, spare=4),
        Column("name", lambda offer: offer.model.title, spare=5),
    ]
    return table(offers, columns, width)


def price(cost: ListPrice | None, amount: Decimal | None) -> str:
    """Return a price, with a mark where it is an estimate."""
    guess = "~" if cost is not None and cost.confidence == "estimate" else ""
    return f"{guess}{dollars(amount)}" if amount is not None else UNKNOWN


def called_by(offer: Offer) -> str:
    """Return the ways to call a model, each once."""
    if offer.model.mantle_only:
        at = offer.model.public_at
        return f"mantle, public list {day(at)}" if at else "bedrock-mantle only"
    kinds = (str(call.kind).replace("_", " ") for call in offer.model.calls)
    return ", ".join(dict.fromkeys(kinds)) or "nothing"


def _id(offer: Offer, *, several: bool) -> str:
    model = offer.model
    called = model.calls[0].id if model.calls else model.id
    return f"{called}@{model.region}" if several else called


def _verdict(offer: Offer) -> str:
    verdict = offer.judgement.verdict
    return "?" if verdict is Verdict.UNKNOWN else str(verdict)


def _input(offer: Offer) -> str:
    return price(offer.price, offer.price.input if offer.price else None)


def _output(offer: Offer) -> str:
    return price(offer.price, offer.price.output if offer.price else None)


def _life(offer: Offer, *, now: datetime) -> str:
    life = offer.model.lifecycle
    if life.ended is not None and utc(life.ended) <= now:
        return "ended"
    if life.ended is not None and life.is_legacy:
        return f"→ {life.ended:%Y-%m}"
    return life.status.lower() or UNKNOWN


def _context(offer: Offer) -> str:
    return count(offer.limits.context)
