"""All regions asked for what they offer, beside a loop over them, and read again.

Every run is a process of its own in which boto3 was not imported before. Ours asks each
region for all eight lists and keeps what came; the loop asks for models and profiles.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bedrock_tui.sandbox.child import SandboxChild
from tests.benchmarks.figures import Series, page, table, times, verdict
from tests.benchmarks.world import CHECKOUT, isolated

DELAY = 150
"""Milliseconds that each call of the control plane takes."""
FIRST, WHOLE, LAST = 600, 3000, 150
"""Bounds in milliseconds: to the first region, to all of them, from SQLite."""


@dataclass
class Runs:
    """Seconds of every run."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    models: int = 0

    def add(self, how: str, url: str, database: Path) -> None:
        """Run once more."""
        command = (sys.executable, "-m", "tests.benchmarks.scanning", how, url)
        told = subprocess.run(
            [*command, str(database)], cwd=CHECKOUT, stdout=subprocess.PIPE, check=True
        ).stdout
        found = json.loads(told)
        self.first.append(found.get("first", 0.0))
        self.whole.append(found["all"])
        self.models = found["models"]


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs: int = parser.parse_args().runs
    with isolated() as home:
        sandbox = SandboxChild.start(f"account:delay={DELAY}")
        try:
            print(measure(runs, home / "scan.db", sandbox.url()))
        finally:
            sandbox.stop()


def measure(runs: int, database: Path, url: str) -> str:
    """Scan in both ways in turns, read what was kept, and return the report."""
    ours, loop, last = Runs(), Runs(), Runs()
    Runs().add("ours", url, database)  # fills the disk's cache, makes the database
    for _ in range(runs):
        ours.add("ours", url, database)
        loop.add("loop", url, database)
        last.add("last", url, database)
    return page(
        "scan",
        f"33 regions, {DELAY} ms a call, asked for everything they offer "
        f"({ours.models:,} models), beside a loop that asks one after another for "
        f"models and profiles ({loop.models:,} models); then what was kept, read "
        f"({last.models:,} models). Each in a new process, importing boto3 included.",
        [_table(ours, loop, last)],
        times(runs),
    )


def _table(ours: Runs, loop: Runs, last: Runs) -> str:
    rows = []
    for name, mine, theirs, bound in (
        ("first region", ours.first, loop.first, FIRST),
        ("all regions", ours.whole, loop.whole, WHOLE),
        ("last scan from SQLite", last.whole, loop.whole, LAST),
    ):
        series, base = _milliseconds(mine), _milliseconds(theirs)
        holds = verdict(series.median <= bound)
        rows.append((name, series, base, base.over(series), f"≤ {bound:,} ms", holds))
    heads = ("until", "bedrock-tui", "one after another", "ratio", "bound", "")
    return table(heads, rows)


def _milliseconds(values: list[float]) -> Series:
    return Series.of([value * 1000 for value in values], "ms", 0)


if __name__ == "__main__":
    main()
