"""What the doctor says in every situation that people get stuck in."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

import pytest

from tests.aws.people import HUSH
from tests.cli.conftest import Run
from tests.situations import QUESTION, SITUATIONS, Stage, home, services, stage
from tests.support import PRO

__all__ = ["home", "services", "stage"]


class Terminal(io.BytesIO):
    """Keys that somebody types."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Told:
    """One row of the doctor's report, and what it says to do."""

    text: str
    fixes: tuple[str, ...]


def rows(report: str) -> list[Told]:
    """Return the rows of checks and permissions, without the gaps between words."""
    found: list[Told] = []
    for line in report.partition("\nChecks\n")[2].splitlines():
        text = " ".join(line.split())
        if text.startswith("→ "):
            last = found.pop()
            found.append(Told(last.text, (*last.fixes, text.removeprefix("→ "))))
        else:
            found.append(Told(text, ()))
    return found


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_doctor_says_what_is_wrong_and_what_to_do(
    name: str, stage: Stage, run: Run
) -> None:
    situation = SITUATIONS[name]
    profile = ("-p", situation.profile) if situation.profile else ()
    typed = Terminal(f"{situation.typed or ''}\n".encode())
    later = threading.Timer(0.5, stage.free)
    later.start()
    result = run("doctor", "-r", "us-east-1", "-t", PRO, *profile, stdin=typed)
    later.join()
    assert result.exit_code == situation.code, result.stdout
    found = rows(result.stdout)
    start = f"{situation.sign} {situation.row} {situation.title}"
    told = next(row for row in found if row.text.startswith(start))
    assert situation.message in told.text
    assert told.fixes == ((situation.fix,) if situation.fix else ())
    if situation.who is not None:
        failure = next(filter(None, (situation.who[0], situation.title)))
        assert f"Failure {failure}" in " ".join(result.stdout.split())
    for other in situation.also:
        assert any(row.text.startswith(other) for row in found)
    for action, how in situation.may:
        assert any(action in row.text and f"({how})" in row.text for row in found)
    asked = situation.typed is not None
    assert result.stderr == (f"{QUESTION} " if asked else "")
    assert HUSH not in result.stdout + result.stderr
