from __future__ import annotations

import sqlite3
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bedrock_tui.core.availability import Probe
from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallId,
    CallKind,
    Lifecycle,
    Listing,
    Model,
    RegionScan,
    RegionStatus,
)
from bedrock_tui.core.changes import ChangeKind
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.offer import ListPrice
from bedrock_tui.core.target import Target
from bedrock_tui.store.models import ModelStore
from bedrock_tui.store.preferences import MOST_REGIONS
from bedrock_tui.store.shelving import pack, unpack

DEV = "dev"
NOW = datetime(2026, 11, 20, 9, 30, 15, 123_000, tzinfo=UTC)
FULL = Model(
    id="acme.one-v1:0",
    region="eu-west-1",
    name="One \x1b[31m“quoted” ✓",
    provider="Acme",
    arn="arn:aws:bedrock:eu-west-1::foundation-model/acme.one-v1:0",
    inputs=("TEXT", "SMELL"),
    outputs=("TEXT",),
    streams=True,
    customizations=("FINE_TUNING",),
    inference_types=("ON_DEMAND", "TELEPATHY"),
    lifecycle=Lifecycle("LEGACY", NOW, None, NOW + timedelta(days=1), None),
    calls=(
        CallId("acme.one-v1:0", CallKind.ON_DEMAND, destinations=("eu-west-1",)),
        CallId(
            "global.acme.one-v1:0",
            CallKind.GLOBAL,
            "arn:x",
            "Global",
            (ANYWHERE, "eu-west-1"),
            ("acme.one-v1:0",),
        ),
    ),
    base="acme.zero",
)
PUBLIC_AT = datetime(2026, 10, 30, tzinfo=UTC)
ODD = Model("x", "eu-west-1", listed=False, mantle_only=True, public_at=PUBLIC_AT)


def scan(*models: Model, hours: float = 0, **members: object) -> RegionScan:
    at = NOW + timedelta(hours=hours)
    whole = RegionScan("eu-west-1", RegionStatus.OK, at, models, account="1")
    return replace(whole, **members)


@pytest.fixture
def store(database) -> ModelStore:
    return ModelStore(database)


def test_what_is_kept_comes_back_whole(store: ModelStore) -> None:
    kept = scan(FULL, ODD, reason="why", remedy="how", missing=(Listing.CUSTOM,))
    assert store.keep(DEV, kept).result(10) == []
    assert store.last(DEV) == {"eu-west-1": kept}
    assert store.last("prod") == {}


@pytest.mark.parametrize("status", RegionStatus)
def test_a_closed_region_is_kept_with_its_reason(
    store: ModelStore, status: RegionStatus
) -> None:
    closed = scan(status=status, reason="because", missing=tuple(Listing))
    store.keep(DEV, closed).result(10)
    assert store.last(DEV) == {"eu-west-1": closed}


def test_changes_are_logged_newest_first_and_by_who_asked(store: ModelStore) -> None:
    store.keep(DEV, scan(FULL)).result(10)
    (new,) = store.keep(DEV, scan(FULL, ODD, hours=1)).result(10)
    (gone,) = store.keep(DEV, scan(ODD, hours=2)).result(10)
    assert (new.kind, gone.kind) == (ChangeKind.NEW, ChangeKind.GONE)
    assert store.changes(DEV, 10).result(10) == [gone, new]
    assert store.changes(DEV, 1).result(10) == [gone]
    assert store.changes("prod", 10).result(10) == []


def test_a_failure_that_may_pass_keeps_the_list_there_was(store: ModelStore) -> None:
    good = scan(FULL)
    store.keep(DEV, good).result(10)
    store.keep(DEV, scan(status=RegionStatus.UNREACHABLE, hours=1)).result(10)
    store.keep(DEV, scan(missing=(Listing.MODELS,), hours=1)).result(10)
    store.keep(DEV, scan(hours=-1)).result(10)
    assert store.last(DEV) == {"eu-west-1": good}
    assert store.changes(DEV, 10).result(10) == []
    denied = scan(status=RegionStatus.DENIED, hours=2)
    store.keep(DEV, denied).result(10)
    assert store.last(DEV) == {"eu-west-1": denied}


