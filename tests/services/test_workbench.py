from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed, UsageError
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.targets import read_targets
from bedrock_tui.services.workbench import DEMO_TARGETS, Workbench
from bedrock_tui.settings import Settings
from tests.support import FAST, MICRO, comparison


@pytest.fixture
def demo(sandbox: Sandbox, tmp_path: Path) -> Iterator[Workbench]:
    settings = Settings(region="us-east-1", demo=True, database=tmp_path / "demo.db")
    bench = Workbench(settings, sandbox_url=lambda: sandbox.url)
    bench.open()
    yield bench
    bench.close()


def bench_of(**settings: object) -> Workbench:
    return Workbench(Settings(**settings), keep_history=False)  # type: ignore[arg-type]  # as the test names them


async def test_a_workbench_compares_and_remembers(demo: Workbench) -> None:
    asked = comparison(f"Hi {FAST}")
    async for _ in demo.compare.run(asked):
        pass
    assert demo.history is not None
    (row,) = await demo.history.newest(5)
    assert (row.status, row.prompt) == (Status.OK, asked.turn.prompt)
    found = await demo.catalogue.callable_ids("us-east-1")
    assert CallableId(MICRO, "Nova Micro", "Amazon") in found
    assert (await demo.models.last()).keys() == {"us-east-1"}
    demo.set_read_only(True)
    with pytest.raises(UsageError):
        demo.models.probe([Target(MICRO, "us-east-1")])


async def test_every_target_of_the_demo_answers(demo: Workbench) -> None:
    targets = read_targets((), demo).targets
    assert [target.id for target in targets] == list(DEMO_TARGETS)
    asked = comparison(f"Hi {FAST}", *DEMO_TARGETS)
    run = demo.compare.run(asked)
    async for _ in run:
        pass
    assert {run.call(lane).status for lane in asked.lanes} == {Status.OK}


def test_the_history_lives_in_the_data_folder_and_is_private() -> None:
    bench = Workbench(Settings())
    bench.open_history()
    try:
        folder = Path(os.environ["XDG_DATA_HOME"]) / "bedrock-tui"
        assert (folder / "history.db").exists()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "history.db").stat().st_mode & 0o777 == 0o600
    finally:
        assert bench.close()


def test_the_demo_keeps_a_history_of_its_own() -> None:
    bench = Workbench(Settings(demo=True))
    bench.open_history()
    bench.close()
    folder = Path(os.environ["XDG_DATA_HOME"]) / "bedrock-tui"
    assert (folder / "demo.db").exists()
    assert not (folder / "history.db").exists()


def test_without_history_no_file_appears(sandbox: Sandbox) -> None:
    bench = Workbench(Settings(endpoint_url=sandbox.url), keep_history=False)
    bench.open()
    assert (bench.history, bench.store_error) == (None, None)
    assert bench.close()
    assert not list(Path(os.environ["XDG_DATA_HOME"]).glob("**/*"))


@pytest.mark.parametrize("where", ["file/history.db", "folder"])
def test_a_history_that_cannot_be_opened_is_told_and_not_raised(
    tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    bench = Workbench(Settings(database=tmp_path / where))
    bench.open_history()
    assert bench.history is None
    assert bench.store_error is not None
    assert bench.store_error.title
    assert bench.close()


def test_warming_up_asks_nothing_and_fails_silently(demo: Workbench) -> None:
    demo.warm([Target(MICRO, "us-east-1"), Target(MICRO, "no region")])
    bench_of().warm([Target(MICRO, "us-east-1")])


def test_the_default_model_is_what_is_asked_when_nothing_is_named() -> None:
    bench = bench_of(default_model="m@eu-west-1", region="us-east-1")
    assert read_targets((), bench).targets == [Target("m", "eu-west-1")]


def test_named_targets_get_the_region_and_the_profile_in_force() -> None:
    bench = bench_of(region="us-east-1", aws_profile="dev")
    assert read_targets(["a", "b@eu-west-1"], bench).targets == [
        Target("a", "us-east-1", "dev"),
        Target("b", "eu-west-1", "dev"),
    ]


@pytest.mark.parametrize("texts", [[], ["m"] * 9, ["@us-east-1"], ["m@"], [""]])
def test_targets_that_make_no_sense_are_refused(texts: list[str]) -> None:
    with pytest.raises(UsageError):
        read_targets(texts, bench_of(region="us-east-1"))


def test_the_region_of_the_aws_profile_is_asked_for_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config"
    path.write_text("[default]\nregion = ap-south-1\n[profile bare]\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    bench = bench_of()
    bench.open()
    assert read_targets(["m", "n@eu-west-1"], bench).targets == [
        Target("m", "ap-south-1"),
        Target("n", "eu-west-1"),
    ]
    bare = bench_of(aws_profile="bare")
    bare.open()
    with pytest.raises(UsageError, match="No region for 'm'"):
        read_targets(["m"], bare)
    lost = bench_of(aws_profile="nope")
    lost.open()
    with pytest.raises(CallFailed):
        read_targets(["m"], lost)
