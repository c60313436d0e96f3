"""One run of the instrumented program: a whole comparison on a real pty."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.benchmarks import history, lanes
from tests.benchmarks.keys import Typist
from tests.benchmarks.terminal import Terminal

COLUMNS, ROWS = 200, 60
TTFT = 0.3


@dataclass(frozen=True, slots=True)
class Load:
    """What every lane streams."""

    kind: str = "text"
    pace: int = 100
    tokens: int = 2_000

    @property
    def ideal(self) -> float:
        """Seconds from sending to the end of a stream that is never late."""
        return TTFT + self.tokens / self.pace

    @property
    def prompt(self) -> str:
        """The prompt that asks for it."""
        return lanes.prompt(
            pace=self.pace, tokens=self.tokens, ttft=TTFT, kind=self.kind
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What one run showed, from inside and from outside."""

    report: dict[str, Any]
    keys: list[float]
    """Milliseconds from each key to its letter on the screen; empty without typing."""
    kept: int
    """Lanes whose row in the history has exactly the text that the sandbox sent."""

    @property
    def cpu(self) -> float:
        """Percent of one core while streaming."""
        return float(100 * self.report["cpu"] / self.report["seconds"])

    @property
    def texts(self) -> str:
        """How many lanes are as they must be, in words."""
        report = self.report
        if not report["finished"]:
            share = 100 * report["shown"] / max(1, report["received"])
            seconds = report["seconds"]
            return (
                f"not drawn {seconds:.0f} s after sending ({share:.0f} % handed over)"
            )
        same, drawn = report["same_source"], report["same_rendering"]
        return f"history {self.kept}/8, shown {same}/8, drawn {drawn}/8"

    @property
    def whole(self) -> bool:
        """Whether all that was sent is kept, shown, and drawn as in one piece."""
        counts = (self.kept, self.report["same_source"], self.report["same_rendering"])
        return self.report["finished"] and counts == (8, 8, 8)


def run(view: str, load: Load, url: str, home: Path, *, typing: bool) -> Result:
    """Stream once with our view or the stock one."""
    folder = Path(mkdtemp(dir=home))
    options = {
        "--view": view,
        "--url": url,
        "--folder": str(folder),
        "--prompt": load.prompt,
        "--give-up": str(load.ideal * 1.25),
    }
    command = [sys.executable, "-m", "tests.benchmarks.instrumented"]
    command += [part for pair in options.items() for part in pair]
    with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.pump_until((folder / "started").exists, 30.0)
        terminal.painted.clear()
        typist = Typist(terminal)
        end = time.perf_counter() + load.ideal
        while time.perf_counter() < end:
            if typing:
                typist.step()
            else:
                terminal.pump(0.05)
            del terminal.painted[:-1]
        typist.stop()
        terminal.pump_until((folder / "report.json").exists, 60.0)
        report = json.loads((folder / "report.json").read_text())
        if report["finished"]:
            terminal.quit()
    return Result(report, typist.delays, _kept(folder / "calls.db", load))


def _kept(database: Path, load: Load) -> int:
    sent = {
        target: "".join(lanes.reply(target, tokens=load.tokens, kind=load.kind))
        for target in lanes.TARGETS
    }
    return sum(
        row.status == "ok" and row.text == sent[row.target]
        for row in history.rows(database)
    )
