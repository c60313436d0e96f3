from __future__ import annotations

from decimal import Decimal

from bedrock_tui.core.forecast import Forecast, ceiling, forecast, in_words
from bedrock_tui.core.prices import Confidence, Price, Rates, Unpriced
from bedrock_tui.core.request import Message, Parameters, Request

PRICE = Price(Rates(Decimal(1000), Decimal(2000)), Confidence.EXACT, "prices.toml")
CLAUDE = "us.anthropic.claude-sonnet-5-5"
NOVA = "amazon.nova-pro-v1:0"


def asked(characters: int, most: int = 100, system: str = "") -> Request:
    return Request((Message("user", "x" * characters),), system, Parameters(most))


def of(model_id: str, request: Request, *notes: str, priced: bool = True) -> Forecast:
    price = PRICE if priced else Unpriced("nobody knows")
    return forecast(model_id, request, price, notes)


def test_the_whole_conversation_and_the_system_prompt_are_counted() -> None:
    messages = (Message("user", "x" * 40), Message("assistant", "y" * 40))
    request = Request((*messages, Message("user", "z" * 40)), "s" * 40, Parameters(10))
    found = of(NOVA, request)
    assert (found.input_tokens, found.max_tokens, found.quota) == (40, 10, 50)
    assert found.least.nanodollars == 40_000_000
    assert found.most.nanodollars == 60_000_000


def test_output_that_counts_several_times_takes_more_of_the_quota() -> None:
    assert of(CLAUDE, asked(400)).quota == 100 + 5 * 100


def test_words_for_several_lanes() -> None:
    lanes = [of(NOVA, asked(400)), of(CLAUDE, asked(4000, 200), "left out: x")]
    assert in_words([*lanes, of(NOVA, asked(400), priced=False)]) == [
        "3 lanes",
        "~$1.10 to $1.70",
        "1 unpriced",
        "left out: x",
        "~100–1,000 in",
        "up to 100–200 out each",
        "up to 2,000 tokens of quota a lane",
    ]
    assert ceiling(lanes) == 1_700_000_000


def test_without_any_price_none_is_told() -> None:
    lanes = [of(NOVA, asked(4), priced=False)]
    assert in_words(lanes)[:2] == ["1 lane", "1 unpriced"]
    assert ceiling(lanes) is None
    assert in_words([]) == []
