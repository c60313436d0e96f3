"""What a prompt will take from purse and quota, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedrock_tui.core import numbers
from bedrock_tui.core.limits import burndown_of
from bedrock_tui.core.metrics import estimate_tokens
from bedrock_tui.core.prices import Cost, Price, Unpriced, outlook, total
from bedrock_tui.core.request import Request


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one lane will take. Input tokens are guessed from the length of the text."""

    input_tokens: int
    max_tokens: int
    most: Cost
    """If the reply is as long as it may be."""
    least: Cost
    """The prompt alone."""
    quota: int
    """Tokens of the quota per minute that may be used up: the output of some models
    counts several times (Bedrock User Guide, "How tokens are counted")."""
    notes: tuple[str, ...] = ()
    """What will be left out of the request, and why."""


def forecast(
    model_id: str,
    request: Request,
    price: Price | Unpriced,
    notes: tuple[str, ...] = (),
) -> Forecast:
    """Return what a request will take of the target with this id."""
    texts = [request.system, *(message.text for message in request.messages)]
    tokens, most = estimate_tokens(sum(map(len, texts))), request.parameters.max_tokens
    costs = outlook(price, tokens, most)
    used = tokens + most * burndown_of(model_id)
    return Forecast(tokens, most, costs.most, costs.least, used, notes)


def ceiling(forecasts: Sequence[Forecast]) -> int | None:
    """Return what all lanes cost at most in nano-dollars; None if nothing is priced."""
    return total(each.most for each in forecasts).nanodollars


def in_words(forecasts: Sequence[Forecast]) -> list[str]:
    """Return what all lanes will take, most important first."""
    if not forecasts:
        return []
    most = total(each.most for each in forecasts)
    lanes = len(forecasts)
    words = [f"{lanes} lane{'s' if lanes > 1 else ''}"]
    if most.nanodollars is not None:
        least = total(each.least for each in forecasts).nanodollars
        words.append(f"~{numbers.money(least)} to {numbers.money(most.nanodollars)}")
    if most.unpriced:
        words.append(f"{most.unpriced} {numbers.UNPRICED}")
    words += dict.fromkeys(note for each in forecasts for note in each.notes)
    words.append(f"~{_range([each.input_tokens for each in forecasts])} in")
    words.append(f"up to {_range([each.max_tokens for each in forecasts])} out each")
    quota = max(each.quota for each in forecasts)
    words.append(f"up to {numbers.count(quota)} tokens of quota a lane")
    return words


def _range(counts: Sequence[int]) -> str:
    least, most = min(counts), max(counts)
    if least == most:
        return numbers.count(most)
    return f"{numbers.count(least)}–{numbers.count(most)}"
