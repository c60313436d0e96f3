from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bedrock_tui.core.call import Progress
from bedrock_tui.core.reply import Status
from bedrock_tui.errors import StoreError
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def allow_pages(database: Database, more: int) -> None:
    """Let the database grow by so many pages only, as a disk with little room would."""

    def limit(db) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + more}").fetchone()

    database.write(limit).result(10)


def test_a_job_that_fails_leaves_nothing_and_the_thread_goes_on(database) -> None:
    def half(db) -> None:
        db["instances"].insert({"id": "x", "pid": 1, "started_at": ""})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(half).result(10)
    count = database.write(lambda db: db["instances"].count).result(10)
    assert count == 1


def test_sqlite_errors_come_out_as_store_errors(database) -> None:
    for future in (
        database.write(lambda db: db.execute("SELECT nonsense")),
        database.read(lambda db: db.execute("SELECT nonsense")),
    ):
        with pytest.raises(StoreError, match="nonsense"):
            future.result(10)


def test_a_reader_may_not_write(database) -> None:
    with pytest.raises(StoreError):
        database.read(lambda db: db.execute("DELETE FROM calls")).result(10)


def test_a_read_never_waits_for_a_write(database) -> None:
    hold = threading.Event()
    written = database.write(lambda _: hold.wait(10))
    assert database.read(lambda db: db["calls"].count).result(5) == 0
    assert not written.done()
    hold.set()
    assert written.result(10)


def test_a_write_never_waits_for_a_read(database) -> None:
    hold = threading.Event()
    reading = database.read(lambda _: hold.wait(10))
    database.write(lambda db: db.execute("DELETE FROM calls")).result(5)
    assert not reading.done()
    hold.set()
    assert reading.result(10)


def test_closing_breaks_off_a_long_search(database) -> None:
    started = threading.Event()

    def search(db) -> object:
        started.set()
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
        return db.execute(f"{endless} SELECT count(*) FROM n").fetchone()

    found = database.read(search)
    waiting = database.read(search)
    assert started.wait(10)
    before = time.monotonic()
    assert database.close(5.0)
    assert time.monotonic() - before < 2.0
    for future in (found, waiting):
        with pytest.raises(StoreError, match="not open"):
            future.result(10)


def test_closing_writes_what_is_queued(ask, path, opened) -> None:
    database = opened()
    calls = Calls(database)
    hold = threading.Event()
    database.write(lambda _: hold.wait(10))
    asked = ask(lanes=2)
    ended, running = asked.calls
    calls.begin(asked.comparison, asked.calls)
    calls.progress(running.id, lambda: Progress("part", "", 1, ""))
    calls.end(replace(ended, status=Status.OK, text="whole"))
    hold.set()
    assert database.close()
    with closing(sqlite3.connect(path)) as other:
        texts = other.execute("SELECT text FROM calls ORDER BY position").fetchall()
    assert texts == [("whole",), ("part",)]
    assert not path.with_name(path.name + "-wal").exists()


def test_a_closed_database_refuses_jobs_readably(database) -> None:
    assert database.close()
    assert database.close()
    for future in (database.write(lambda _: None), database.read(lambda _: None)):
        with pytest.raises(StoreError, match="not open"):
            future.result(10)


def test_closing_does_not_wait_longer_than_it_was_told(database) -> None:
    hold = threading.Event()
    database.write(lambda _: hold.wait(10))
    before = time.monotonic()
    assert not database.close(0.2)
    assert time.monotonic() - before < 1.0
    hold.set()


def test_opening_twice_is_opening_once(database) -> None:
    database.open()
    assert database.write(lambda db: db["instances"].count).result(10) == 1


def test_what_a_lock_held_up_is_written_once_the_lock_is_gone(
    ask, path, opened, until
) -> None:
    database = opened(patience=0.2)
    calls = Calls(database)
    asked = ask()
    final = replace(asked.call, status=Status.OK, text="whole")
    with locked(path):
        for future in (
            calls.begin(asked.comparison, asked.calls),
            calls.end(final),
        ):
            with pytest.raises(StoreError, match="locked by another program") as raised:
                future.result(10)
            assert raised.value.hint
    until(lambda: calls.get(final.id).result(10) == final)
    until(lambda: not calls.pending())


def test_a_call_that_could_not_begin_keeps_its_progress(
    ask, path, opened, until
) -> None:
    database = opened(patience=0.1)
    calls = Calls(database)
    asked = ask()
    with locked(path):
        begun = calls.begin(asked.comparison, asked.calls)
        calls.progress(asked.call.id, lambda: Progress("part", "", 1, ""))
        with pytest.raises(StoreError, match="locked"):
            begun.result(10)
    until(lambda: (kept := calls.get(asked.call.id).result(10)) and kept.text == "part")


def test_eight_ends_wait_for_one_lock_together(ask, path, opened) -> None:
    calls = Calls(opened(patience=0.3))
    with locked(path):
        before = time.monotonic()
        futures = [
            calls.end(replace(call, status=Status.OK)) for call in ask(lanes=8).calls
        ]
        assert all(isinstance(future.exception(10), StoreError) for future in futures)
        assert time.monotonic() - before < 4.0


def test_closing_under_a_lock_says_what_was_lost(ask, path, opened) -> None:
    database = opened()
    calls = Calls(database)
    with locked(path):
        calls.end(replace(ask().call, status=Status.OK))
        before = time.monotonic()
        assert not database.close(0.3)
        assert time.monotonic() - before < 1.5


def test_closing_tries_again_what_the_lock_held_up(ask, path, opened) -> None:
    database = opened(patience=0.05)
    calls = Calls(database)
    final = replace(ask().call, status=Status.OK)
    with locked(path):
        assert calls.end(final).exception(10)
    assert database.close()
    database.open()
    assert calls.get(final.id).result(10) == final


def test_a_full_disk_loses_nothing(ask, calls, database, until) -> None:
    asked = ask(lanes=2)
    ended, running = asked.calls
    calls.begin(asked.comparison, asked.calls).result(10)
    allow_pages(database, more=4)
    long = "text " * 100_000
    final = replace(ended, status=Status.OK, text=long)
    with pytest.raises(StoreError, match="disk is full"):
        calls.end(final).result(10)
    calls.progress(running.id, lambda: Progress(long, "", 1, ""))
    assert calls.get(ended.id).result(10) == ended
    allow_pages(database, more=10_000)
    until(lambda: calls.get(running.id).result(10).text == long)
    assert calls.get(ended.id).result(10) == final
    assert database.close()


def test_a_small_call_is_kept_while_a_large_one_has_no_room(
    ask, calls, database
) -> None:
    large, small = ask(lanes=2).calls
    allow_pages(database, more=8)
    with pytest.raises(StoreError, match="disk is full"):
        calls.end(replace(large, status=Status.OK, text="x" * 10**6)).result(10)
    final = replace(small, status=Status.OK, text="small")
    calls.end(final).result(10)
    assert calls.get(small.id).result(10) == final