def test_two_programs_log_a_change_once(opened) -> None:
    one, two = ModelStore(opened()), ModelStore(opened())
    one.keep(DEV, scan(FULL)).result(10)
    both = [one.keep(DEV, scan(ODD, hours=1)), two.keep(DEV, scan(ODD, hours=1.1))]
    told = [change for each in both for change in each.result(10)]
    assert sorted(each.kind for each in told) == ["gone", "new"]
    assert one.changes(DEV, 10).result(10) == two.changes(DEV, 10).result(10)
    assert one.last(DEV) == two.last(DEV)


def test_what_cannot_be_read_is_as_if_it_were_not_there(
    store: ModelStore, database, path
) -> None:
    assert ModelStore(type(database)(path.with_name("none.db"))).last(DEV) == {}
    store.keep(DEV, scan(FULL)).result(10)
    store.keep(DEV, scan(FULL, region="us-east-1")).result(10)
    database.close()
    bad = (b"", b"x", zlib.compress(b"[1,[]]"), zlib.compress(b"[2,[[1]]]"))
    for blob in (*bad, zlib.compress(b"{}"), zlib.compress(b"\xff")):
        with sqlite3.connect(path) as db:
            db.execute(
                "UPDATE scans SET models = ? WHERE region = 'eu-west-1'", (blob,)
            )
        db.close()
        assert store.last(DEV).keys() == {"us-east-1"}


def test_a_blob_is_small() -> None:
    models = [replace(FULL, id=f"acme.model-{number}") for number in range(100)]
    blob = pack(models)
    assert len(blob) < 5_000
    assert list(unpack(blob, "eu-west-1")) == models


def test_a_lone_surrogate_does_not_cost_the_list(store: ModelStore) -> None:
    store.keep(DEV, scan(replace(FULL, name="a\ud800b"))).result(10)
    (kept,) = store.last(DEV)["eu-west-1"].models
    assert kept.name == "a\ufffdb"


def test_the_newest_probe_of_each_target_is_kept(store: ModelStore) -> None:
    one, two = Target("m", "eu-west-1"), Target("n", "eu-west-1")
    failure = Failure("geo", "X", "Not here", "Message", "Remedy", change="c")
    for target, probe in (
        (one, Probe(NOW, failure)),
        (two, Probe(NOW, failure)),
        (one, Probe(NOW + timedelta(hours=1))),
        (Target("m", "us-east-1"), Probe(NOW)),
    ):
        store.keep_probe(DEV, target, probe).result(10)
    assert store.probes(DEV, "eu-west-1").result(10) == {
        "m": Probe(NOW + timedelta(hours=1)),
        "n": Probe(NOW, failure),
    }
    assert store.probes("prod", "eu-west-1").result(10) == {}


def test_favourites_and_regions_come_back(store: ModelStore) -> None:
    assert store.preferences() == (set(), [])
    for name in ("a", "b", "a"):
        store.keep_favourite(name, on=True).result(10)
    store.keep_favourite("b", on=False).result(10)
    names = [f"region-{number}" for number in range(MOST_REGIONS + 3)]
    for region in (*names, names[-2]):
        store.keep_region(region).result(10)
    favourites, regions = store.preferences()
    assert favourites == {"a"}
    assert regions[:2] == [names[-2], names[-1]]
    assert len(regions) == MOST_REGIONS


def cost(price: str, source: str = "list") -> ListPrice:
    return ListPrice(Decimal(price), None, "exact", source, "2026-11-20")


def test_a_price_that_changed_is_logged_once(store: ModelStore) -> None:
    def keep(**prices: ListPrice) -> list[str]:
        found = store.keep_prices(DEV, "eu-west-1", NOW, prices).result(10)
        return [each.model_id for each in found]

    assert keep(a=cost("1"), b=cost("2")) == []
    assert keep(a=cost("1.0"), b=cost("3")) == ["b"]
    assert keep(a=cost("1"), b=cost("3")) == []
    assert keep(a=cost("9", "another source")) == []
    (change,) = store.changes(DEV, 10).result(10)
    assert change.kind is ChangeKind.PRICE
