"""What the Access screen says in every situation that people get stuck in."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import OptionList

from bedrock_tui.core.checks import CHECKS
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Flags, resolve
from bedrock_tui.ui.app import BedrockTui
from tests.situations import (
    QUESTION,
    SITUATIONS,
    Situation,
    Stage,
    home,
    services,
    stage,
)
from tests.support import PRO
from tests.ui.conftest import Desk

__all__ = ["home", "services", "stage"]

PATIENCE = 30
"""Seconds; a situation takes one or two where nothing else runs."""
TITLES = [title for _, title in CHECKS]
ACCOUNT = "account 111122223333"


@asynccontextmanager
async def seated(stage: Stage, profile: str, folder: Path) -> AsyncIterator[Desk]:
    """Somebody in a situation, in front of the lanes."""
    flags = Flags(
        aws_profile=profile or None, region="us-east-1", database=folder / "calls.db"
    )
    bench = Workbench(resolve(flags, os.environ))
    app = BedrockTui(bench, (f"{PRO}@us-east-1",))
    try:
        async with app.run_test(size=(160, 60), notifications=True) as pilot:
            desk = Desk(app, pilot, bench, stage.sandbox)
            await desk.until(lambda: desk.compare.opened, PATIENCE)
            yield desk
    finally:
        stage.free()
        assert bench.close()


def read(desk: Desk, part: str) -> str:
    """Return what stands on one part of the screen, as if it were not wrapped."""
    found = desk.app.screen.query(part)
    if not found:
        return ""
    place = found.first().content_region
    lines = desk.seen().split("\n")[place.y : place.bottom]
    return " ".join(" ".join(line[place.x : place.right] for line in lines).split())


async def until_read(desk: Desk, part: str, *texts: str) -> None:
    """Wait until these texts stand on one part of the screen."""
    await desk.until(lambda: all(text in read(desk, part) for text in texts), PATIENCE)


async def keys_work(desk: Desk) -> None:
    """Press keys while the answer is held back, and see what they do."""
    await until_read(desk, "#who", "checking…")
    await desk.pilot.press("f1")
    await desk.until_seen("Check everything again", PATIENCE)
    await desk.pilot.press("escape", "f4")
    await desk.until_seen("Ask every lane", PATIENCE)
    await desk.pilot.press("f2")
    await until_read(desk, "#who", "checking…")


async def give_code(desk: Desk, code: str) -> None:
    """Answer the dialog with a code, or leave it."""
    await desk.until_seen(QUESTION, PATIENCE)
    await desk.type(code)
    await desk.pilot.press("enter" if code else "escape")
    await desk.until(lambda: QUESTION not in desk.seen(), PATIENCE)


async def explained(desk: Desk, row: str) -> str:
    """Go down to a row and return what stands below the list then."""
    await desk.pilot.press("home")
    for _ in range(60):
        await desk.pilot.pause()
        if read(desk, "#detail").startswith(row):
            return read(desk, "#detail").removeprefix(row).strip()
        await desk.pilot.press("down")
    raise AssertionError(f"no row {row}; the screen:\n{desk.seen()}")


def chosen(desk: Desk) -> str:
    """Return the row that is highlighted, whole."""
    option = desk.app.screen.query_one("#rows", OptionList).highlighted_option
    assert option is not None
    return str(option.prompt)


@pytest.mark.parametrize("name", SITUATIONS)
async def test_the_screen_says_what_is_wrong_and_what_to_do(
    name: str, stage: Stage, tmp_path: Path
) -> None:
    situation = SITUATIONS[name]
    async with seated(stage, situation.profile, tmp_path) as desk:
        if situation.typed is not None:
            await give_code(desk, situation.typed)
        await desk.pilot.press("f2")
        if situation.waits:
            await keys_work(desk)
            stage.free()
        if situation.typed is not None and situation.code:
            await give_code(desk, situation.typed)  # whoever looks is asked
        await until_read(desk, "#rows", *rows(situation))
        row = await explained(desk, situation.row)
        for text in (situation.title, situation.message, situation.fix):
            assert text in row
        for action, how in situation.may:
            await explained(desk, f"{action} on ")
            assert how in chosen(desk)
        who = read(desk, "#who")
        for text in beside(situation):
            assert text in who


def rows(situation: Situation) -> Iterator[str]:
    """Yield what must be in the list."""
    if situation.row in TITLES:
        yield f"{situation.sign} {situation.row}"
    yield from situation.also
    for _, how in situation.may:
        yield f"· {how}"


def beside(situation: Situation) -> tuple[str, ...]:
    """Return what must stand beside the identity."""
    if situation.who is None:
        return ("account 444455556666" if situation.typed else ACCOUNT,)
    return situation.who if any(situation.who) else (situation.title, situation.fix)
