from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bedrock_tui.core.catalogue import Lifecycle
from bedrock_tui.core.metadata import dollars, side_by_side
from bedrock_tui.core.offer import Judgement, Limits, Past
from bedrock_tui.core.permissions import Evidence, Verdict
from tests.core.catalogues import NOW, offer, price

NOVA = offer(
    "amazon.nova-pro-v1:0",
    "",
    "us",
    name="Nova Pro",
    provider="Amazon",
    inputs=("TEXT", "IMAGE"),
    limits=Limits(300_000, 10_000),
    price=price("0.8", "3.2"),
    past=Past(4, 3, 420.0, NOW, NOW, "Too many requests"),
    lifecycle=Lifecycle("LEGACY", NOW, NOW, NOW, NOW + timedelta(days=9)),
    judgement=Judgement(Verdict.YES, Evidence.SEEN, "It answered."),
)
BARE = offer("a.b", inputs=(), outputs=(), streams=None, calls=())
GLOBAL = offer("anthropic.claude-sonnet-5-5", "global")


def rows(*offers: object) -> dict[str, tuple[tuple[str, ...], bool]]:
    found = side_by_side(offers)  # type: ignore[arg-type]
    assert len({row.label for row in found}) == len(found)
    return {row.label: (row.values, row.differs) for row in found}


@pytest.mark.parametrize(
    ("label", "nova", "bare"),
    [
        ("Name", "Nova Pro", "a.b"),
        ("Provider", "Amazon", "–"),
        ("Model id", "amazon.nova-pro-v1:0", "a.b"),
        ("Called by", "amazon.nova-pro-v1:0\nus.amazon.nova-pro-v1:0", "–"),
        ("Kinds", "on demand, geo", "–"),
        (
            "Runs in",
            "amazon.nova-pro-v1:0: us-east-1\n"
            "us.amazon.nova-pro-v1:0: us-east-1, us-west-2",
            "–",
        ),
        ("Takes", "text, image", "–"),
        ("Streams", "yes", "–"),
        ("Context", "300,000", "–"),
        ("Most output", "10,000", "–"),
        ("Input per M", "$0.80", "unpriced"),
        ("Output per M", "$3.20", "unpriced"),
        ("Price from", "exact, price list, 2026-11-01", "–"),
        ("Lifecycle", "legacy", "–"),
        ("Ends", "2026-12-01", "–"),
        ("My calls", "4, 75% ok", "none"),
        ("Time to first token", "0.42 s", "–"),
        ("Last failure", "Too many requests", "–"),
        ("Verdict", "yes (seen)", "unknown (listed)"),
        ("Because", "It answered.", "Listed."),
        ("To do", "–", "–"),
    ],
)
def test_facts(label: str, nova: str, bare: str) -> None:
    values, differs = rows(NOVA, BARE)[label]
    assert values == (nova, bare)
    assert differs is (nova != bare)


def test_estimates_are_marked() -> None:
    guessed = replace(NOVA, price=replace(price("0.8", "3.2"), confidence="estimate"))
    values = rows(guessed, NOVA)
    assert values["Input per M"] == (("~$0.80", "$0.80"), True)


def test_a_global_profile_runs_anywhere_and_claude_burns_quota_faster() -> None:
    found = rows(GLOBAL, NOVA)
    assert found["Runs in"][0][0].endswith(": anywhere")
    assert found["Quota burn-down"] == (("5×", "1×"), True)


def test_the_same_model_does_not_differ_and_none_gives_labels_alone() -> None:
    assert not any(differs for _, differs in rows(NOVA, NOVA).values())
    assert all(values == () for values, _ in rows().values())


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "–"),
        (Decimal("3"), "$3.00"),
        (Decimal("0.80"), "$0.80"),
        (Decimal("0.0825"), "$0.0825"),
        (Decimal("0.035000"), "$0.035"),
        (Decimal("0"), "$0.00"),
        (Decimal("1E+2"), "$100.00"),
        (Decimal("NaN"), "–"),
    ],
)
def test_dollars(amount: Decimal | None, text: str) -> None:
    assert dollars(amount) == text
