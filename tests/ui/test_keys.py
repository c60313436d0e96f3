from __future__ import annotations

import pytest

from bedrock_tui.ui.widgets.keys import Keys
from tests.ui.test_models_screen import visiting


@pytest.mark.parametrize("width", [120, 100, 80, 60])
@pytest.mark.parametrize("screen", ["f2", "f3", "f4"])
async def test_keys_are_shown_whole_and_help_is_always_there(width, screen):
    async with visiting(size=(width, 24)) as visit:
        await visit.press(screen, "tab")
        keys = visit.app.screen.query_one(Keys)
        left = last = visit.seen().split("\n")[-1]
        for entry in sorted(keys.entries, key=lambda each: -each.width):
            left = left.replace(f"{entry.shown} {entry.label}", "", 1)
        assert not left.strip()
        assert last.endswith("f1 Help")


async def test_the_keys_of_the_screen_come_first_and_the_rest_gives_way():
    async with visiting(size=(80, 24)) as visit:
        await visit.until_seen("esc Back space Mark c Compare")
        small = visit.seen().split("\n")[-1]
        assert "r Scan" not in small
    async with visiting(size=(120, 36)) as visit:
        await visit.until_seen("esc Back space Mark c Compare")
        await visit.until_seen("r Scan")


async def test_a_key_that_is_clicked_is_pressed():
    async with visiting(size=(80, 24)) as visit:
        row = visit.seen().split("\n")[-1]
        await visit.pilot.click(Keys, offset=(row.index("f2"), 0))
        await visit.pilot.pause()
        assert visit.app.current_mode == "access"
