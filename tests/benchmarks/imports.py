"""Which modules a start imports and how long each package takes by itself."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from statistics import median

from tests.benchmarks.figures import table
from tests.benchmarks.world import CHECKOUT

START = (
    "import bedrock_tui.cli.main, bedrock_tui.cli.options, bedrock_tui.cli.screen, "
    "bedrock_tui.sandbox.child, bedrock_tui.services.workbench, bedrock_tui.ui.app"
)
"""What is imported before the first frame, in that order, without running the app."""
RUNS = 5
ROWS = 10

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")


def breakdown() -> str:
    """Return our start's imports as a table, the slowest package first."""
    own: dict[str, list[float]] = defaultdict(list)
    modules: dict[str, int] = {}
    for _ in range(RUNS):
        times, modules = _packages()
        for package, milliseconds in times.items():
            own[package].append(milliseconds)
    ordered = sorted(own, key=lambda package: -median(own[package]))
    rows = [
        (f"`{name}`", modules[name], f"{median(own[name]):.1f} ms")
        for name in ordered[:ROWS]
    ]
    total = sum(median(times) for times in own.values())
    rows.append(("everything", sum(modules.values()), f"{total:.0f} ms"))
    return table(("package", "modules", "own import time"), rows)


def _packages() -> tuple[dict[str, float], dict[str, int]]:
    """Import once; the tracing itself makes all of it slower."""
    command = (sys.executable, "-X", "importtime", "-c", START)
    told = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stderr
    times: dict[str, float] = defaultdict(float)
    modules: dict[str, int] = defaultdict(int)
    for found in _LINE.finditer(told):
        package = _package(found[4])
        times[package] += int(found[1]) / 1000
        modules[package] += 1
    return times, modules


def _package(module: str) -> str:
    top = module.partition(".")[0]
    return "standard library" if top in sys.stdlib_module_names else top


if __name__ == "__main__":
    print(breakdown())
