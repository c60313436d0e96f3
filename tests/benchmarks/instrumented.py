"""The real program with a probe in it: what `smooth` and `memory` start on a pty.

Its own prompt is sent by the probe; keys come from the pty as usual. The report is
written when everything was shown; the program then runs on until it is quit.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

gc.disable()  # as the console script does
os.environ.setdefault("TEXTUAL_FPS", "30")  # as the screen's command does

from bedrock_tui.core.comparison import Comparison, Lane  # noqa: E402
from bedrock_tui.core.request import Parameters  # noqa: E402
from bedrock_tui.core.target import Target  # noqa: E402
from bedrock_tui.services import bridge  # noqa: E402
from bedrock_tui.services.compare import Compare, Run  # noqa: E402
from bedrock_tui.services.workbench import Workbench  # noqa: E402
from bedrock_tui.settings import Settings  # noqa: E402
from bedrock_tui.ui.app import BedrockTui  # noqa: E402
from bedrock_tui.ui.screens.compare import CompareScreen  # noqa: E402
from bedrock_tui.ui.widgets.lane import LaneView  # noqa: E402
from tests.benchmarks import lanes, probe  # noqa: E402

MAX_TOKENS = 8_000


class _Bench(Workbench):
    """Asks for long replies, which the screen's default would cut."""

    def open(self) -> None:
        super().open()
        self.compare = _LongReplies(self.compare)  # type: ignore[assignment]


class _LongReplies:
    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    def run(self, comparison: Comparison, lanes: Sequence[Lane] = ()) -> Run:
        chosen = tuple(map(_long, comparison.lanes))
        longer = replace(comparison, lanes=chosen)
        return self._compare.run(longer, tuple(map(_long, lanes)))

    def fit(self, lane: Lane) -> tuple[Parameters, tuple[str, ...]]:
        return self._compare.fit(lane)


def _long(lane: Lane) -> Lane:
    return replace(lane, parameters=replace(lane.parameters, max_tokens=MAX_TOKENS))


def main() -> None:
    """Run the program and leave as the real one does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--view", choices=("ours", "stock"), required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--prompt", required=True)
    parser.add_argument("--give-up", type=float, required=True)
    options = parser.parse_args()
    folder: Path = options.folder
    url: str = options.url
    settings = Settings(
        region=lanes.REGION,
        database=folder / "calls.db",
        demo=True,
        confirm_lanes=8,
    )
    bench = _Bench(settings, sandbox_url=lambda: url)
    app = BedrockTui(bench, lanes.TARGETS, make_lane(options.view))
    asyncio.run(_run(app, bench, options.prompt, folder, options.give_up))
    bench.close()
    os._exit(0)


def make_lane(view: str) -> Callable[[Lane], LaneView]:
    """Return what makes lanes with our view, or with Textual's own."""
    kind: Callable[[Lane], LaneView] = LaneView
    if view == "stock":
        from tests.benchmarks.stock_view import StockLane

        kind = StockLane
    return kind


async def _run(
    app: BedrockTui, bench: Workbench, prompt: str, folder: Path, give_up: float
) -> None:
    measuring = asyncio.create_task(_measure(app, bench, prompt, folder, give_up))
    await app.run_async()
    measuring.cancel()


async def _measure(
    app: BedrockTui, bench: Workbench, prompt: str, folder: Path, give_up: float
) -> None:
    screen = app.get_default_screen()
    assert isinstance(screen, CompareScreen)
    while not _ready(screen):  # noqa: ASYNC110  the program tells nobody
        await asyncio.sleep(0.05)
    targets = [Target(target, lanes.REGION) for target in lanes.TARGETS]
    await bridge.call("warm", lambda: bench.warm(targets))
    await asyncio.sleep(1.0)
    # Textual's own context belongs to its tasks, and the probe's is not one of them.
    with app._context():
        report = await probe.stream(screen, prompt, (folder / "started").touch, give_up)
    written = folder / "report.part"
    written.write_text(json.dumps(report.as_dict()))
    written.rename(folder / "report.json")


def _ready(screen: CompareScreen) -> bool:
    return screen.opened and len(screen.comparing.deck.lanes) == len(lanes.TARGETS)


if __name__ == "__main__":
    main()
