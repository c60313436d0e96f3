"""From a lane to the diff of its reply: which other reply, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bedrock_tui.ui.screens.chooser import Choice, Chooser
from bedrock_tui.ui.screens.diff import DiffScreen, Side
from bedrock_tui.ui.text import plain

if TYPE_CHECKING:
    from textual.app import App

    from bedrock_tui.ui.widgets.lane import LaneView


async def show_diff(
    app: App[object], lanes: Sequence[LaneView], view: LaneView
) -> None:
    """Show what differs between a lane's reply and another one; wants a worker.

    The texts are taken as they stand; with more than one other reply the person
    chooses, the next lane's first.
    """
    sides = [side for n, lane in enumerate(lanes, 1) if (side := _side(n, lane))]
    number = lanes.index(view) + 1
    left = next((n for n, side in enumerate(sides) if side.number == number), None)
    if left is None:
        app.notify("This lane has no reply to compare yet.", timeout=3)
        return
    right = await _other(app, sides, left)
    if right is not None:
        await app.push_screen(DiffScreen(sides, left, right))


async def _other(app: App[object], sides: Sequence[Side], left: int) -> int | None:
    """Return which side to compare with, or None and say why there is none."""
    others = [(left + by) % len(sides) for by in range(1, len(sides))]
    if not others:
        app.notify("No other lane has a reply to compare with.", timeout=3)
        return None
    if len(others) == 1:
        return others[0]
    choices = [Choice(str(n), plain(sides[n].title).plain) for n in others]
    chooser = Chooser("Compare this reply with", choices, what="lane")
    chosen = await app.push_screen_wait(chooser)
    return int(chosen) if chosen is not None else None


def _side(number: int, view: LaneView) -> Side | None:
    text = view.reply.text if view.reply is not None else ""
    if not text.strip():
        return None
    target = view.lane.target
    return Side(number, target.name, target.region, text, view.running)
