from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bedrock_tui.core.catalogue import CallId, CallKind, Lifecycle, Listing
from bedrock_tui.core.catalogue import RegionStatus as Status
from bedrock_tui.core.reach import CALLABLE, Reach, ReachRow, by_reach, matrix, reach
from tests.core.catalogues import NOW, calls_of, model, scan

NOVA, SONNET = "amazon.nova-pro-v1:0", "anthropic.claude-sonnet-5-5"
LEGACY = Lifecycle("LEGACY", ended=NOW + timedelta(days=30))
OWNED = CallKind.APPLICATION
OWN = CallId(
    "arn:aws:bedrock:r:1:application-inference-profile/x", CallKind.APPLICATION
)
TABLE = [
    ({}, Reach.ON_DEMAND),
    ({"calls": calls_of(NOVA, "", "us", "global")}, Reach.ON_DEMAND),
    ({"calls": calls_of(NOVA, "us", "global")}, Reach.GEO),
    ({"calls": calls_of(NOVA, "global")}, Reach.GLOBAL),
    ({"calls": (OWN,)}, Reach.OTHER),
    ({"calls": (CallId("p", CallKind.PROVISIONED),)}, Reach.OTHER),
    ({"calls": (OWN, *calls_of(NOVA, "global"))}, Reach.GLOBAL),
    ({"calls": (), "mantle_only": True}, Reach.MANTLE),
    ({"calls": ()}, Reach.LISTED),
    ({"lifecycle": LEGACY}, Reach.LEGACY),
    ({"lifecycle": LEGACY, "calls": ()}, Reach.LISTED),
    ({"lifecycle": Lifecycle("LEGACY", ended=NOW)}, Reach.LISTED),
    ({"lifecycle": Lifecycle("NEW")}, Reach.ON_DEMAND),
]


@pytest.mark.parametrize(("shape", "word"), TABLE)
def test_the_best_way_to_a_model(shape: dict[str, Any], word: Reach) -> None:
    assert reach(model(NOVA, **shape), scan()) is word


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.DENIED, Reach.CLOSED),
        (Status.NOT_ENABLED, Reach.CLOSED),
        (Status.UNREACHABLE, Reach.UNKNOWN),
        (Status.FAILED, Reach.UNKNOWN),
        (Status.NO_CREDENTIALS, Reach.UNKNOWN),
        (Status.CANCELLED, Reach.UNKNOWN),
    ],
)
def test_a_region_that_told_nothing(status: Status, word: Reach) -> None:
    assert reach(None, scan(status=status)) is word


def test_what_is_not_known_and_what_is_not_offered() -> None:
    assert reach(None, None) is Reach.UNKNOWN
    assert reach(None, scan()) is Reach.NONE
    half = scan(missing=(Listing.PROFILES,))
    assert reach(model(SONNET, calls=()), half) is Reach.UNKNOWN
    rest = scan(missing=(Listing.CUSTOM,))
    assert reach(model(SONNET, calls=()), rest) is Reach.LISTED


def test_the_matrix_has_a_row_for_every_model_any_region_told_of() -> None:
    scans = {
        "a": scan(model(NOVA), model("x.embed", outputs=("EMBEDDING",)), region="a"),
        "b": scan(model(SONNET, "us", name="Claude", provider="Anthropic"), region="b"),
        "c": scan(region="c", status=Status.DENIED),
    }
    rows = matrix(scans, ["b", "a", "c", "d"])
    assert [row.id for row in rows if row.talks] == [NOVA, SONNET]
    rows = [row for row in rows if row.talks]
    closed = (Reach.CLOSED, Reach.UNKNOWN)
    assert rows[0].cells == (Reach.NONE, Reach.ON_DEMAND, *closed)
    assert rows[1].cells == (Reach.GEO, Reach.NONE, *closed)
    assert (rows[1].title, rows[1].provider) == ("Claude", "Anthropic")
    assert [row.count for row in rows] == [1, 1]
    every = matrix(scans, [])
    assert {row.id for row in every} == {NOVA, SONNET, "x.embed"}
    assert all(row.cells == () for row in every)


def test_the_name_comes_from_where_the_model_is_listed() -> None:
    bare = model(NOVA, region="a", listed=False)
    named = replace(bare, region="b", listed=True, name="Nova Pro", provider="Amazon")
    scans = {"a": scan(bare, region="a"), "b": scan(named, region="b")}
    (row,) = matrix(scans, ["a", "b"])
    assert (row.title, row.provider) == ("Nova Pro", "Amazon")


def row(name: str, *cells: Reach) -> ReachRow:
    return ReachRow(name, name, "", cells)


def test_rows_by_reach() -> None:
    rows = [
        row("none", Reach.NONE, Reach.NONE, Reach.CLOSED),
        row("one", Reach.ON_DEMAND, Reach.NONE, Reach.NONE),
        row("global", Reach.GLOBAL, Reach.GLOBAL, Reach.NONE),
        row("geo", Reach.GEO, Reach.GLOBAL, Reach.NONE),
        row("geo again", Reach.GLOBAL, Reach.NONE, Reach.GEO),
        row("legacy", Reach.LEGACY, Reach.LEGACY, Reach.NONE),
        row("here", Reach.ON_DEMAND, Reach.GLOBAL, Reach.NONE),
        row("all", Reach.GLOBAL, Reach.GLOBAL, Reach.GLOBAL),
    ]
    assert [each.id for each in by_reach(rows)] == [
        "all",
        "here",
        "geo",
        "geo again",
        "global",
        "legacy",
        "one",
        "none",
    ]


def test_what_can_be_called() -> None:
    assert not CALLABLE & {Reach.NONE, Reach.CLOSED, Reach.UNKNOWN, Reach.MANTLE}
    assert Reach.LEGACY in CALLABLE
