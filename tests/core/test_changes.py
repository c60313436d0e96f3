from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bedrock_tui.core.catalogue import (
    CallId,
    CallKind,
    Lifecycle,
    Listing,
    Model,
    RegionScan,
    RegionStatus,
    replaces,
)
from bedrock_tui.core.changes import (
    ChangeKind,
    compare_prices,
    compare_scans,
)
from bedrock_tui.core.offer import ListPrice

HERE = "eu-west-1"
MONDAY, TUESDAY = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC)
END = datetime(2027, 4, 8, tzinfo=UTC)
CUSTOM = "arn:aws:bedrock:eu-west-1:1:custom-model/x/abc"


def model(name: str, *calls: str, **members: object) -> Model:
    ids = tuple(
        CallId(call, CallKind.ON_DEMAND if call == name else CallKind.GEO)
        for call in calls
    )
    return Model(name, HERE, name.title(), calls=ids, **members)  # type: ignore[arg-type]  # as the test names them


def scan(*models: Model, at: datetime = MONDAY, **members: object) -> RegionScan:
    return RegionScan(HERE, RegionStatus.OK, at, models, **members)  # type: ignore[arg-type]  # as the test names them


def told(before: RegionScan, after: RegionScan) -> list[tuple[str, str, str]]:
    found = compare_scans(before, replace(after, at=TUESDAY))
    assert {(each.region, each.at) for each in found} <= {(HERE, TUESDAY)}
    return [(str(each.kind), each.model_id, each.detail) for each in found]


def test_nothing_changes_by_itself() -> None:
    one = scan(model("a", "a", "eu.a"), model("b"))
    assert told(one, one) == []
    assert told(one, scan(*reversed(one.models))) == []


def test_models_come_and_go() -> None:
    before, after = (
        scan(model("a", "a"), model("b")),
        scan(model("b"), model("c", "c", "eu.c", provider="Anthropic")),
    )
    assert told(before, after) == [
        ("gone", "a", "on demand"),
        ("new", "c", "Anthropic: on demand, geo"),
    ]
    assert compare_scans(before, after)[0].title == "A"


def test_ids_come_and_go() -> None:
    before, after = scan(model("a", "a", "eu.a")), scan(model("a", "eu.a", "global.a"))
    assert told(before, after) == [("ids changed", "a", "+ global.a, − a")]


def test_the_end_is_announced_and_moved() -> None:
    active = model("a", lifecycle=Lifecycle("ACTIVE"))
    legacy = model("a", lifecycle=Lifecycle("LEGACY", ended=END))
    later = model("a", lifecycle=Lifecycle("LEGACY", ended=END.replace(month=10)))
    assert told(scan(active), scan(legacy)) == [
        ("newly legacy", "a", "end of life 2027-04-08")
    ]
    assert told(scan(legacy), scan(later)) == [
        ("end of life moved", "a", "2027-04-08 → 2027-10-08")
    ]
    assert told(scan(legacy), scan(active)) == [
        ("end of life moved", "a", "2027-04-08 → not set")
    ]


@pytest.mark.parametrize("status", [each for each in RegionStatus if each != "ok"])
def test_a_region_that_told_nothing_has_lost_nothing(status: RegionStatus) -> None:
    full, closed = scan(model("a", "a")), RegionScan(HERE, status, MONDAY)
    assert told(full, closed) == []
    assert told(closed, full) == []


def test_a_list_that_is_missing_takes_nothing_away_and_brings_nothing() -> None:
    full = scan(
        model("a", "a", "eu.a"), model("only", "eu.only", listed=False), model("b")
    )
    without = scan(model("a", "a"), model("b"), missing=(Listing.PROFILES,))
    assert told(full, without) == []
    assert told(without, full) == []
    lists = scan(
        model("a", "eu.a", listed=False),
        model("only", "eu.only", listed=False),
        missing=(Listing.MODELS,),
    )
    assert told(full, lists) == []
    assert told(lists, full) == []


def test_dates_are_not_lost_with_the_list_that_has_them() -> None:
    dated = model("a", "eu.a", lifecycle=Lifecycle("LEGACY", ended=END))
    bare = scan(model("a", "eu.a", listed=False), missing=(Listing.MODELS,))
    assert told(scan(dated), bare) == []
    assert told(bare, scan(dated)) == []


def test_the_account_s_own_depend_on_their_own_lists() -> None:
    own = scan(model("a", "a"), model(CUSTOM))
    assert told(own, scan(model("a", "a"), missing=(Listing.CUSTOM,))) == []
    assert told(own, scan(model("a", "a"), missing=(Listing.ROUTERS,))) == [
        ("gone", CUSTOM, "no id to call it by")
    ]


def test_two_accounts_are_not_compared() -> None:
    mine, theirs = scan(model("a"), account="1"), scan(account="2")
    assert told(mine, theirs) == []
    assert told(mine, replace(theirs, account="1")) != []
    assert told(mine, replace(theirs, account="")) != []
    assert told(mine, replace(theirs, account="", public=True)) == []


def cost(price: str | None, source: str = "list") -> ListPrice:
    number = Decimal(price) if price else None
    return ListPrice(number, number, "exact", source, "2026-11-16")


def test_a_price_that_changed_is_told_with_both() -> None:
    pair = cost("3"), cost("2.50")
    (change,) = compare_prices("a", HERE, TUESDAY, pair)
    assert change.kind is ChangeKind.PRICE
    assert change.detail == "$3 / $3 → $2.5 / $2.5 per million tokens in / out"
    assert compare_prices("a", HERE, TUESDAY, (cost("3"), cost("3.00"))) == []
    assert compare_prices("a", HERE, TUESDAY, (cost("3"), cost("2", "other"))) == []
    (lost,) = compare_prices("a", HERE, TUESDAY, (cost("3"), cost(None)))
    assert "→ – / –" in lost.detail


def test_what_may_pass_never_takes_the_place_of_a_whole_list() -> None:
    good, later = scan(model("a")), {"at": TUESDAY}
    assert replaces(scan(at=TUESDAY), good)
    assert not replaces(good, scan(at=TUESDAY))
    for status in RegionStatus:
        settled = status in (
            RegionStatus.OK,
            RegionStatus.DENIED,
            RegionStatus.NOT_ENABLED,
        )
        newer = RegionScan(HERE, status, TUESDAY)
        assert replaces(newer, good) is settled, status
        assert replaces(newer, RegionScan(HERE, RegionStatus.DENIED, MONDAY))
    part = scan(missing=(Listing.PROFILES,), **later)
    assert not replaces(part, good)
    assert replaces(part, replace(part, at=MONDAY))
    assert replaces(scan(missing=(Listing.CUSTOM,), **later), good)
