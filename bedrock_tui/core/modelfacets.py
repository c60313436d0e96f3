"""The facets of the filter line: what an offer must be, beside its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from bedrock_tui.core.offer import Offer
from bedrock_tui.core.permissions import Verdict
from bedrock_tui.core.residency import only_global, within

HELP = (
    ("provider:meta", "models of one maker; a,b is either"),
    ("in:image", "what it takes: text, image, video, audio, …"),
    ("out:text", "what it gives"),
    ("stream:yes", "whether replies come in pieces: yes, no, unknown"),
    ("kind:geo", "how it is called: on_demand, geo, global, application, …"),
    ("geo:eu", "where requests stay: us, eu, apac, jp, au, in, ca, or a region"),
    ("verdict:yes", "whether you may call it: yes, no, unknown"),
    ("price<3", "list price of input in USD per million tokens; also > <= >="),
    ("context>200k", "context window in tokens: 200k, 1M, 200,000"),
    ("callable", "there is a way to call it, and nothing known against it"),
    ("active", "not on its way out"),
    ("legacy", "on its way out"),
    ("fav", "favourites"),
    ("!global", "not through global profiles alone"),
)
"""Every facet as an example, with what it means."""

Test = Callable[[Offer], bool | None]
"""None where nobody knows."""
_Valued = Callable[[Offer, str], bool]


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that an offer must be, or must not be."""

    test: Test
    words: str
    """The same in words, as `takes image`."""
    inverse: bool = False

    def holds(self, offer: Offer) -> bool:
        """Tell whether an offer passes; what is not known does not, either way."""
        found = self.test(offer)
        return found is not None and found is not self.inverse


def _of_provider(offer: Offer, value: str) -> bool:
    model = offer.model
    return value in model.provider.lower() or model.id.lower().startswith(f"{value}.")


def _takes(offer: Offer, value: str) -> bool:
    return any(each.lower().startswith(value) for each in offer.model.inputs)


def _gives(offer: Offer, value: str) -> bool:
    return any(each.lower().startswith(value) for each in offer.model.outputs)


def _streams(offer: Offer, value: str) -> bool:
    word = {True: "yes", False: "no", None: "unknown"}[offer.model.streams]
    return word.startswith(value)


def _of_kind(offer: Offer, value: str) -> bool:
    kinds = (call.kind.value for call in offer.model.calls)
    return any(kind.startswith(value.replace("-", "_")) for kind in kinds)


def _judged(offer: Offer, value: str) -> bool:
    return offer.judgement.verdict.value.startswith(value)


def _stays(offer: Offer, value: str) -> bool:
    return within(offer.model, value)


_VALUED: dict[str, tuple[_Valued, str]] = {
    "provider": (_of_provider, "by"),
    "in": (_takes, "takes"),
    "out": (_gives, "gives"),
    "stream": (_streams, "streams:"),
    "kind": (_of_kind, "called by"),
    "verdict": (_judged, "verdict"),
    "geo": (_stays, "stays in"),
}
"""Facets with a value, and how they are said in words."""


def _callable(offer: Offer) -> bool:
    return bool(offer.model.calls) and offer.judgement.verdict is not Verdict.NO


def _active(offer: Offer) -> bool:
    return not offer.model.lifecycle.is_legacy


def _legacy(offer: Offer) -> bool:
    return offer.model.lifecycle.is_legacy


def _favourite(offer: Offer) -> bool:
    return offer.favourite


def _has_global(offer: Offer) -> bool:
    return _of_kind(offer, "global")


def _not_only_global(offer: Offer) -> bool:
    return not only_global(offer.model.calls)


_FLAGS: dict[str, tuple[Test, str]] = {
    "active": (_active, "active"),
    "callable": (_callable, "callable"),
    "fav": (_favourite, "favourite"),
    "favourite": (_favourite, "favourite"),
    "global": (_has_global, "with a global profile"),
    "legacy": (_legacy, "legacy"),
}
_IS = "is:"
"""May stand before a flag."""

VALUED = tuple(_VALUED)
"""The names of the facets with a value after a colon."""
FLAGS = tuple(_FLAGS)
"""The facets that are one word."""
COMPARED = ("price", "context")
"""The names of the facets with a number."""

_COMPARISON = re.compile(
    rf"({'|'.join(COMPARED)})(<=|>=|<|>)\$?"
    r"((?=[.0-9])(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{0,12}))(\.[0-9]{1,9})?([km]?)"
)
_APART = re.compile(
    rf"(?<!\S)(!*(?:{'|'.join(COMPARED)}))\s*([<>]=?)(?:\s+(?=[$.0-9]))?"
)
"""A comparison that may have blanks in it."""
_UNFINISHED = re.compile(
    rf"(?:{'|'.join(COMPARED)})(?:[<>]=?)\$?|(?:is|{'|'.join(_VALUED)}):,*"
)
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
}


def facet_in(term: str, *, inverse: bool = False) -> Facet | None:
    """Read one term of the filter line, lower case; None if it is no facet."""
    if term == "global" and inverse:
        return Facet(_not_only_global, "not through global profiles alone")
    flag = term.removeprefix(_IS)
    if flag in _FLAGS:
        test, words = _FLAGS[flag]
        return Facet(test, _negated(words, inverse), inverse)
    if compared := _COMPARISON.fullmatch(term):
        return _comparing(compared, term, inverse)
    name, colon, value = term.partition(":")
    values = [each for each in value.split(",") if each]
    if not colon or name not in _VALUED or not values:
        return None
    valued, words = _VALUED[name]
    said = f"{words} {' or '.join(values)}"
    return Facet(
        lambda offer: any(valued(offer, each) for each in values),
        _negated(said, inverse),
        inverse,
    )


def joined(text: str) -> str:
    """Return a filter line, lower case, without the blanks in its comparisons."""
    return _APART.sub(r"\1\2", text)


def unfinished(term: str) -> bool:
    """Tell whether a term is a facet without its value, which hides nothing yet."""
    return _UNFINISHED.fullmatch(term) is not None


def _negated(words: str, inverse: bool) -> str:
    return f"not ({words})" if inverse else words


def _comparing(found: re.Match[str], term: str, inverse: bool) -> Facet:
    """Prices and windows that are not known are neither above nor below, nor not so."""
    name, sign, whole, part, scale = found.groups()
    number = Decimal(f"0{whole.replace(',', '')}{part or ''}")
    limit, compare = number * _SCALES[scale], _COMPARE[sign]
    value = _price if name == "price" else _context

    def test(offer: Offer) -> bool | None:
        known = value(offer)
        return None if known is None else compare(known, limit)

    return Facet(test, _negated(term.replace(sign, f" {sign} "), inverse), inverse)


def _price(offer: Offer) -> Decimal | None:
    return offer.price.input if offer.price is not None else None


def _context(offer: Offer) -> Decimal | None:
    context = offer.limits.context
    return Decimal(context) if context is not None else None
