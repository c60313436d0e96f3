from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "history.db")
    made.open()
    yield made
    made.close()


@pytest.fixture
def journal(database: Database) -> Calls:
    return Calls(database)
