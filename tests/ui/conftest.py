"""The real screen over the simulated Bedrock, or over a script for pictures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from bedrock_tui import paths, settings_file
from bedrock_tui.sandbox.exchange import Seen
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Flags, resolve
from bedrock_tui.ui.app import BedrockTui
from bedrock_tui.ui.screens.compare import CompareScreen
from bedrock_tui.ui.widgets.lane import LaneView

WIDE = (120, 36)
SMALL = (80, 24)


class Desk:
    """A running program, and what a person does and sees there."""

    def __init__(
        self, app: BedrockTui, pilot: Pilot[None], bench: Workbench, sandbox: Sandbox
    ) -> None:
        self.app, self.pilot, self.bench, self.sandbox = app, pilot, bench, sandbox
        self._sending: asyncio.Task[None] | None = None

    @property
    def compare(self) -> CompareScreen:
        screen = self.app.get_default_screen()
        assert isinstance(screen, CompareScreen)
        return screen

    @property
    def lanes(self) -> list[LaneView]:
        return self.compare.comparing.deck.lanes

    def prompts(self) -> list[Seen]:
        """Return the requests to models; all else is free."""
        return [r for r in self.sandbox.requests if r.path.startswith("/model/")]

    def seen(self) -> str:
        """Return the text on the screen, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def type(self, text: str) -> None:
        for letter in text:
            await self.pilot.press("space" if letter == " " else letter)

    async def ask(self, prompt: str) -> None:
        """Put a prompt into the editor, as pasting does, and press Enter."""
        self.compare.prompt.insert(prompt)
        # Waiting for the press would be waiting for the streams it starts.
        self._sending = asyncio.create_task(self.pilot.press("enter"))
        sending = self._sending
        await self.until(lambda: sending.done() or not self.compare.prompt.text)

    async def agree(self) -> None:
        """Say yes to what is asked before the prompt goes."""
        dialog = self.app.screen
        self._sending = asyncio.create_task(self.pilot.press("enter"))
        await self.until(lambda: self.app.screen is not dialog)

    async def settle(self) -> None:
        """Let a key that was pressed be done with."""
        if self._sending is not None:
            await self._sending

    async def until(self, true: Callable[[], bool], seconds: float = 15.0) -> None:
        """Wait for something to become true; fail with the screen's text."""
        # Not pilot.pause: it waits for a calm that a streaming screen does not have.
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never came true; the screen:\n{self.seen()}")

    async def until_seen(self, text: str, seconds: float = 15.0) -> None:
        await self.until(lambda: text in self.seen(), seconds)

    async def until_idle(self) -> None:
        await self.until(lambda: not any(lane.running for lane in self.lanes))

    async def until_called(self, *expected: tuple[str, str]) -> None:
        """Wait until the history holds exactly these targets and statuses."""
        for _ in range(500):
            if sorted(await self.calls()) == sorted(expected):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"the history holds {await self.calls()}")

    async def calls(self) -> list[tuple[str, str]]:
        """Return id and status of the calls in the history, newest first."""
        assert self.bench.history is not None
        newest = await self.bench.history.newest(50)
        return [(call.target.id, str(call.status)) for call in newest]


Launch = Callable[..., "Awaitable[Desk]"]


@pytest.fixture
def launch(sandbox: Sandbox, tmp_path: Path) -> Callable[..., object]:
    """Return an async context manager that runs the program."""

    @asynccontextmanager
    async def run(
        *targets: str,
        size: tuple[int, int] = WIDE,
        lanes: int | None = None,
        read_only: bool = False,
    ) -> AsyncIterator[Desk]:
        flags = Flags(demo=True, database=tmp_path / "calls.db", read_only=read_only)
        settings = resolve(flags, {}, settings_file.read(paths.settings_file()))
        bench = Workbench(settings, sandbox_url=lambda: sandbox.url)
        app = BedrockTui(bench, targets)
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                desk = Desk(app, pilot, bench, sandbox)
                expected = lanes if lanes is not None else len(targets) or 3
                await desk.until(
                    lambda: desk.compare.opened and len(desk.lanes) == expected
                )
                await pilot.pause()
                yield desk
                desk.compare.stop_all()
                await desk.settle()
        finally:
            assert bench.close()

    return run
