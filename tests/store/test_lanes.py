from __future__ import annotations

import sqlite3

from bedrock_tui.core.target import Target
from bedrock_tui.store.lanes import keep_lanes, last_lanes

NOVA = Target("amazon.nova-pro-v1:0", "us-east-1")
SONNET = Target("eu.anthropic.claude-sonnet-5-5", "eu-west-1")


def test_the_lanes_kept_last_come_back_in_order(database, path) -> None:
    assert last_lanes(path) is None
    keep_lanes(database, [NOVA, SONNET]).result(10)
    assert last_lanes(path) == [NOVA, SONNET]
    keep_lanes(database, [SONNET]).result(10)
    assert last_lanes(path) == [SONNET]


def test_no_lanes_are_not_the_same_as_nothing_kept(database, path) -> None:
    keep_lanes(database, []).result(10)
    assert last_lanes(path) == []


def test_an_id_that_is_no_text_is_kept_as_well_as_can_be(database, path) -> None:
    keep_lanes(database, [Target("a\ud800b", "us-east-1")]).result(10)
    assert last_lanes(path) is not None


def test_a_missing_or_damaged_history_has_no_lanes_and_is_left_alone(tmp_path):
    missing = tmp_path / "missing.db"
    assert last_lanes(missing) is None
    assert not missing.exists()
    damaged = tmp_path / "damaged.db"
    damaged.write_text("not a database")
    assert last_lanes(damaged) is None
    assert damaged.read_text() == "not a database"


def test_what_someone_else_wrote_there_is_no_crash(database, path) -> None:
    keep_lanes(database, [NOVA]).result(10)
    database.close()
    for value in ("{}", "[1]", "[[1,2,3,4]]", "x"):
        with sqlite3.connect(path) as db:
            db.execute("UPDATE screen SET value = ?", (value,))
        db.close()
        assert last_lanes(path) in (None, [])
