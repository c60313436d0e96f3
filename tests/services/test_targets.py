from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedrock_tui.core.catalogue import (
    CallId,
    CallKind,
    Listing,
    Model,
    RegionScan,
    RegionStatus,
)
from bedrock_tui.core.target import Target
from bedrock_tui.errors import UsageError
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.targets import (
    check_targets,
    expand,
    read_names,
    read_targets,
    targets_of_sets,
)
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from bedrock_tui.store.database import Database
from bedrock_tui.store.models import ModelStore
from tests.support import LITE, MICRO, PRO

ALIASES = {
    "fast": f"{LITE}@eu-west-1",
    "plain": "sonnet",
    "again": "fast",
    MICRO: PRO,
    "arn": "arn:aws:bedrock:us-west-2:1:provisioned-model/x",
}
SONNET = "us.anthropic.claude-sonnet-5-5"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fast", f"{LITE}@eu-west-1"),
        (" fast ", f"{LITE}@eu-west-1"),
        ("fast@us-east-1", f"{LITE}@us-east-1"),
        ("fast @ us-east-1 ", f"{LITE}@us-east-1"),
        ("plain@us-east-1", "sonnet@us-east-1"),
        ("arn@eu-west-1", f"{ALIASES['arn']}@eu-west-1"),
        (MICRO, PRO),
        ("again", "fast"),
        ("FAST", "FAST"),
        ("fast@", "fast@"),
        ("@us-east-1", "@us-east-1"),
        ("", ""),
        (PRO, PRO),
        (f"{PRO}@us-east-1", f"{PRO}@us-east-1"),
    ],
)
def test_an_alias_stands_for_a_target_and_the_region_typed_wins(
    text: str, meant: str
) -> None:
    assert expand(text, ALIASES) == meant


def bench_of(**settings: object) -> Workbench:
    chosen: dict[str, object] = {"region": "us-east-1", **settings}
    return Workbench(Settings(**chosen), keep_history=False)  # type: ignore[arg-type]  # as the test names them


def the(text: str, bench: Workbench) -> tuple[str, list[str]]:
    found = read_names([text], bench)
    (target,) = found.targets
    return str(target), found.notes


@pytest.mark.parametrize(
    ("text", "target", "note"),
    [
        ("sonnet", f"{SONNET}@us-east-1", "The newest sonnet that is offered here is"),
        ("plain", f"{SONNET}@us-east-1", "The newest sonnet that is offered here is"),
        ("nova-pro", f"{PRO}@us-east-1", f"nova-pro stands for {PRO}."),
        ("claude-v2@us-east-1", f"{SONNET}@us-east-1", "claude-v2 is gone; "),
        ("nova-pro@eu-west-1", f"eu.{PRO}@eu-west-1", f"stands for eu.{PRO}."),
        ("again", "fast@us-east-1", "fast@us-east-1: Not known here; passed on as"),
        ("zzz@eu-foo-9", "zzz@eu-foo-9", "zzz@eu-foo-9: Not known here; passed on as"),
        ("nova-pro@eu-foo-9", f"{PRO}@eu-foo-9", "depends on the region."),
        ("fast", f"{LITE}@eu-west-1", ""),
        (PRO, f"{PRO}@us-east-1", ""),
        ("anthropic.claude-v2", "anthropic.claude-v2@us-east-1", ""),
        ("no.such-thing", "no.such-thing@us-east-1", ""),
        ("arn", f"{ALIASES['arn']}@us-west-2", ""),
    ],
)
def test_short_names_stand_for_what_the_public_catalogue_has(
    text: str, target: str, note: str
) -> None:
    found, notes = the(text, bench_of(aliases=ALIASES))
    assert found == target
    assert len(notes) == bool(note)
    assert note in "".join(notes)


def test_several_names_keep_their_order_and_their_notes() -> None:
    bench = bench_of(aliases=ALIASES, aws_profile="dev")
    found = read_targets(["nova-pro", PRO, "zzz"], bench)
    assert [each.id for each in found.targets] == [PRO, PRO, "zzz"]
    assert {each.aws_profile for each in found.targets} == {"dev"}
    assert [note.split()[0] for note in found.notes] == ["nova-pro", "zzz@us-east-1:"]


