from __future__ import annotations

import pytest

from tests.ui import scripted
from tests.ui.offered import NEWS, OfferedModels
from tests.ui.scripted import Stage

SIZES = [pytest.param((120, 36), id="wide"), pytest.param((80, 24), id="small")]


def visited(models: OfferedModels, *keys: str, theme: str = ""):
    """Return a program, and what opens its Models screen and presses keys there."""
    stage = Stage(nova=scripted.DONE).offers(models)

    async def press(pilot):
        await stage.opened(pilot)
        if theme:
            stage.app.theme = theme
        await pilot.press("f3")
        await pilot.pause(0.2)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        stage.app._beside.models.line.cursor_blink = False
        await pilot.pause(0.7)

    return stage.app, press


def matches(snap_compare, size, models, *keys, theme=""):
    app, press = visited(models, *keys, theme=theme)
    return snap_compare(app, terminal_size=size, run_before=press)


@pytest.mark.parametrize("size", [*SIZES, pytest.param((200, 40), id="vast")])
def test_list(snap_compare, size):
    keys = ("down", "space", "down", "down")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_list_filtered_and_sorted(snap_compare, size):
    keys = ("slash", *"active price<2", "enter", "s", "down")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_matches(snap_compare, size):
    assert matches(snap_compare, size, OfferedModels(), "slash", *"zzzz")


@pytest.mark.parametrize("size", SIZES)
def test_list_scrolled_to_the_right(snap_compare, size):
    keys = ("right", "right", "right", "right")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_matrix(snap_compare, size):
    keys = ("m", "down", "down", "right", "space", "right", "space", "down")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_matrix_by_reach_at_a_closed_region(snap_compare, size):
    keys = ("m", "s", *["right"] * 18)
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_matrix_while_it_fills(snap_compare, size):
    models = OfferedModels(known=("us-west-2",), hold_after=17)
    assert matches(snap_compare, size, models, "m")


@pytest.mark.parametrize("size", SIZES)
def test_details(snap_compare, size):
    keys = ("down", "down", "down", "enter", "down", "space")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_quotas(snap_compare, size):
    keys = ("down", "down", "down", "u")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_side_by_side(snap_compare, size):
    keys = ("space", "down", "space", "down", "down", "space", "d", "down")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("size", SIZES)
def test_changes(snap_compare, size):
    models = OfferedModels(news=NEWS)
    assert matches(snap_compare, size, models, "n", "down", "down", "down")


@pytest.mark.parametrize("size", SIZES)
def test_no_changes(snap_compare, size):
    assert matches(snap_compare, size, OfferedModels(), "n")


@pytest.mark.parametrize("size", SIZES)
def test_offline(snap_compare, size):
    assert matches(snap_compare, size, OfferedModels(offline=True))


@pytest.mark.parametrize("size", SIZES)
def test_asking(snap_compare, size):
    models = OfferedModels(known=("us-west-2",), hold_after=0)
    assert matches(snap_compare, size, models)


@pytest.mark.parametrize("size", SIZES)
def test_probe(snap_compare, size):
    keys = ("space", "down", "space", "slash", *"minimax", "enter", "space", "p")
    assert matches(snap_compare, size, OfferedModels(), *keys)


@pytest.mark.parametrize("theme", ["bedrock-light", "ansi-dark"])
@pytest.mark.parametrize("keys", [("down",), ("m", "down", "right", "space")])
def test_other_themes(snap_compare, theme, keys):
    assert matches(snap_compare, (120, 36), OfferedModels(), *keys, theme=theme)
