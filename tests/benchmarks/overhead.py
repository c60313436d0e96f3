"""What `services.compare` costs over a bare boto3 loop: eight lanes, 100 tokens/s.

Both ask the same sandbox, in turns, from one process, with warm clients. Ours runs
with its real `aws` layer and a real SQLite file. Times are the consumer's: from just
before the run or the threads are started to the first text, and to the end of the
stream, in the hands of the coroutine that iterates over the run, or of the thread.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bedrock_tui.core.comparison import Comparison, Lane, Turn
from bedrock_tui.core.reply import Ended, TextDelta
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.sandbox.child import SandboxChild
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from tests.benchmarks import bare, lanes
from tests.benchmarks.bare import Times
from tests.benchmarks.figures import NONE, Series, page, table, times, verdict
from tests.benchmarks.world import isolated

PACE, TOKENS, TTFT = 100, 400, 0.3
IDEAL = TTFT + TOKENS / PACE
"""Seconds from sending to the end of a stream that is never late."""
FIRST_RATIO, FIRST_MORE = 1.05, 10.0
"""Bounds of the time to first token: a ratio, and milliseconds more."""
LATEST = 1.03
"""Bound of every lane's end, over the ideal."""


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    runs: int = parser.parse_args().runs
    with isolated() as home:
        sandbox = SandboxChild.start()
        try:
            print(measure(runs, home, sandbox.url()))
        finally:
            sandbox.stop()


def measure(runs: int, home: Path, url: str) -> str:
    """Run both in turns and return the report."""
    bench = _open(home / "history.db", url)
    client = bare.make_client(url)
    prompt = lanes.prompt(pace=PACE, tokens=TOKENS, ttft=TTFT)
    short = lanes.prompt(pace=1000, tokens=20, ttft=0.01)
    for _ in range(2):  # connections, caches, imports
        run_ours(bench, short)
        bare.run(client, short, TOKENS)
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(_checked(run_ours(bench, prompt)))
        theirs.append(_checked(bare.run(client, prompt, TOKENS)))
    bench.close()
    return page(
        "overhead",
        f"Eight lanes of {TOKENS} tokens at {PACE} tokens/s, {TTFT} s to the first: "
        "`services.compare` with its store beside eight threads around "
        f"`converse_stream`. The ideal end is {IDEAL:g} s after sending.",
        [_table(ours, theirs)],
        times(runs),
    )


def run_ours(bench: Workbench, prompt: str) -> Times:
    """Run one comparison to its end and return when what came."""
    return asyncio.run(_compare(bench, prompt))


async def _compare(bench: Workbench, prompt: str) -> Times:
    times = Times()
    parameters = Parameters(max_tokens=TOKENS)
    chosen = tuple(
        Lane(Target(target, lanes.REGION), parameters) for target in lanes.TARGETS
    )
    cpu = time.process_time()
    start = time.perf_counter()
    run = bench.compare.run(Comparison(chosen, Turn(prompt)))
    async for lane, event in run:
        target = lane.target.id
        if isinstance(event, TextDelta) and target not in times.first:
            times.first[target] = time.perf_counter() - start
        elif isinstance(event, Ended):
            times.end[target] = time.perf_counter() - start
            times.texts[target] = run.reply(lane).text
    times.cpu = time.process_time() - cpu
    return times


def _open(database: Path, url: str) -> Workbench:
    settings = Settings(region=lanes.REGION, database=database, demo=True)
    bench = Workbench(settings, sandbox_url=lambda: url)
    bench.open()
    if bench.store_error is not None:
        raise bench.store_error
    bench.warm([Target(target, lanes.REGION) for target in lanes.TARGETS])
    return bench


def _checked(times: Times) -> Times:
    for target in lanes.TARGETS:
        if times.texts[target] != "".join(lanes.reply(target, tokens=TOKENS)):
            raise ValueError(f"{target} did not arrive as it was sent.")
    return times


def _table(ours: list[Times], theirs: list[Times]) -> str:
    first, first_bare = (
        _series(each, lambda run: median(run.first.values()) * 1000, "ms")
        for each in (ours, theirs)
    )
    late, late_bare = (
        _series(each, lambda run: max(run.end.values()) / IDEAL, "×", 3)
        for each in (ours, theirs)
    )
    cpu, cpu_bare = (
        _series(each, lambda run: run.cpu, "s", 2) for each in (ours, theirs)
    )
    ratio, more = first.over(first_bare), first.minus(first_bare)
    fast = verdict(ratio.median <= FIRST_RATIO, more.median <= FIRST_MORE)
    heads = ("", "bedrock-tui", "bare boto3", "ratio", "difference", "bound", "")
    bound = f"≤ {FIRST_RATIO}× and ≤ +{FIRST_MORE:.0f} ms, median"
    none = NONE
    rows = [
        ("time to first token", first, first_bare, ratio, more, bound, fast),
        (
            "latest lane's end, over the ideal",
            late,
            late_bare,
            late.over(late_bare),
            none,
            f"≤ {LATEST}× ideal, every lane of every run",
            verdict(late.largest <= LATEST),
        ),
        ("CPU", cpu, cpu_bare, cpu.over(cpu_bare), cpu.minus(cpu_bare), "–", ""),
    ]
    return table(heads, rows)


def _series(
    runs: list[Times], read: Callable[[Times], float], unit: str, digits: int = 1
) -> Series:
    return Series.of([read(run) for run in runs], unit, digits)


if __name__ == "__main__":
    main()
