from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bedrock_tui.core.call import Progress
from bedrock_tui.core.reply import Status
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.instances import folder_of
from bedrock_tui.store.records import INTERRUPTED

PROCESS = """
import sys
from pathlib import Path
from bedrock_tui.core.call import Call, Progress
from bedrock_tui.core.comparison import Comparison, Lane, Turn
from bedrock_tui.core.target import Target
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database
database = Database(Path(sys.argv[1]))
database.open()
calls = Calls(database)
lane = Lane(Target("maker.model", "us-east-1"))
comparison = Comparison((lane,), Turn("Why?"))
call = Call(comparison.id, comparison.turn.id, lane.id, 0, lane.target, "Why?")
calls.begin(comparison, [call]).result()
calls.progress(call.id, lambda: Progress("the first half", "thought", 1, "request"))
print(call.id, flush=True)
sys.stdin.read()
"""


@contextmanager
def process(path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run another program in the middle of a call; give it and the call's id."""
    child = subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout
        yield child, child.stdout.readline().strip()
    finally:
        child.kill()
        child.communicate(timeout=10)


def lock_files(path: Path) -> list[str]:
    return sorted(file.name for file in folder_of(path).iterdir())


def test_a_call_whose_process_was_killed_is_interrupted_with_its_text(
    path, opened, until
) -> None:
    with process(path) as (child, call_id):
        calls = Calls(opened())
        until(lambda: calls.get(call_id).result(10).text == "the first half")
        running = calls.get(call_id).result(10)
        assert running.status is Status.RUNNING

        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)

    database = opened()
    kept = calls.get(call_id).result(10)
    assert kept.status is Status.INTERRUPTED
    assert (kept.text, kept.reasoning) == ("the first half", "thought")
    assert (kept.attempts, kept.request_id) == (1, "request")
    assert kept.ended_at >= kept.started_at
    assert kept.failure == INTERRUPTED
    assert database.read(lambda db: db["instances"].count).result(10) == 2
    assert len(lock_files(path)) == 2


def test_a_running_call_of_a_living_process_is_left_alone(path, opened, until) -> None:
    with process(path) as (_, call_id):
        for _ in range(2):
            database = opened()
            calls = Calls(database)
            assert calls.get(call_id).result(10).status is Status.RUNNING
            database.close()
        assert len(lock_files(path)) == 1


def test_two_instances_write_side_by_side(ask, opened) -> None:
    stores = [Calls(opened()), Calls(opened())]
    finals = []
    for minute, store in enumerate(stores):
        asked = ask(minute=minute)
        store.begin(asked.comparison, asked.calls).result(10)
        final = replace(asked.call, status=Status.OK, text=str(minute))
        store.end(final).result(10)
        finals.append(final)
    for store in stores:
        assert store.newest(9).result(10) == finals[::-1]


def test_a_process_id_that_is_used_again_hides_nothing(ask, path, opened) -> None:
    database = opened()
    asked = ask()
    Calls(database).begin(asked.comparison, asked.calls).result(10)

    def die(db) -> None:
        db.execute("UPDATE instances SET id = 'gone', pid = ?", (os.getpid(),))
        db.execute("UPDATE calls SET instance_id = 'gone'")

    database.write(die).result(10)
    (folder_of(path) / "gone.lock").touch()
    kept = Calls(opened()).get(asked.call.id).result(10)
    assert kept.status is Status.INTERRUPTED
    assert "gone.lock" not in lock_files(path)


def test_an_interrupted_call_ended_when_it_was_last_known_to_run(
    ask, path, opened
) -> None:
    database = opened()
    asked = ask(lanes=2)
    silent, streaming = asked.calls
    calls = Calls(database)
    calls.begin(asked.comparison, asked.calls).result(10)
    calls.progress(streaming.id, lambda: Progress("part", "", 1, ""))
    assert database.close()
    calls = Calls(opened())
    assert calls.get(silent.id).result(10).ended_at == silent.started_at
    assert calls.get(streaming.id).result(10).ended_at > streaming.started_at


def test_calls_that_ended_stay_as_they_are(ask, opened) -> None:
    final = replace(ask().call, status=Status.FAILED, text="part")
    database = opened()
    Calls(database).end(final).result(10)
    database.close()
    assert Calls(opened()).get(final.id).result(10) == final


def test_an_instance_that_ends_leaves_no_trace(path, opened) -> None:
    first, second = opened(), opened()
    assert len(lock_files(path)) == 2
    assert first.close()
    assert lock_files(path) == [f"{second.instance_id}.lock"]
    count = second.read(lambda db: db["instances"].count).result(10)
    assert count == 1


@pytest.mark.parametrize("name", ["orphan.lock", "other.lock"])
def test_locks_that_nobody_holds_are_removed(path, opened, name: str) -> None:
    opened().close()
    (folder_of(path) / name).touch()
    second = opened()
    assert lock_files(path) == [f"{second.instance_id}.lock"]
