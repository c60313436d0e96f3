"""What the program feels while replies stream: measured inside its own process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from textual.selection import Selection
from textual.widget import Widget

from bedrock_tui.ui.screens.compare import CompareScreen
from bedrock_tui.ui.widgets.lane import LaneView
from tests.benchmarks.figures import percentile

PERIOD = 0.005
"""Seconds between two ticks of the timer whose lateness is measured."""
STALL = 0.025


@dataclass
class Report:
    """What one run showed."""

    finished: bool = False
    """False when the run was given up before everything was shown."""
    seconds: float = 0.0
    """From sending the prompt until everything was shown."""
    shown: int = 0
    """Characters that the views were given and took over."""
    received: int = 0
    lag: dict[str, float] = field(default_factory=dict)
    """Milliseconds of lateness: `p50`, `p99`, `max`."""
    stalls: list[tuple[float, float]] = field(default_factory=list)
    """Each time the loop was more than 25 ms late: seconds since the prompt was
    sent, and milliseconds."""
    cpu: float = 0.0
    """CPU seconds of the process over `seconds`."""
    idle_rss: float = 0.0
    """Resident memory in MB with empty lanes."""
    rss: float = 0.0
    peak_rss: float = 0.0
    widgets: int = 0
    texts: list[str] = field(default_factory=list)
    """What each lane received."""
    same_source: int = 0
    """Lanes whose view says that it shows what was received."""
    same_rendering: int = 0
    """Lanes whose text on the screen is that of the reply shown in one piece."""

    def as_dict(self) -> dict[str, Any]:
        """Return it for a file."""
        return asdict(self)


class LagProbe:
    """A timer every 5 ms that notes how late it is.

    A tick that the loop had no time for counts as late as it would have been: one
    stall of 100 ms is twenty late ticks, not one.
    """

    def __init__(self) -> None:
        self.late: list[float] = []
        self.stalls: list[tuple[float, float]] = []

    async def run(self) -> None:
        """Tick until cancelled."""
        begin = time.perf_counter()
        due = begin + PERIOD
        while True:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            now = time.perf_counter()
            if now - due > STALL:
                self.stalls.append((due - begin, (now - due) * 1000))
            while due <= now:
                self.late.append((now - due) * 1000)
                due += PERIOD

    def summary(self) -> dict[str, float]:
        """Return percentiles in milliseconds."""
        return {
            "p50": percentile(self.late, 0.50),
            "p99": percentile(self.late, 0.99),
            "max": max(self.late),
        }


async def stream(
    screen: CompareScreen, prompt: str, started: Callable[[], None], give_up: float
) -> Report:
    """Send the prompt, watch until all is shown, and compare what is shown.

    `started` is called when the prompt was sent. After `give_up` seconds the
    report says how far things are.
    """
    report = Report(idle_rss=memory("VmRSS"))
    lag = LagProbe()
    screen.prompt.text = prompt
    cpu, begin = time.process_time(), time.perf_counter()
    screen.prompt.action_send()
    started()
    ticking = asyncio.create_task(lag.run())
    report.finished = await _shown(screen.comparing.deck.lanes, begin + give_up)
    report.seconds = time.perf_counter() - begin
    report.cpu = time.process_time() - cpu
    ticking.cancel()
    report.lag, report.stalls = lag.summary(), lag.stalls
    report.rss, report.peak_rss = memory("VmRSS"), memory("VmHWM")
    report.widgets = len(screen.query("*"))
    report.texts = [_received(lane) for lane in screen.comparing.deck.lanes]
    report.received = sum(map(len, report.texts))
    report.shown = sum(
        len(lane.view.reply_text) for lane in screen.comparing.deck.lanes
    )
    if report.finished:
        await _compare(screen.comparing.deck.lanes, report)
    return report


def memory(field_name: str) -> float:
    """Return a field of the process's status in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field_name):
            return int(line.split()[1]) / 1024
    raise LookupError(field_name)


async def _shown(lanes: list[LaneView], give_up_at: float) -> bool:
    """Wait until every lane has shown everything; False if that took too long."""
    while time.perf_counter() < give_up_at:
        await asyncio.sleep(0.02)
        begun = all(lane.reply is not None for lane in lanes)
        if begun and not any(lane.running for lane in lanes) and _settled(lanes):
            return True
    return False


def _settled(lanes: list[LaneView]) -> bool:
    return all(getattr(lane.view, "settled", True) for lane in lanes)


async def _compare(lanes: list[LaneView], report: Report) -> None:
    """Show each reply once more, in one piece, and compare."""
    for lane in lanes:
        view, text = lane.view, _received(lane)
        report.same_source += view.reply_text == text
        await asyncio.sleep(0.1)  # let it lay out what came last
        streamed = _visible(view)
        view.clear()
        await _wait_for([lane])
        view.append_text(text)
        view.finish()
        await _wait_for([lane])
        report.same_rendering += bool(streamed) and streamed == _visible(view)


async def _wait_for(lanes: list[LaneView]) -> None:
    while not _settled(lanes):  # noqa: ASYNC110  Textual's stream tells nobody
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


def _received(lane: LaneView) -> str:
    return lane.reply.text if lane.reply is not None else ""


def _visible(view: Widget) -> list[str]:
    """Return the text that selecting everything would copy, widget by widget."""
    everything = Selection(None, None)
    widgets = [view, *view.query("*")]
    found = [widget.get_selection(everything) for widget in widgets]
    return [text for each in found if each is not None for text in [each[0]] if text]
