"""Memory of the program after eight replies of 4,000 tokens.

Resident memory of the program's own process (the sandbox is another one), beside the
same program with lanes of Textual's own `Markdown`, in turns, and idle.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bedrock_tui.sandbox.child import SandboxChild
from tests.benchmarks.figures import Series, page, table, times, verdict
from tests.benchmarks.streaming import Load, Result, run
from tests.benchmarks.world import agree_to_all_lanes, isolated

BOUND = 150.0
"""MB, also at the peak."""


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=4_000)
    options = parser.parse_args()
    with isolated() as home:
        agree_to_all_lanes()
        sandbox = SandboxChild.start()
        try:
            print(measure(options.runs, options.tokens, home, sandbox.url()))
        finally:
            sandbox.stop()


def measure(runs: int, tokens: int, home: Path, url: str) -> str:
    """Stream with both views in turns and return the report."""
    load = Load(pace=100, tokens=tokens)
    ours: list[Result] = []
    stock: list[Result] = []
    for _ in range(runs):
        ours.append(run("ours", load, url, home, typing=False))
        stock.append(run("stock", load, url, home, typing=False))
    return page(
        "memory",
        f"Resident memory of the program's process with eight lanes of {tokens:,} "
        "tokens, beside the same program with Textual's `Markdown` and "
        "`MarkdownStream`.",
        [_table(ours, stock)],
        times(runs),
    )


def _table(ours: list[Result], stock: list[Result]) -> str:
    rows: list[tuple[object, ...]] = []
    for name, key, bound in (
        ("idle, eight empty lanes", "idle_rss", None),
        ("all replies shown", "rss", None),
        ("at the peak", "peak_rss", BOUND),
    ):
        mine, other = (
            Series.of([each.report[key] for each in runs], "MB", 0)
            for runs in (ours, stock)
        )
        told = "–" if bound is None else f"≤ {bound:g} MB, every run"
        holds = "" if bound is None else verdict(mine.largest <= bound)
        rows.append((name, mine, other, other.over(mine), told, holds))
    texts = ["; ".join(sorted({each.texts for each in runs})) for runs in (ours, stock)]
    whole = verdict(all(each.whole for each in ours))
    rows.append(("text of every lane", *texts, "", "identical to what was sent", whole))
    heads = ("", "bedrock-tui", "stock Markdown lanes", "stock over ours", "bound", "")
    return table(heads, rows)


if __name__ == "__main__":
    main()
