from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Comparison, Lane, Turn
from bedrock_tui.core.target import Target
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database


@dataclass(frozen=True)
class Asked:
    """A comparison and the calls of its lanes."""

    comparison: Comparison
    calls: list[Call]

    @property
    def call(self) -> Call:
        return self.calls[0]


def _asked(lanes: int = 1, prompt: str = "Why?", minute: int = 0) -> Asked:
    targets = [Target(f"maker.model-{n}", "eu-west-1", "dev") for n in range(lanes)]
    comparison = Comparison(
        tuple(Lane(target) for target in targets), Turn(prompt), system="Be brief."
    )
    started_at = datetime(2026, 1, 2, 3, minute, 5, 678_000, tzinfo=UTC)
    calls = [
        Call(
            comparison.id,
            comparison.turn.id,
            lane.id,
            position,
            lane.target,
            prompt,
            comparison.system,
            started_at=started_at,
        )
        for position, lane in enumerate(comparison.lanes)
    ]
    return Asked(comparison, calls)


@pytest.fixture
def ask() -> Callable[..., Asked]:
    """Make a comparison of `lanes` lanes and its calls."""
    return _asked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., Database]]:
    """Open a database, the usual one unless told otherwise; closed after the test."""
    databases: list[Database] = []

    def make(where: Path = path, *, patience: float = 5.0) -> Database:
        database = Database(where, patience=patience)
        database.open()
        databases.append(database)
        return database

    yield make
    for database in databases:
        database.close()


@pytest.fixture
def database(opened: Callable[..., Database]) -> Database:
    return opened()


@pytest.fixture
def calls(database: Database) -> Calls:
    return Calls(database)


def _until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


@pytest.fixture
def until() -> Callable[..., None]:
    """Poll a condition until it holds; fail after `seconds`."""
    return _until
