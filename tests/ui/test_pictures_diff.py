from __future__ import annotations

import pytest

from tests.ui import scripted
from tests.ui.scripted import Script, Stage, ended, sent, text, usage

SIZES = [pytest.param((120, 36), id="wide"), pytest.param((80, 24), id="small")]

OTHER = (
    scripted.ANSWER.replace("Two queues, one rule", "Queues")
    .replace("**each of them fail** on its own", "one fail without the other")
    .replace("at most |", "per second |")
    .replace("2. Say what happens to one that always fails.\n", "")
    .replace("    store.put", "  store.put")
    + "\nStart with a standard queue, and measure before you order anything.\n"
)
DONE = Script(sent(*text(OTHER), *usage(230)), ended(scripted.Status.OK))


def differing(*keys: str, theme: str = "", **lanes: Script):
    """Return a program, and what opens a diff there and presses keys."""
    stage = Stage(**(lanes or {"sonnet": scripted.DONE, "nova": DONE}))

    async def press(pilot):
        await stage.asked(pilot)
        if theme:
            stage.app.theme = theme
        stage.compare.comparing.deck.step(1)
        for key in ("d", *keys):
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.2)

    return stage.app, press


@pytest.mark.parametrize("size", SIZES)
def test_a_diff(snap_compare, size):
    app, press = differing()
    assert snap_compare(app, terminal_size=size, run_before=press)


@pytest.mark.parametrize("size", SIZES)
def test_the_next_difference_with_spaces_that_count(snap_compare, size):
    app, press = differing("w", "n", "n", "n", "n", "n")
    assert snap_compare(app, terminal_size=size, run_before=press)


@pytest.mark.parametrize("theme", ["bedrock-light", "ansi-dark"])
def test_a_diff_in_other_themes(snap_compare, theme):
    app, press = differing("n", theme=theme)
    assert snap_compare(app, terminal_size=(120, 36), run_before=press)


def test_two_replies_that_have_little_in_common(snap_compare):
    reasoned = scripted.REASONED
    app, press = differing("n", "enter", sonnet=scripted.STREAMING, nova=reasoned)
    assert snap_compare(app, terminal_size=(120, 36), run_before=press)
