"""Sorting the list of models by a column; what is not known comes last either way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from bedrock_tui.core.catalogue import CallKind
from bedrock_tui.core.moments import utc
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.permissions import Evidence, Verdict


class Column(StrEnum):
    """What offers can be sorted by."""

    NAME = "name"
    PROVIDER = "provider"
    KIND = "kind"
    """The best way to call it: on demand, then profiles, then the account's own."""
    CONTEXT = "context"
    PRICE_IN = "price in"
    PRICE_OUT = "price out"
    TTFT = "ttft"
    SUCCESS = "success"
    LIFECYCLE = "lifecycle"
    """Active models, then legacy ones by how soon they end, the latest first."""
    VERDICT = "verdict"
    """Yes, unknown, no; within each the better evidence first."""


_KINDS = tuple(CallKind)
_VERDICTS = (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)
_EVIDENCE = (
    Evidence.PROBED,
    Evidence.SEEN,
    Evidence.SIMULATED,
    Evidence.LISTED,
    Evidence.PUBLIC,
    Evidence.UNKNOWN,
)
_PIECES = re.compile(r"([0-9]{1,9})")
_VERSION = re.compile(r"([0-9]{1,9}(?:[.-][0-9]{1,2}(?![0-9b]))*)")
"""`4.5` in a name and `4-5` in an id; a date or a size (`70b`) is no part of it."""


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts `Opus 4.10` after `Opus 4.8`, whatever the case."""
    pieces = _PIECES.split(text.casefold())
    return tuple(
        (int(piece), "") if index % 2 else (-1, piece)
        for index, piece in enumerate(pieces)
    )


def sort_offers(
    offers: Iterable[Offer], column: Column, *, descending: bool = False
) -> list[Offer]:
    """Return the offers sorted by a column; equals keep their order.

    Offers without a value come last, in their order, in both directions.
    """
    key = _KEYS[column]
    keyed = [(key(offer), offer) for offer in offers]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    unknown = [offer for value, offer in keyed if value is None]
    return [*(offer for _, offer in known), *unknown]


def newest_first(offers: Iterable[Offer]) -> list[Offer]:
    """Return the offers by maker and name, of a name the highest version first.

    What nobody is said to have made comes last.
    """
    return sorted(offers, key=_by_maker)


def _by_maker(offer: Offer) -> tuple[object, ...]:
    model = offer.model
    return (not model.provider, natural(model.provider), _versions_down(model.title))


def _versions_down(name: str) -> list[tuple[tuple[int, ...], str]]:
    """Return a key that sorts `Opus 5.5`, `Opus 5`, `Opus 4.10` in this order."""
    pieces = _VERSION.split(name.casefold())
    return [
        # The 0 comes after any digit that a longer version has there.
        ((*(-int(each) for each in re.split("[.-]", piece)), 0), "")
        if index % 2
        else ((1,), piece)
        for index, piece in enumerate(pieces)
    ]


def _name(offer: Offer) -> object:
    return natural(offer.model.title)


def _provider(offer: Offer) -> object:
    provider = offer.model.provider
    return (natural(provider), _name(offer)) if provider else None


def _kind(offer: Offer) -> object:
    kinds = [_KINDS.index(call.kind) for call in offer.model.calls]
    return min(kinds) if kinds else None


def _context(offer: Offer) -> object:
    return offer.limits.context


def _price_in(offer: Offer) -> object:
    return offer.price.input if offer.price is not None else None


def _price_out(offer: Offer) -> object:
    return offer.price.output if offer.price is not None else None


def _ttft(offer: Offer) -> object:
    return offer.past.ttft_ms


def _success(offer: Offer) -> object:
    return offer.past.success_rate


def _lifecycle(offer: Offer) -> object:
    lifecycle = offer.model.lifecycle
    if not lifecycle.status and lifecycle.ended is None:
        return None
    end = lifecycle.ended
    return lifecycle.is_legacy, -utc(end).timestamp() if end is not None else 0.0


def _verdict(offer: Offer) -> object:
    judgement = offer.judgement
    return _VERDICTS.index(judgement.verdict), _EVIDENCE.index(judgement.evidence)


_KEYS: dict[Column, Callable[[Offer], Any]] = {
    Column.NAME: _name,
    Column.PROVIDER: _provider,
    Column.KIND: _kind,
    Column.CONTEXT: _context,
    Column.PRICE_IN: _price_in,
    Column.PRICE_OUT: _price_out,
    Column.TTFT: _ttft,
    Column.SUCCESS: _success,
    Column.LIFECYCLE: _lifecycle,
    Column.VERDICT: _verdict,
}