def test_the_default_model_may_be_an_alias_or_a_short_name() -> None:
    for name, meant in [
        ("fast", f"{LITE}@eu-west-1"),
        ("nova-pro", f"{PRO}@us-east-1"),
    ]:
        bench = bench_of(aliases=ALIASES, default_model=name)
        assert [str(each) for each in read_targets((), bench).targets] == [meant]


def scan(model: Model, *missing: Listing, days: int = 0) -> RegionScan:
    at = datetime.now(UTC) - timedelta(days=days)
    ok = RegionStatus.OK
    return RegionScan("us-east-1", ok, at, (model,), missing=tuple(missing))


OURS = Model(
    "maker.special-thing-v1:0",
    "us-east-1",
    calls=(CallId("maker.special-thing-v1:0", CallKind.ON_DEMAND),),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


def keep(place: Path, found: RegionScan) -> None:
    database = Database(place)
    database.open()
    ModelStore(database).keep("sandbox", found).result(10)
    assert database.close()


@pytest.fixture
def bench(sandbox: Sandbox, place: Path) -> Iterator[Workbench]:
    settings = Settings(region="us-east-1", database=place)
    made = Workbench(settings, sandbox_url=lambda: sandbox.url)
    yield made
    made.close()
    assert sandbox.requests == []


def test_a_scan_that_was_kept_goes_before_the_public_catalogue(
    bench: Workbench, place: Path
) -> None:
    keep(place, scan(OURS, days=400))
    assert the("special-thing", bench)[0] == "special-thing@us-east-1"
    bench.open()
    assert the("special-thing", bench)[0] == f"{OURS.id}@us-east-1"
    assert the("nova-pro@eu-west-1", bench)[0] == f"eu.{PRO}@eu-west-1"


def test_a_scan_that_lacks_a_list_does_not(bench: Workbench, place: Path) -> None:
    keep(place, scan(OURS, Listing.PROFILES))
    bench.open()
    assert the("sonnet", bench)[0] == f"{SONNET}@us-east-1"


def test_a_scan_is_fresh_for_as_long_as_the_settings_say(sandbox: Sandbox) -> None:
    settings = Settings(region="us-east-1", scan_ttl=timedelta(hours=48))
    made = Workbench(settings, sandbox_url=lambda: sandbox.url, keep_history=False)
    made.open()
    assert made.models.is_fresh(scan(OURS, days=1))
    assert not made.models.is_fresh(scan(OURS, days=3))
    made.close()


@pytest.mark.parametrize("texts", [["m@"], ["fast@"], [""], ["@us-east-1"], ["m"] * 9])
def test_what_makes_no_sense_is_refused_before_anything_opens(texts: list[str]) -> None:
    with pytest.raises(UsageError):
        check_targets(texts, Settings(aliases=ALIASES))


def test_what_makes_sense_is_not() -> None:
    check_targets(["fast", "sonnet", PRO], Settings(aliases=ALIASES))


def test_sets_are_known_by_their_names() -> None:
    settings = Settings(lane_sets={"a": ("x", "y"), "b": ("x",)})
    assert targets_of_sets((), settings) == []
    assert targets_of_sets(["b", "a"], settings) == ["x", "x", "y"]
    with pytest.raises(UsageError, match=r"'c'. settings.toml has: a, b."):
        targets_of_sets(["a", "c"], settings)
    with pytest.raises(UsageError, match=r"has none. Write \[lanes\].*settings.toml"):
        targets_of_sets(["a"], Settings())


def test_targets_of_a_set_are_read_as_any_others() -> None:
    settings = Settings(
        region="us-east-1", aliases=ALIASES, lane_sets={"a": ("fast", "plain")}
    )
    found = read_targets(targets_of_sets(["a"], settings), Workbench(settings))
    assert found.targets == [Target(LITE, "eu-west-1"), Target(SONNET, "us-east-1")]
