from __future__ import annotations

from dataclasses import replace

from bedrock_tui.core.call import now
from bedrock_tui.store.glance import last_targets


def test_the_last_targets_are_those_of_the_newest_comparison(ask, calls, path) -> None:
    assert last_targets(path) == []
    newest, older = ask(lanes=3, minute=2), ask(lanes=2, minute=1)
    for asked in (newest, older):
        calls.begin(asked.comparison, list(reversed(asked.calls))).result(10)
    again = replace(newest.calls[1], id="Z" * 26, started_at=now())
    calls.begin(newest.comparison, [again]).result(10)
    assert last_targets(path) == [lane.target for lane in newest.comparison.lanes]


def test_a_missing_or_damaged_history_has_no_targets_and_is_left_alone(tmp_path):
    missing = tmp_path / "missing.db"
    assert last_targets(missing) == []
    assert not missing.exists()
    damaged = tmp_path / "damaged.db"
    damaged.write_text("not a database")
    assert last_targets(damaged) == []
    assert damaged.read_text() == "not a database"
