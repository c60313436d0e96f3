"""Draws the pictures of the README: `python -m tests.ui.screenshots`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot

from tests.ui import scripted
from tests.ui.offered import OfferedModels
from tests.ui.scripted import Stage

MODELS = {
    "models": ("f3", "down", "space", "down", "down"),
    "matrix": ("f3", "m", "down", "right", "right"),
}
"""The keys that lead to the pictures of Models."""
FOLDER = Path(__file__).parents[2] / "screenshots"


async def draw(name: str, stage: Stage, size: tuple[int, int]) -> None:
    """Let the stage play and save what it shows as `name`.svg."""
    async with stage.app.run_test(size=size) as pilot:
        await stage.asked(pilot)
        if name == "reasoning":
            await _unfold(stage, pilot)
        if name == "access":
            await pilot.press("f2")
            await pilot.pause(0.3)
            await pilot.press("end")
            await pilot.pause()
        for key in MODELS.get(name, ()):
            await pilot.press(key)
            await pilot.pause(0.3)
        stage.app.save_screenshot(f"{name}.svg", str(FOLDER))
        stage.compare.stop_all()


async def _unfold(stage: Stage, pilot: Pilot[None]) -> None:
    stage.compare.comparing.deck.step(1)
    await pilot.press("t")
    await pilot.pause()


async def main() -> None:
    """Draw every picture."""
    await draw(
        "compare",
        Stage(sonnet=scripted.STREAMING, nova=scripted.DONE, oss=scripted.RETRYING),
        (120, 36),
    )
    await draw(
        "failures",
        Stage(sonnet=scripted.TRUNCATED, nova=scripted.FAILED, oss=scripted.STOPPED),
        (120, 36),
    )
    await draw(
        "reasoning", Stage(sonnet=scripted.REASONED, nova=scripted.DONE), (120, 30)
    )
    denied = (*scripted.ALL_WELL, scripted.ALLOWED, scripted.DENIED_BY_SCP)
    await draw(
        "access",
        Stage(nova=scripted.DONE).knows(scripted.HEALTHY, *denied),
        (120, 36),
    )
    for name in MODELS:
        stage = Stage(nova=scripted.DONE).offers(OfferedModels())
        await draw(name, stage, (120, 36))
    await draw(
        "narrow",
        Stage(sonnet=scripted.DONE, nova=scripted.STREAMING, oss=scripted.WAITING),
        (80, 24),
    )


if __name__ == "__main__":
    asyncio.run(main())
