from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.catalogue import Lifecycle
from bedrock_tui.core.offer import Judgement, Limits, Offer, Past
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.sorting import Column, natural, newest_first, sort_offers
from tests.core.catalogues import NOW, offer, price


def verdict(verdict: Verdict, evidence: Evidence) -> Judgement:
    return Judgement(verdict, evidence)


def ends(days: int) -> Lifecycle:
    return Lifecycle("LEGACY", ended=NOW + timedelta(days=days))


TABLE: dict[Column, list[dict[str, Any]]] = {
    # in ascending order; the last has no value
    Column.NAME: [
        {"name": "claude opus 4.8"},
        {"name": "Claude Opus 4.10"},
        {"name": "Nova"},
    ],
    Column.PROVIDER: [
        {"provider": "Amazon", "name": "Nova 2"},
        {"provider": "amazon", "name": "Nova 10"},
        {"provider": "Meta"},
        {"provider": ""},
    ],
    Column.KIND: [
        {"kinds": ("", "global")},
        {"kinds": ("us", "global")},
        {"kinds": ("global",)},
        {"calls": ()},
    ],
    Column.CONTEXT: [
        {"limits": Limits(8_000)},
        {"limits": Limits(128_000)},
        {"limits": Limits(1_000_000)},
        {"limits": Limits(None, 5)},
    ],
    Column.PRICE_IN: [
        {"price": price("0.035")},
        {"price": price("0.2")},
        {"price": price("10")},
        {"price": None},
    ],
    Column.PRICE_OUT: [
        {"price": price("9", "0.14")},
        {"price": price("8", "15")},
        {"price": price("1", None)},
    ],
    Column.TTFT: [
        {"past": Past(1, 1, 90.0)},
        {"past": Past(1, 1, 800.0)},
        {"past": Past()},
    ],
    Column.SUCCESS: [
        {"past": Past(3, 0)},
        {"past": Past(3, 1)},
        {"past": Past(3, 3)},
        {"past": Past()},
    ],
    Column.LIFECYCLE: [
        {"lifecycle": Lifecycle("ACTIVE")},
        {"lifecycle": ends(90)},
        {"lifecycle": ends(9)},
        {"lifecycle": Lifecycle()},
    ],
    Column.VERDICT: [
        {"judgement": verdict(Verdict.YES, Evidence.PROBED)},
        {"judgement": verdict(Verdict.YES, Evidence.SIMULATED)},
        {"judgement": verdict(Verdict.UNKNOWN, Evidence.LISTED)},
        {"judgement": verdict(Verdict.NO, Evidence.SIMULATED)},
    ],
}
WHOLE = {Column.NAME, Column.VERDICT}
"""Columns in which every offer has a value."""


def offers(column: Column) -> list[Offer]:
    found = []
    for number, shape in enumerate(TABLE[column]):
        kinds = shape.get("kinds", ("",))
        rest = {name: value for name, value in shape.items() if name != "kinds"}
        found.append(offer(f"a.model-{number}", *kinds, **rest))
    return found


def ids(found: list[Offer]) -> list[str]:
    return [each.model.id for each in found]


def test_every_column_is_in_the_table() -> None:
    assert set(TABLE) == set(Column)


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("turn", [1, -1])
def test_columns(column: Column, turn: int) -> None:
    wanted = offers(column)
    assert ids(sort_offers(wanted[::turn], column)) == ids(wanted)
    last = 0 if column in WHOLE else 1
    known, unknown = wanted[: len(wanted) - last], wanted[len(wanted) - last :]
    found = sort_offers(wanted[::turn], column, descending=True)
    assert ids(found) == ids(known[::-1] + unknown)


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("descending", [False, True])
def test_equals_keep_their_order(column: Column, descending: bool) -> None:
    alike = [replace(each, favourite=True) for each in offers(column)[:1] * 3]
    marked = [replace(each, favourite=bool(n)) for n, each in enumerate(alike)]
    assert sort_offers(marked, column, descending=descending) == marked


def test_numbers_in_names() -> None:
    names = ["GPT-5.6", "GPT-6", "gpt-6.1", "GPT-10", "gpt-oss"]
    assert sorted(reversed(names), key=natural) == names


@given(st.lists(st.text()))
def test_any_names_can_be_compared(names: list[str]) -> None:
    found = sort_offers([offer("a.b", name=name) for name in names], Column.NAME)
    assert len(found) == len(names)


def test_the_newest_first_goes_by_maker_name_and_version() -> None:
    in_order = [
        ("Amazon", "Nova 2 Lite"),
        ("Amazon", "Nova Lite"),
        ("anthropic", "Claude Opus 5.5"),
        ("Anthropic", "Claude Opus 5"),
        ("Anthropic", "Claude Opus 4.10"),
        ("Anthropic", "Claude Opus 4.8"),
        ("Anthropic", "Claude Opus 4"),
        ("Anthropic", "claude-opus-5-5"),
        ("Anthropic", "claude-opus-5"),
        ("Anthropic", "claude-opus-4-5-20251101-v1:0"),
        ("Anthropic", "claude-opus-4-20250514-v1:0"),
        ("Meta", "llama3-3-70b"),
        ("Meta", "llama3-70b"),
        ("Meta", "llama3-8b"),
        ("", "A model"),
    ]
    offers = [offer("x", provider=maker, name=name) for maker, name in in_order]
    for shuffled in (offers, offers[::-1], offers[1::2] + offers[::2]):
        told = [(e.model.provider, e.model.title) for e in newest_first(shuffled)]
        assert told == in_order
