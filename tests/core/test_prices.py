from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core import numbers
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.prices import (
    RATE_NAMES,
    Confidence,
    Cost,
    Price,
    Rates,
    Step,
    Total,
    Unpriced,
    cost,
    outlook,
    total,
)

D = Decimal
DAY = date(2026, 11, 10)
FLAT = Price(
    Rates(D("3.3"), D("16.5"), D("0.33"), D("4.125"), D("6.6")),
    Confidence.EXACT,
    "a list",
    DAY,
    ("a note",),
)
STEPPED = Price(
    Rates(D(2), D(10)),
    Confidence.ESTIMATE,
    "s",
    steps=(Step(100, Rates(D(4), D(15))), Step(200, Rates(D(8), D(30)))),
)

rates = st.decimals(0, 1000, places=6)
prices = st.builds(
    Price,
    st.builds(Rates, **dict.fromkeys(RATE_NAMES, rates)),
    st.sampled_from(Confidence),
    st.text(),
)
counts = st.integers(0, 10**9)
usages = st.builds(TokenUsage, counts, counts, st.none(), counts, counts)


def test_a_cost_keeps_what_it_was_reckoned_from() -> None:
    got = cost(FLAT, TokenUsage(433, 16, 3201, 2752))
    assert got == Cost(
        2_601_060, Confidence.EXACT, "a list", DAY, FLAT.rates, ("a note",)
    )


def test_cache_tokens_are_no_part_of_the_input() -> None:
    usage = TokenUsage(1, 1, 6, 1, 3, (("5m", 2), ("1h", 1)))
    assert cost(FLAT, usage).nanodollars == 3300 + 16500 + 330 + 2 * 4125 + 6600


@pytest.mark.parametrize("ttl", ["5m", "30m"])
def test_the_usual_life_is_short(ttl: str) -> None:
    usage = TokenUsage(0, 0, None, None, 1, ((ttl, 1),))
    got = cost(FLAT, usage)
    assert (got.nanodollars, got.confidence) == (4125, Confidence.EXACT)


def test_a_life_that_is_not_told_is_assumed_and_marked() -> None:
    got = cost(FLAT, TokenUsage(0, 0, None, None, 2, (("1h", 1),)))
    assert got.nanodollars == 4125 + 6600
    assert got.confidence is Confidence.ESTIMATE
    assert got.notes == ("a note", "cache writes taken as short-lived")


def test_a_life_that_cannot_differ_is_not_marked() -> None:
    price = Price(Rates(D(1), D(1), D(1), D(1)), Confidence.EXACT, "s")
    assert cost(price, TokenUsage(0, 0, None, None, 2)).confidence == "exact"


def test_details_alone_count_too() -> None:
    usage = TokenUsage(0, 0, cache_writes=(("1h", 1),))
    assert cost(FLAT, usage).nanodollars == 6600


