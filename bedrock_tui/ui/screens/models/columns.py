"""The columns of the list of models, and which of them it can be sorted by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bedrock_tui.core.numbers import UNKNOWN
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.sorting import Column as Order
from bedrock_tui.ui.screens.models import words
from bedrock_tui.ui.screens.models.signs import VERDICTS
from bedrock_tui.ui.widgets.columns import Cell, Column

_NOTHING = Cell(UNKNOWN, "dim")


def _greyed(cell: Callable[[Offer], Cell]) -> Callable[[Offer], Cell]:
    """Return the same cell, grey for models that this program cannot call."""

    def shown(offer: Offer) -> Cell:
        text, role = cell(offer)
        return Cell(text, role if offer.model.calls else "dim")

    return shown


def _name(offer: Offer) -> Cell:
    return Cell(offer.model.title)


def named(title: Callable[[Offer], str]) -> Column[Offer]:
    """Return the first column with names from elsewhere."""
    return replace(COLUMNS[0], cell=_greyed(lambda offer: Cell(title(offer))))


def _provider(offer: Offer) -> Cell:
    return Cell(offer.model.provider or UNKNOWN, "dim")


def _verdict(offer: Offer) -> Cell:
    judgement = offer.judgement
    if judgement.evidence is Evidence.UNKNOWN and judgement.verdict is Verdict.UNKNOWN:
        return _NOTHING
    sign, role = VERDICTS[judgement.verdict]
    return Cell(f"{sign} {judgement.evidence}", role)


def _price(offer: Offer, *, out: bool) -> Cell:
    if offer.price is None:
        return _NOTHING
    return Cell(words.price(offer.price, out=out))


def _first(offer: Offer) -> Cell:
    ttft = offer.past.ttft_ms
    return _NOTHING if ttft is None else Cell(f"{ttft / 1000:.2f}s")


def _success(offer: Offer) -> Cell:
    rate = offer.past.success_rate
    role = "dim" if rate is None else "" if rate >= 0.9 else "warn"
    return Cell(words.percent(rate), role)


def _life(offer: Offer) -> Cell:
    lifecycle = offer.model.lifecycle
    return Cell(words.life(lifecycle), "warn" if lifecycle.is_legacy else "dim")


def _kinds(offer: Offer) -> Cell:
    return Cell(words.kinds(offer.model))


def _modalities(offer: Offer) -> Cell:
    return Cell(words.modalities(offer.model), "dim")


def _context(offer: Offer) -> Cell:
    return Cell(words.tokens(offer.limits.context))


_PLAIN: Sequence[Column[Offer]] = (
    Column("name", "model", 24, _name, most=40),
    Column("provider", "provider", 11, _provider, priority=6),
    Column("kind", "called by", 17, _kinds, priority=4),
    Column("modalities", "in→out", 7, _modalities, priority=7),
    Column("context", "context", 7, _context, right=True, priority=5),
    Column("input", "$/M in", 7, lambda o: _price(o, out=False), True, 2),
    Column("output", "$/M out", 7, lambda o: _price(o, out=True), True, 2),
    Column("first", "first", 6, _first, right=True, priority=8),
    Column("success", "ok", 5, _success, right=True, priority=9),
    Column("life", "lifecycle", 9, _life, priority=3),
    Column("verdict", "callable", 11, _verdict, priority=1),
)

COLUMNS: Sequence[Column[Offer]] = [
    replace(each, cell=_greyed(each.cell)) for each in _PLAIN
]

ORDERS: Mapping[str, Order] = {
    "name": Order.NAME,
    "provider": Order.PROVIDER,
    "kind": Order.KIND,
    "context": Order.CONTEXT,
    "input": Order.PRICE_IN,
    "output": Order.PRICE_OUT,
    "first": Order.TTFT,
    "success": Order.SUCCESS,
    "life": Order.LIFECYCLE,
    "verdict": Order.VERDICT,
}
"""The columns that the list can be sorted by."""
