"""Run all benchmarks one after another and write `RESULTS.md` beside this file."""

from __future__ import annotations

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.world import CHECKOUT

NAMES = ("overhead", "smooth", "start", "access", "scan", "matrix", "exit", "memory")
HEAD = """\
# Results

Medians, in brackets the smallest and the largest value. Both sides of every ratio
were measured in turns in one run; what each figure means is in [README.md](README.md).
"""


def main() -> None:
    """Run them and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).with_name("RESULTS.md")
    )
    parser.add_argument(
        "--runs",
        action="append",
        default=[],
        metavar="NAME=N",
        help="another number of runs for one benchmark; may be repeated",
    )
    options = parser.parse_args()
    runs = dict(each.split("=", 1) for each in options.runs)
    if unknown := set(runs) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    parts = [f"{HEAD}\n{datetime.now(UTC):%Y-%m-%d} (UTC)\n"]
    for name in NAMES:
        words = ["-m", f"tests.benchmarks.{name}"]
        words += ["--runs", runs[name]] if name in runs else []
        sys.stderr.write(f"{name} …\n")
        told = subprocess.run(
            [sys.executable, *words], cwd=CHECKOUT, stdout=subprocess.PIPE, check=True
        ).stdout.decode()
        title, rest = told.split("\n", 1)
        parts.append(f"{title}\n\n`python {' '.join(words)}`\n{rest.rstrip()}\n")
    options.output.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