@pytest.mark.parametrize(
    ("usage", "why"),
    [
        (TokenUsage(), "the service reported no token counts"),
        (TokenUsage(1), "the service reported no token counts"),
        (TokenUsage(None, 1), "the service reported no token counts"),
        (TokenUsage(-1, 1), "the token counts make no sense"),
        (TokenUsage(1, -1), "the token counts make no sense"),
        (
            TokenUsage(1, 1, None, None, 1, (("5m", 5),)),
            "the token counts make no sense",
        ),
        (
            TokenUsage(1, 1, None, None, 1, (("2d", 1),)),
            "the price of 2d cache writes is not known",
        ),
        (
            TokenUsage(1, 1, None, None, 1, (("", 1),)),
            "the price of odd cache writes is not known",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_unpriced(usage: TokenUsage, why: str) -> None:
    assert cost(FLAT, usage) == Cost(why=why)


@pytest.mark.parametrize(
    ("usage", "what"),
    [
        (TokenUsage(1, 1, None, 1), "cache reads"),
        (TokenUsage(1, 1, None, None, 1), "cache writes"),
        (
            TokenUsage(1, 1, None, None, 1, (("1h", 1),)),
            "one-hour cache writes",
        ),
    ],
)
def test_no_kind_of_token_is_billed_as_another(usage: TokenUsage, what: str) -> None:
    price = Price(Rates(D(1), D(1)), Confidence.EXACT, "s")
    assert cost(price, usage).why == f"the price of {what} is not known"
    assert cost(price, TokenUsage(1, 1, 2, 0, 0)).nanodollars == 2000


def test_an_unknown_price_has_its_reason() -> None:
    assert cost(Unpriced("because"), TokenUsage(1, 1)) == Cost(why="because")


@pytest.mark.parametrize(
    ("usage", "nano"),
    [
        (TokenUsage(100, 10), 100 * 2000 + 10 * 10_000),
        (TokenUsage(101, 10), 101 * 4000 + 10 * 15_000),
        (TokenUsage(200, 10), 200 * 4000 + 10 * 15_000),
        (TokenUsage(201, 10), 201 * 8000 + 10 * 30_000),
    ],
)
def test_a_long_prompt_is_dearer_as_a_whole(usage: TokenUsage, nano: int) -> None:
    got = cost(STEPPED, usage)
    assert got.nanodollars == nano
    assert (
        got.rates.input
        == D(nano - got.rates.output * 10_000) / usage.input_tokens / 1000
    )  # type: ignore[operator]  # both known


def test_cached_tokens_make_a_prompt_long() -> None:
    price = Price(
        Rates(D(2), D(10), D(1)),
        Confidence.EXACT,
        "s",
        steps=(Step(100, Rates(D(4), D(15), D(3))),),
    )
    assert cost(price, TokenUsage(1, 0, None, 100)).nanodollars == 4000 + 300_000


def test_a_step_without_rates_is_unpriced() -> None:
    price = Price(Rates(D(1), D(1)), Confidence.EXACT, "s", steps=(Step(9, Rates()),))
    assert cost(price, TokenUsage(9, 1)).nanodollars == 10_000
    assert cost(price, TokenUsage(10, 1)).why == "the price of input is not known"


def test_before_sending_there_is_a_least_and_a_most() -> None:
    seen = outlook(FLAT, 412, 1024)
    assert seen.least.nanodollars == 412 * 3300
    assert seen.most.nanodollars == 412 * 3300 + 1024 * 16500
    assert outlook(Unpriced("no"), 1, 1).most.nanodollars is None


@given(price=prices, one=usages, other=usages)
def test_costs_add_up(price: Price, one: TokenUsage, other: TokenUsage) -> None:
    both = TokenUsage(
        *(
            (getattr(one, name) or 0) + (getattr(other, name) or 0)
            for name in (
                "input_tokens",
                "output_tokens",
                "total_tokens",
                "cache_read_tokens",
                "cache_write_tokens",
            )
        )
    )
    parts = [cost(price, each).nanodollars or 0 for each in (one, other)]
    assert min(parts) >= 0
    whole = cost(price, both).nanodollars
    assert whole is not None
    assert abs(whole - sum(parts)) <= 1  # each is rounded once


@given(price=prices, usage=usages, share=st.sampled_from([D("0.5"), D("1.75")]))
def test_scaled_rates_scale_the_cost(
    price: Price, usage: TokenUsage, share: Decimal
) -> None:
    scaled = Price(price.rates.scaled(share), price.confidence, price.source)
    full = cost(price, usage).nanodollars or 0
    assert abs((cost(scaled, usage).nanodollars or 0) - full * share) <= 2


def test_unknown_rates_stay_unknown() -> None:
    half = Rates(D(4), None, D(1)).scaled(D("0.5"))
    assert half == Rates(D(2), None, D("0.5"))
    assert half.known() == {"input": D(2), "cache_read": D("0.5")}


def test_sums_leave_out_and_count_what_is_unpriced() -> None:
    exact, guess = Cost(5, Confidence.EXACT), Cost(7, Confidence.ESTIMATE)
    assert total([]) == Total(None, 0, False)
    assert total([Cost(why="x")]) == Total(None, 1, False)
    assert total([exact, exact]) == Total(10, 0, False)
    assert total([exact, guess, Cost(why="x")]) == Total(12, 1, True)


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        (None, "unpriced"),
        ("0", "$0.00"),
        ("0.000000001", "<$0.0001"),
        ("0.000049999", "<$0.0001"),
        ("0.00005", "$0.0001"),
        ("0.0017", "$0.0017"),
        ("0.0081", "$0.0081"),
        ("0.009949", "$0.0099"),
        ("0.00996", "$0.010"),
        ("0.031", "$0.031"),
        ("0.0994", "$0.099"),
        ("0.0996", "$0.10"),
        ("0.42", "$0.42"),
        ("12.4", "$12.40"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money_has_two_digits_that_count(dollars: str | None, text: str) -> None:
    nano = None if dollars is None else int(D(dollars) * 10**9)
    assert numbers.money(nano) == text


def test_a_sum_says_how_many_calls_it_lacks() -> None:
    assert numbers.spent(Total(31_000_000, 3, True)) == "$0.031 · 3 calls unpriced"
    assert numbers.spent(Total(31_000_000, 1, True)) == "$0.031 · 1 call unpriced"
    assert numbers.spent(Total(31_000_000, 0, True)) == "$0.031"
    assert numbers.spent(Total(None, 2, False)) == "2 calls unpriced"
    assert numbers.spent(Total(None, 0, False)) == "$0.00"
