from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bedrock_tui.core.call import Progress, now
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.prices import Cost
from bedrock_tui.core.reply import Status
from bedrock_tui.errors import StoreError
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database


def rows(database: Database, sql: str) -> list[dict[str, object]]:
    return database.read(lambda db: list(db.query(sql))).result(10)


def settle(calls: Calls, database: Database, until) -> None:
    """Wait until all progress is written."""
    until(lambda: not calls.pending())
    database.write(lambda _: None).result(10)


def test_a_call_is_on_disk_before_it_is_sent(ask, calls) -> None:
    asked = ask(lanes=3)
    calls.begin(asked.comparison, asked.calls).result(10)
    assert [calls.get(call.id).result(10) for call in asked.calls] == asked.calls


def test_prompt_and_system_prompt_are_kept_once(ask, calls, database) -> None:
    asked = ask(lanes=3, prompt="once")
    calls.begin(asked.comparison, asked.calls).result(10)
    assert rows(database, "SELECT position, prompt FROM turns") == [
        {"position": 0, "prompt": "once"}
    ]
    assert rows(database, "SELECT id, system FROM comparisons") == [
        {"id": asked.comparison.id, "system": "Be brief."}
    ]


def test_a_retry_adds_a_call_to_its_comparison(ask, calls, database) -> None:
    asked = ask()
    calls.begin(asked.comparison, asked.calls).result(10)
    again = replace(
        asked.call, id="Z" * 26, started_at=asked.call.started_at + timedelta(1)
    )
    calls.begin(asked.comparison, [again]).result(10)
    assert calls.newest(9).result(10) == [again, asked.call]
    assert len(rows(database, "SELECT id FROM turns")) == 1


def test_turns_of_a_comparison_are_numbered(ask, calls, database) -> None:
    first = ask()
    second = replace(first.call, id="2", turn_id="2", prompt="And then?")
    calls.begin(first.comparison, first.calls).result(10)
    calls.end(replace(second, status=Status.OK)).result(10)
    positions = rows(database, "SELECT position FROM turns ORDER BY position")
    assert [row["position"] for row in positions] == [0, 1]


def test_progress_reaches_the_disk_without_a_further_delta(ask, calls, until) -> None:
    asked = ask()
    calls.begin(asked.comparison, asked.calls).result(10)
    for text in ("one", "one two", "one two three"):
        started = time.monotonic()
        calls.progress(
            asked.call.id, lambda text=text: Progress(text, "hm", 2, "request")
        )
        until(lambda text=text: calls.get(asked.call.id).result(10).text == text)
        assert time.monotonic() - started < 1.0
    kept = calls.get(asked.call.id).result(10)
    assert (kept.reasoning, kept.attempts, kept.request_id) == ("hm", 2, "request")
    assert kept.status is Status.RUNNING


def test_a_flood_of_deltas_is_read_a_few_times(ask, calls, until) -> None:
    asked = ask()
    calls.begin(asked.comparison, asked.calls).result(10)
    reads: list[str] = []

    def read() -> Progress:
        reads.append("read")
        return Progress("text", "", 1, "")

    started = time.monotonic()
    for _ in range(20_000):
        calls.progress(asked.call.id, read)
    spent = time.monotonic() - started
    until(lambda: not calls.pending())
    assert len(reads) <= spent / 0.5 + 2


