"""The language of the filter line over the list of models.

Words are fuzzy, all of them must fit, and the best fit comes first; what is in quotes
must stand there just so. `!` before a word or a facet turns it round; a word turned
round must not stand in the name just so. Comparisons may have blanks in them. What
is no facet is a word, and a facet still being typed (`in:`) hides nothing. What looks
like a facet and is none is a word as well, with a hint of what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bedrock_tui.core.catalogue import Model
from bedrock_tui.core.facethints import hint
from bedrock_tui.core.fuzzy import EXACT, fit
from bedrock_tui.core.modelfacets import Facet, facet_in, joined, unfinished
from bedrock_tui.core.offer import Offer

_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
"""What blanks end, but for those between quotes."""
_LESS = 0.1
"""How much less a fit of the id counts than one of the name."""


@dataclass(frozen=True, slots=True)
class ModelFilter:
    """A filter line, read once and asked for every offer."""

    words: tuple[str, ...] = ()
    """Lower case; every one must fit."""
    without: tuple[str, ...] = ()
    """Lower case; none may stand in the name."""
    facets: tuple[Facet, ...] = ()
    hints: tuple[str, ...] = ()
    """What to write instead of terms that look like facets and are none."""
    phrases: tuple[str, ...] = ()
    """Lower case; every one must stand in the name, the ids or the maker just so."""

    @property
    def empty(self) -> bool:
        """True if it hides nothing."""
        return not (self.words or self.phrases or self.without or self.facets)

    def rank(self, offer: Offer) -> float | None:
        """Return how well an offer fits, more for a better fit; None if it is hidden.

        Without words all that is not hidden fits alike.
        """
        for facet in self.facets:
            if not facet.holds(offer):
                return None
        model = offer.model
        texts = _texts(model.title, model.id, model.provider)
        if any(_stands(word, texts, model) for word in self.without):
            return None
        if not all(_stands(phrase, texts, model) for phrase in self.phrases):
            return None
        total = 0.0
        for word in self.words:
            best = _fit(word, texts, model)
            if best is None:
                return None
            total += best
        return total

    def matches(self, offer: Offer) -> bool:
        """Tell whether an offer is shown."""
        return self.rank(offer) is not None

    def has_words(self, offer: Offer) -> bool:
        """Tell whether every word stands in the name, the ids or the maker just so."""
        model = offer.model
        texts = _texts(model.title, model.id, model.provider)
        return all(_stands(word, texts, model) for word in self.words)

    def sift(self, offers: Iterable[Offer]) -> list[Offer]:
        """Return the offers that are shown, the best fit first, else in their order."""
        ranked = [(rank, o) for o in offers if (rank := self.rank(o)) is not None]
        if self.words:
            ranked.sort(key=lambda pair: -pair[0])
        return [offer for _, offer in ranked]

    def describe(self) -> str:
        """Return the filter in one line, such as `takes image, without "opus"`."""
        parts = [each.words for each in self.facets]
        parts += [f'like "{word}"' for word in self.words]
        parts += [f'with "{phrase}"' for phrase in self.phrases]
        parts += [f'without "{word}"' for word in self.without]
        return ", ".join(parts) or "all models"


def parse(text: str) -> ModelFilter:
    """Read a filter line; any text is one."""
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    facets: list[Facet] = []
    hints: list[str] = []
    for token in _TOKEN.findall(joined(text.lower())):
        inverse, quoted = token.startswith("!"), token.lstrip("!").startswith('"')
        term = " ".join(token.lstrip("!").replace('"', "").split())
        if quoted:
            (without if inverse else phrases).extend(filter(None, [term]))
            continue
        facet = facet_in(term, inverse=inverse)
        hints += [said] if (said := hint(term)) else []
        if facet is not None:
            facets.append(facet)
        elif term and not unfinished(term):
            (without if inverse else words).append(term)
    return ModelFilter(
        tuple(words), tuple(without), tuple(facets), tuple(hints), tuple(phrases)
    )


@lru_cache(maxsize=4096)
def _texts(title: str, model_id: str, provider: str) -> tuple[str, str, str]:
    """What words are looked for in: the name, the id, and both with the maker."""
    title, model_id = title.lower(), model_id.lower()
    return title, model_id, f"{title} {provider.lower()} {model_id}"


def _stands(word: str, texts: tuple[str, str, str], model: Model) -> bool:
    return word in texts[2] or ("." in word and _in_calls(word, model))


def _in_calls(word: str, model: Model) -> bool:
    return any(word in call.id.lower() for call in model.calls)


def _fit(word: str, texts: tuple[str, str, str], model: Model) -> float | None:
    """Return the best of the fits; a name tells more than an id."""
    title, model_id, whole = texts
    best = max(fit(word, title) or 0.0, (fit(word, model_id) or 0.0) - _LESS)
    if word in whole or ("." in word and _in_calls(word, model)):
        return max(best, EXACT - 2 * _LESS)
    return best if best > 0 else None
