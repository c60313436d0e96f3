"""The matrix of 150 models and 33 regions: opening, moving and filtering, on a pty.

Beside the same matrix in Textual's DataTable, in turns. A key's answer is proved by
bytes that nothing else paints: the name of the model that the cursor went to, the
region it went to, the number of models that the filter left.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bedrock_tui.core.modelfilter import parse
from tests.benchmarks.figures import Series, page, percentile, table, times, verdict
from tests.benchmarks.grids import MODELS, READY, board
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.world import isolated
from tests.ui.offered import REGIONS

OPEN, MOVE, FILTER = 120, 50, 80
"""Bounds in milliseconds; those of moving and filtering are of the p95."""
COLUMNS, ROWS = 120, 36
MOVES, NUMBERS = 30, 12
"""Keys down and keys right of a run, and numbers that are typed into the filter."""
QUIET = 0.06
"""Seconds without a byte after which a screen is taken to be finished."""
DOWN, RIGHT, BACK = b"\x1b[B", b"\x1b[C", b"\x7f"
FIRST = re.compile(rb"Model 000")


@dataclass
class Times:
    """Milliseconds of every key of all runs; of opening one a run."""

    opened: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    """From the list to the matrix; the DataTable has no list."""
    down: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=8)
    runs: int = parser.parse_args().runs
    with isolated():
        print(measure(runs))


def measure(runs: int) -> str:
    """Run both programs in turns and return the report."""
    ours, stock = Times(), Times()
    visit("ours", Times())
    visit("stock", Times())
    for _ in range(runs):
        visit("ours", ours)
        visit("stock", stock)
    return page(
        "matrix",
        f"The Models screen with {MODELS} models × {len(REGIONS)} regions on a "
        f"{COLUMNS}×{ROWS} pty, from each key to its answer in the output, beside a "
        "DataTable with the same rows.",
        [_table(ours, stock)],
        times(runs),
    )


def visit(which: str, spent: Times) -> None:
    """Open the matrix once, move about in it, filter, and quit."""
    command = (sys.executable, "-m", "tests.benchmarks.grids", which)
    with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.pump_until(lambda: terminal.has(READY.encode()), 20.0)
        _settle(terminal)
        spent.opened.append(_press(terminal, b"o", FIRST))
        if which == "ours":
            legend = re.compile("● on demand".encode())
            spent.changed.append(_press(terminal, b"m", legend))
        shown = sorted(board().reaches(), key=lambda row: row.provider)
        if which == "stock":
            _press(terminal, RIGHT, re.compile(REGIONS[0].encode()))
        else:
            terminal.send(b"\x1b[H")
            _settle(terminal)
        for row in shown[1 : MOVES + 1]:
            spent.down.append(_press(terminal, DOWN, _text(row.title)))
        for region in REGIONS[1:MOVES]:
            spent.right.append(_press(terminal, RIGHT, _text(f"{region}:")))
        terminal.send(b"/")
        _settle(terminal)
        for key, left in _typing():
            spent.typed.append(_press(terminal, key, _count(left)))
        terminal.quit()


def _typing() -> Iterator[tuple[bytes, int]]:
    """Yield keys that type numbers and delete them, with the models they leave."""
    known = board()
    offers = list(known.offers_by_model().values())
    chance = random.Random(1)

    def left(text: str) -> int:
        return len(parse(text).sift(offers))

    for _ in range(NUMBERS):
        text = f"{chance.randrange(MODELS):03d}"
        texts = ["", text[:1], text[:2], text, text[:2], text[:1], ""]
        for before, after in pairwise(texts):
            longer = len(after) > len(before)
            yield after[-1].encode() if longer else BACK, left(after)


def _text(text: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(text.encode()))


def _count(number: int) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\d)(?<!of )%d (?:of \d+ )?models" % number)


def _press(terminal: Terminal, key: bytes, answer: re.Pattern[bytes]) -> float:
    """Press a key and return the milliseconds to its answer; wait until it is calm."""
    first = len(terminal.painted)
    at = terminal.send(key)
    give_up_at = at + 10

    def painted() -> bytes:
        return b"".join(each.data for each in terminal.painted[first:])

    while not answer.search(painted()):
        if time.perf_counter() > give_up_at:
            raise TimeoutError(f"no {answer.pattern!r}:\n{terminal.text()}")
        terminal.pump(0.02)
    spent = (terminal.painted[-1].at - at) * 1000
    _settle(terminal)
    return spent


def _settle(terminal: Terminal) -> None:
    terminal.pump(QUIET)
    while time.perf_counter() - terminal.painted[-1].at < QUIET:
        terminal.pump(QUIET)


def _table(ours: Times, stock: Times) -> str:
    rows: list[tuple[object, ...]] = []
    for name, mine, theirs in (
        ("o, opens the screen", ours.opened, stock.opened),
        ("m, list to matrix", ours.changed, stock.opened),
    ):
        series, base = Series.of(mine, "ms", 0), Series.of(theirs, "ms", 0)
        holds = verdict(series.median <= OPEN)
        rows.append((name, series, base, series.over(base), f"≤ {OPEN} ms", holds))
    for name, mine, theirs, bound in (
        ("down, p95", ours.down, stock.down, MOVE),
        ("right, p95", ours.right, stock.right, MOVE),
        ("a letter of the filter, p95", ours.typed, stock.typed, FILTER),
    ):
        late, base_late = percentile(mine, 0.95), percentile(theirs, 0.95)
        holds = verdict(late <= bound)
        told = (f"{late:.0f} ms", f"{base_late:.0f} ms", f"{late / base_late:.2f}×")
        rows.append((f"{name} of {len(mine)}", *told, f"≤ {bound} ms", holds))
    return table(("key", "bedrock-tui", "DataTable", "ratio", "bound", ""), rows)


if __name__ == "__main__":
    main()
