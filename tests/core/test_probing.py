from __future__ import annotations

from decimal import Decimal

from bedrock_tui.core.offer import ListPrice
from bedrock_tui.core.probing import cost_of_probe, explanation
from bedrock_tui.core.target import Target

A, B = Target("a", "us-east-1"), Target("b", "eu-west-1")


def cost(input_: str, output: str | None) -> ListPrice:
    return ListPrice(
        Decimal(input_), Decimal(output) if output else None, "exact", "me", ""
    )


def test_a_probe_costs_its_prompt_and_one_token() -> None:
    assert cost_of_probe(cost("3", "15")) == 45_000
    assert cost_of_probe(cost("0.00001", "0")) == 1, "never nothing"
    assert cost_of_probe(cost("3", None)) is None
    assert cost_of_probe(None) is None


def test_each_target_and_the_sum_are_told() -> None:
    assert explanation([(A, cost("3", "15")), (B, None)]) == [
        "Each is called once, for one token of output:",
        "a@us-east-1: about $0.000045",
        "b@eu-west-1: price unknown",
        "Together about $0.000045, and 1 of unknown price.",
    ]
    assert explanation([(B, None)])[-1] == "What that costs is not known."
    assert explanation([(A, cost("0", "0"))])[-1] == "Together about $0."