def test_eight_threads_stream_at_once(ask, calls, database, until) -> None:
    asked = ask(lanes=8)
    calls.begin(asked.comparison, asked.calls).result(10)
    barrier = threading.Barrier(8)

    def stream(call) -> None:
        parts: list[str] = []
        barrier.wait(10)
        for number in range(2_000):
            parts.append(f"{number} ")
            calls.progress(call.id, lambda: Progress("".join(parts), "", 1, call.id))
        final = replace(call, status=Status.OK, text="".join(parts), ended_at=now())
        calls.end(final).result(10)
        calls.progress(call.id, lambda: Progress("late", "", 1, ""))

    threads = [threading.Thread(target=stream, args=(call,)) for call in asked.calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    settle(calls, database, until)
    whole = "".join(f"{number} " for number in range(2_000))
    kept = [calls.get(call.id).result(10) for call in asked.calls]
    assert [(call.status, call.text) for call in kept] == [(Status.OK, whole)] * 8


def test_late_progress_never_touches_a_call_that_ended(
    ask, calls, database, until
) -> None:
    asked = ask()
    final = replace(asked.call, status=Status.CANCELLED, text="whole")
    calls.begin(asked.comparison, asked.calls).result(10)
    calls.end(final).result(10)
    calls.progress(asked.call.id, lambda: Progress("late", "", 9, ""))
    settle(calls, database, until)
    assert calls.get(asked.call.id).result(10) == final


def test_progress_that_cannot_be_read_does_not_hold_up_others(
    ask, calls, until, caplog
) -> None:
    asked = ask(lanes=2)
    calls.begin(asked.comparison, asked.calls).result(10)

    def broken() -> Progress:
        raise ZeroDivisionError

    calls.progress(asked.calls[0].id, broken)
    calls.progress(asked.calls[1].id, lambda: Progress("fine", "", 1, ""))
    until(lambda: calls.get(asked.calls[1].id).result(10).text == "fine")
    assert "ZeroDivisionError" in caplog.text


def test_a_call_can_end_without_having_begun(ask, calls) -> None:
    final = replace(ask().call, status=Status.OK, text="whole")
    calls.end(final).result(10)
    assert calls.get(final.id).result(10) == final


def test_ending_twice_leaves_one_call(ask, calls) -> None:
    final = replace(ask().call, status=Status.OK, text="whole")
    calls.end(final).result(10)
    calls.end(final).result(10)
    assert calls.newest(9).result(10) == [final]


def test_what_has_no_price_is_null_and_says_why(ask, calls, database) -> None:
    final = replace(ask().call, status=Status.OK, cost=Cost(why="nobody knows"))
    calls.end(final).result(10)
    asked = "SELECT cost_nanodollars, cost_kind, unpriced FROM calls"
    assert rows(database, asked) == [
        {"cost_nanodollars": None, "cost_kind": None, "unpriced": "nobody knows"}
    ]
    assert calls.get(final.id).result(10) == final


def test_a_failure_is_kept_with_its_remedy(ask, calls) -> None:
    failure = Failure(
        "throttle", "ThrottlingException", "Too fast", "Wait", "Wait.", True, "context"
    )
    final = replace(ask().call, status=Status.FAILED, failure=failure)
    calls.end(final).result(10)
    assert calls.get(final.id).result(10).failure == failure


def test_the_newest_calls_come_first(ask, calls) -> None:
    for minute in (3, 1, 2):
        asked = ask(prompt=str(minute), minute=minute)
        calls.begin(asked.comparison, asked.calls).result(10)
    newest = calls.newest(2).result(10)
    assert [call.prompt for call in newest] == ["3", "2"]


def test_calls_of_the_same_moment_are_ordered_by_id(ask, calls) -> None:
    asked = ask(lanes=4)
    calls.begin(asked.comparison, asked.calls).result(10)
    ids = [call.id for call in calls.newest(9).result(10)]
    assert ids == sorted((call.id for call in asked.calls), reverse=True)


def test_an_unknown_call_is_none(calls) -> None:
    assert calls.get("nothing").result(10) is None


def test_a_cancelled_waiter_does_not_cancel_the_write(ask, calls, database) -> None:
    hold = threading.Event()
    database.write(lambda _: hold.wait(10))
    final = replace(ask().call, status=Status.OK)
    assert not calls.end(final).cancel()
    hold.set()
    database.write(lambda _: None).result(10)
    assert calls.get(final.id).result(10) == final


def test_without_an_open_database_calls_fail_readably_and_are_kept(ask, path) -> None:
    database = Database(path)
    calls = Calls(database)
    asked = ask()
    begun = calls.begin(asked.comparison, asked.calls)
    calls.progress(asked.call.id, lambda: Progress("part", "", 1, ""))
    final = replace(asked.call, status=Status.OK, text="whole")
    for future in (begun, calls.end(final), calls.newest(1)):
        with pytest.raises(StoreError, match="not open"):
            future.result(10)
    assert not database.close()
    database.open()
    assert database.close()
    database.open()
    assert calls.get(final.id).result(10) == final
    database.close()


def test_an_entry_that_breaks_the_rules_is_not_tried_for_ever(ask, calls) -> None:
    broken = replace(ask().call, status=Status.OK, attempts=0.5)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="did not take"):
        calls.end(broken).result(10)
    assert not calls.pending()


def test_importing_the_store_does_not_import_sqlite_utils() -> None:
    code = "import sys, bedrock_tui.store.calls; print('sqlite_utils' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
