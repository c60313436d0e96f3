from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_tui.ui.screens.parameters import ParametersScreen
from bedrock_tui.ui.screens.save import SaveScreen
from bedrock_tui.ui.screens.snippet import SnippetScreen
from tests.ui import scripted
from tests.ui.scripted import Stage

SIZES = [pytest.param((120, 36), id="wide"), pytest.param((80, 24), id="small")]


def three(first, second, third) -> Stage:
    return Stage(sonnet=first, nova=second, oss=third)


@pytest.mark.parametrize("size", SIZES)
def test_ready(snap_compare, size):
    stage = three(scripted.DONE, scripted.DONE, scripted.DONE)
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.opened)


@pytest.mark.parametrize("size", SIZES)
def test_streaming_waiting_and_retrying(snap_compare, size):
    stage = three(scripted.STREAMING, scripted.WAITING, scripted.RETRYING)
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.asked)


@pytest.mark.parametrize("size", SIZES)
def test_done_failed_and_stopped(snap_compare, size):
    stage = three(scripted.DONE, scripted.FAILED, scripted.STOPPED)
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.asked)


@pytest.mark.parametrize(
    ("state", "script"),
    [
        ("waiting", scripted.WAITING),
        ("retrying", scripted.RETRYING),
        ("failed", scripted.FAILED),
        ("stopped", scripted.STOPPED),
        ("truncated", scripted.TRUNCATED),
        ("reasoned", scripted.REASONED),
    ],
)
def test_one_lane_in_a_small_terminal(snap_compare, state, script):
    del state
    stage = Stage(nova=script)
    assert snap_compare(stage.app, terminal_size=(80, 24), run_before=stage.asked)


@pytest.mark.parametrize("size", SIZES)
def test_reasoning_unfolded_with_a_tool_and_an_image(snap_compare, size):
    stage = three(scripted.REASONED, scripted.DONE, scripted.TRUNCATED)

    async def unfolded(pilot):
        await stage.asked(pilot)
        stage.compare.comparing.deck.step(1)
        await pilot.press("t")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=unfolded)


@pytest.mark.parametrize("size", [(120, 36), (200, 50), (80, 24)])
def test_eight_lanes(snap_compare, size):
    stage = Stage(
        sonnet=scripted.DONE,
        nova=scripted.STREAMING,
        oss=scripted.RETRYING,
        deepseek=scripted.WAITING,
        llama=scripted.FAILED,
        mistral=scripted.STOPPED,
        haiku=scripted.TRUNCATED,
        kimi=scripted.REASONED,
    )
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.asked)


@pytest.mark.parametrize("size", SIZES)
def test_no_lanes(snap_compare, size):
    stage = Stage()
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.opened)


@pytest.mark.parametrize("size", SIZES)
def test_choosing_a_target(snap_compare, size):
    stage = Stage(nova=scripted.DONE)

    async def choosing(pilot):
        await stage.opened(pilot)
        await pilot.press("ctrl+t")
        await pilot.pause(0.3)
        await pilot.press(*"sonnet")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=choosing)


@pytest.mark.parametrize("size", SIZES)
def test_parameters(snap_compare, size):
    stage = Stage(nova=scripted.DONE)

    async def choosing(pilot):
        await stage.opened(pilot)
        await pilot.press("ctrl+o")
        for _ in range(1000):
            if isinstance(pilot.app.screen, ParametersScreen):
                break
            await pilot.pause(0.01)
        await pilot.press("tab", "tab")
        await pilot.press(*"1.5", "enter")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=choosing)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("steps", [0, 2, 4], ids=["boto3", "curl", "promptfoo"])
def test_the_code_of_a_lane(snap_compare, size, steps):
    stage = three(scripted.DONE, scripted.FAILED, scripted.STOPPED)

    async def reading(pilot):
        await stage.asked(pilot)
        stage.compare.comparing.deck.step(1)
        await pilot.press("c")
        for _ in range(1000):
            if isinstance(pilot.app.screen, SnippetScreen):
                break
            await pilot.pause(0.01)
        await pilot.press(*["down"] * steps)
        await pilot.pause(0.3)

    assert snap_compare(stage.app, terminal_size=size, run_before=reading)


@pytest.mark.parametrize("size", SIZES)
def test_help(snap_compare, size):
    stage = Stage(nova=scripted.DONE)

    async def helping(pilot):
        await stage.opened(pilot)
        await pilot.press("f1")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=helping)


@pytest.mark.parametrize("theme", ["bedrock-light", "nord", "ansi-dark"])
def test_other_themes(snap_compare, theme):
    stage = three(scripted.DONE, scripted.FAILED, scripted.RETRYING)

    async def themed(pilot):
        await stage.asked(pilot)
        stage.app.theme = theme
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=(120, 36), run_before=themed)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "identity", "found"),
    [
        ("healthy", scripted.HEALTHY, (*scripted.ALL_WELL, scripted.ALLOWED)),
        ("expired", scripted.EXPIRED, scripted.UNKNOWN),
        ("denied", scripted.HEALTHY, (scripted.DENIED_BY_SCP, *scripted.ALL_WELL)),
        ("nobody", scripted.NOBODY, scripted.UNKNOWN),
    ],
    ids=["healthy", "expired", "denied", "nobody"],
)
def test_access(snap_compare, size, name, identity, found):
    stage = Stage(nova=scripted.DONE).knows(identity, *found)

    async def looking(pilot):
        await stage.opened(pilot)
        await pilot.press("f2")
        await pilot.pause(0.3)
        await pilot.press("end" if name == "denied" else "home")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=looking)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["free", "no-folder"])
def test_saving(snap_compare, size, name):
    stage = Stage(nova=scripted.DONE, sonnet=scripted.STREAMING)

    async def saving(pilot):
        await stage.asked(pilot)
        folder = Path("/home/me/work")
        screen = SaveScreen(stage.compare.comparing.transcript, folder, "comparison")
        pilot.app.push_screen(screen)
        await pilot.pause()
        screen.text.cursor_blink = False
        if name == "free":
            await pilot.press("down")
        else:
            screen.text.value = "/none/at/all.md"
            screen.text.action_end()
            await pilot.press("enter")
            await pilot.pause(0.3)
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=saving)
