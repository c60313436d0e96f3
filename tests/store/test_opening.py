from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bedrock_tui.errors import StoreError
from bedrock_tui.store.database import Database


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def refusal(path: Path, *, patience: float = 0.2) -> StoreError:
    """Return the error with which opening `path` fails."""
    with pytest.raises(StoreError) as raised:
        Database(path, patience=patience).open()
    error = raised.value
    assert error.title
    assert error.message
    assert error.hint
    return error


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_nobody_else_can_read_the_history(path, opened) -> None:
    opened().write(lambda db: db.execute("DELETE FROM calls")).result(10)
    assert mode(path.parent) == 0o700
    files = [path, beside(path, "-wal"), beside(path, "-shm")]
    assert [mode(file) for file in files] == [0o600] * 3
    assert mode(beside(path, ".instances")) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path, opened) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    folder.chmod(0o755)
    opened(folder / "x.db")
    assert mode(folder) == 0o755
    assert mode(folder / "x.db") == 0o600


def test_a_history_that_others_could_read_is_taken_from_them(path, opened) -> None:
    opened().close()
    path.chmod(0o644)
    opened().write(lambda db: db.execute("DELETE FROM calls")).result(10)
    files = [path, beside(path, "-wal"), beside(path, "-shm")]
    assert [mode(file) for file in files] == [0o600] * 3


def test_the_tables_are_strict_and_the_log_is_ahead(database) -> None:
    def look(db) -> tuple[str, int, list[bool]]:
        tables = [db[name].strict for name in ("comparisons", "turns", "calls")]
        keys = db.execute("PRAGMA foreign_keys").fetchone()[0]
        return db.journal_mode, keys, tables

    assert database.write(look).result(10) == ("wal", 1, [True] * 3)


def test_newest_first_and_running_calls_are_found_by_index(database) -> None:
    def plan(db, sql: str) -> str:
        return " ".join(row["detail"] for row in db.query(f"EXPLAIN QUERY PLAN {sql}"))

    newest = "SELECT id FROM calls ORDER BY started_at DESC, id DESC LIMIT 9"
    running = "SELECT id FROM calls WHERE status = 'running' AND instance_id = 'x'"
    of_model = "SELECT id FROM calls WHERE model_id = 'm' ORDER BY started_at"
    for sql in (newest, running, of_model):
        detail = database.read(lambda db, sql=sql: plan(db, sql)).result(10)
        assert "INDEX" in detail
        assert "TEMP B-TREE" not in detail


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)
    path.chmod(0o644)
    assert "Not a history" in refusal(path).title
    assert path.read_text() == "not a database, " * 100
    assert mode(path) == 0o644


def test_the_database_of_another_program_is_left_as_it_is(tmp_path) -> None:
    path = tmp_path / "places.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE places (name TEXT)")
    before = path.read_bytes()
    assert "Not a history" in refusal(path).title
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.glob("places*")] == ["places.db"]


def test_a_damaged_database_says_so(path, opened) -> None:
    opened().close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    assert "damaged" in refusal(path).title


def test_a_newer_layout_is_not_touched(path, opened) -> None:
    database = opened()
    later = {"migration_set": "bedrock_tui", "name": "m999_later", "applied_at": ""}
    database.write(lambda db: db["_sqlite_migrations"].insert(later)).result(10)
    database.close()
    before = path.read_bytes()
    error = refusal(path)
    assert "newer" in error.title
    assert "Update" in error.hint
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_says_so(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in refusal(tmp_path / "file" / "x.db").message


def test_a_folder_in_the_place_of_the_file_says_so(tmp_path) -> None:
    (tmp_path / "x.db").mkdir()
    assert "cannot be opened" in refusal(tmp_path / "x.db").title


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_says_so(tmp_path) -> None:
    folder = tmp_path / "readonly"
    folder.mkdir(mode=0o500)
    assert "cannot be opened" in refusal(folder / "x.db").title


def test_a_locked_database_says_so_when_patience_ends(path, opened) -> None:
    opened().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = exclusive")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in refusal(path).title
    opened()


def test_closing_gives_up_an_opening_that_waits(path, opened, until) -> None:
    opened().close()
    waiting = Database(path, patience=30.0)
    errors: list[StoreError] = []

    def wait() -> None:
        try:
            waiting.open()
        except StoreError as error:
            errors.append(error)

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=wait)
        thread.start()
        until(lambda: waiting._opening)
        before = time.monotonic()
        assert waiting.close()
        thread.join(10)
        assert time.monotonic() - before < 2.0
    assert [error.title for error in errors] == ["History is locked by another program"]


def test_an_opening_that_failed_can_be_tried_again(tmp_path) -> None:
    path = tmp_path / "x.db"
    path.write_text("not a database, " * 100)
    database = Database(path)
    with pytest.raises(StoreError):
        database.open()
    path.unlink()
    database.open()
    assert database.close()


def test_many_threads_make_one_database_at_the_same_moment(path) -> None:
    barrier = threading.Barrier(8)
    databases = [Database(path) for _ in range(8)]
    errors: list[Exception] = []

    def start(database: Database) -> None:
        barrier.wait(10)
        try:
            database.open()
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(each,)) for each in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    count = databases[0].read(lambda db: db["instances"].count).result(10)
    assert count == 8
    assert all(database.close() for database in databases)


PROCESS = """
import sys
from pathlib import Path
from bedrock_tui.store.database import Database
database = Database(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
database.open()
print("open", flush=True)
sys.stdin.readline()
sys.exit(0 if database.close() else 1)
"""


def test_many_processes_make_one_database_at_the_same_moment(path, opened) -> None:
    command = [sys.executable, "-c", PROCESS, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        processes = [
            stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(5)
        ]

        def all_say(word: str) -> None:
            said = [process.stdout.readline().strip() for process in processes]
            assert said == [word] * 5

        def go_on() -> None:
            for process in processes:
                process.stdin.write("\n")
                process.stdin.flush()

        all_say("ready")
        go_on()
        all_say("open")
        database = opened()
        assert database.read(lambda db: db["instances"].count).result(10) == 6
        go_on()
    assert [process.returncode for process in processes] == [0] * 5
    assert database.read(lambda db: db["instances"].count).result(10) == 1
