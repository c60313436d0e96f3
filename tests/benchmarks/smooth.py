"""Does the screen stay smooth while eight lanes stream 100 tokens a second each?

The real program on a real pty, beside the same program with lanes of Textual's own
`Markdown` and `MarkdownStream`, in turns. A 5 ms timer inside measures how late the
event loop is; from outside about ten keys a second are pressed and each is timed
until its letter is among the painted bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bedrock_tui.sandbox.child import SandboxChild
from tests.benchmarks import lanes
from tests.benchmarks.figures import (
    NONE,
    Series,
    page,
    percentile,
    table,
    times,
    verdict,
)
from tests.benchmarks.streaming import Load, Result, run
from tests.benchmarks.world import agree_to_all_lanes, isolated

LAG_P99, KEY_P50, KEY_P95, CPU = 25.0, 40.0, 100.0, 60.0
"""Bounds: milliseconds, milliseconds, milliseconds, percent of one core."""

TITLES = {
    "text": "Markdown of all kinds",
    "list": "One long list",
    "code": "One long block of code",
}

Read = Callable[[Result], float]
FIGURES: tuple[tuple[str, str, int, float | None, Read], ...] = (
    ("event loop late, p50", "ms", 1, None, lambda run: run.report["lag"]["p50"]),
    ("event loop late, p99", "ms", 1, LAG_P99, lambda run: run.report["lag"]["p99"]),
    ("event loop late, worst", "ms", 0, None, lambda run: run.report["lag"]["max"]),
    ("key to paint, p50", "ms", 0, KEY_P50, lambda run: percentile(run.keys, 0.50)),
    ("key to paint, p95", "ms", 0, KEY_P95, lambda run: percentile(run.keys, 0.95)),
    ("CPU of one core", "%", 0, CPU, lambda run: run.cpu),
    ("memory (RSS)", "MB", 0, None, lambda run: run.report["rss"]),
    ("widgets", "", 0, None, lambda run: run.report["widgets"]),
)


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--kind", choices=lanes.KINDS, action="append")
    parser.add_argument("--tokens", type=int, default=2_000)
    options = parser.parse_args()
    kinds = options.kind or list(lanes.KINDS)
    with isolated() as home:
        agree_to_all_lanes()
        sandbox = SandboxChild.start()
        try:
            print(measure(options.runs, kinds, options.tokens, home, sandbox.url()))
        finally:
            sandbox.stop()


def measure(runs: int, kinds: list[str], tokens: int, home: Path, url: str) -> str:
    """Stream with both views in turns and return the report."""
    loads = {kind: Load(kind, tokens=tokens) for kind in kinds}
    ours: dict[str, list[Result]] = {kind: [] for kind in kinds}
    stock: dict[str, list[Result]] = {kind: [] for kind in kinds}
    for _ in range(runs):
        for kind, load in loads.items():
            ours[kind].append(run("ours", load, url, home, typing=True))
            stock[kind].append(run("stock", load, url, home, typing=True))
    tables = []
    for kind in kinds:
        tables += [f"### {TITLES[kind]}", _table(ours[kind], stock[kind])]
    return page(
        "smooth",
        f"Eight lanes of {tokens:,} tokens at 100 tokens/s each on a 200×60 pty, "
        "beside the same program with Textual's `Markdown` and `MarkdownStream`.",
        tables,
        times(runs),
    )


def _table(ours: list[Result], stock: list[Result]) -> str:
    heads = ("", "bedrock-tui", "stock Markdown lanes", "stock over ours", "bound", "")
    rows: list[tuple[object, ...]] = []
    for name, unit, digits, bound, read in FIGURES:
        mine = Series.of([read(each) for each in ours], unit, digits)
        other = Series.of([read(each) for each in stock], unit, digits)
        ratio = other.over(mine) if all(mine.values) else NONE
        told = "–" if bound is None else f"≤ {bound:g} {unit}"
        holds = "" if bound is None else verdict(mine.median <= bound)
        rows.append((name, mine, other, ratio, told, holds))
    whole = verdict(all(each.whole for each in ours))
    texts = ["; ".join(sorted({each.texts for each in runs})) for runs in (ours, stock)]
    rows.append(("text of every lane", *texts, "", "identical to what was sent", whole))
    keys = [str(sum(len(each.keys) for each in runs)) for runs in (ours, stock)]
    rows.append(("keys pressed", *keys, "", "–", ""))
    return table(heads, rows)


if __name__ == "__main__":
    main()
