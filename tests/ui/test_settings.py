"""Aliases, short names and sets of `settings.toml` on the screen."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from bedrock_tui import paths
from bedrock_tui.ui.screens.chooser import Chooser
from tests.support import GEMMA, LITE, PRO, write_settings

SONNET = "us.anthropic.claude-sonnet-5-5"
QUICK = "pace:900 ttft:0.02 tokens:40"
FILE = f"""\
[aliases]
quick = "{GEMMA}@eu-west-1"
short = "nova-pro"
"[b]odd" = "x"

[lanes]
daily = ["quick", "{LITE}", "sonnet"]
"[red]alone" = ["nobody"]
"""


def targets(desk) -> list[str]:
    return [str(view.lane.target) for view in desk.lanes]


async def test_lanes_of_the_command_line_and_the_default_may_be_names(launch):
    write_settings(f'default_model = "short@eu-west-1"\n{FILE}')
    async with launch("quick", "sonnet", "zzz") as desk:
        assert targets(desk) == [
            f"{GEMMA}@eu-west-1",
            f"{SONNET}@us-east-1",
            "zzz@us-east-1",
        ]
        await desk.until_seen("The newest sonnet that is offered here is")
        await desk.until_seen("zzz@us-east-1: Not known here; passed on as it is.")


async def test_the_default_model_of_the_file_is_the_first_lane(launch):
    write_settings(f'default_model = "short@eu-west-1"\n{FILE}')
    async with launch(lanes=1) as desk:
        assert targets(desk) == [f"eu.{PRO}@eu-west-1"]
        await desk.until_seen(f"nova-pro stands for eu.{PRO}.")


async def test_what_is_wrong_with_the_file_is_shown_and_stops_nothing(launch):
    write_settings("max_retries = '[/b]'\na = 1\nb = 1\nc = 1\n")
    async with launch(PRO) as desk:
        await desk.until_seen("line 1: max_retries: must be a whole number")
        await desk.until_seen("[/b]")
        await desk.until_seen("and 1 more, told on standard error.")
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        await desk.until_called((PRO, "ok"))


async def adding(desk) -> None:
    await desk.pilot.press("ctrl+t")
    await desk.until_seen("callable in us-east-1")


async def test_aliases_come_first_with_what_they_stand_for(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await adding(desk)
        rows = desk.seen().splitlines()
        first = next(n for n, row in enumerate(rows) if "quick  " in row)
        assert f"quick  {GEMMA}@eu-west-1" in rows[first]
        assert "short  nova-pro" in rows[first + 1]
        assert "[b]odd  x" in rows[first + 2]
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        assert targets(desk)[1] == f"{GEMMA}@eu-west-1"


@pytest.mark.parametrize(
    ("typed", "target", "said"),
    [
        ("quick", f"{GEMMA}@eu-west-1", ""),
        ("qui", f"{GEMMA}@eu-west-1", ""),
        ("quick@us-west-2", f"{GEMMA}@us-west-2", ""),
        ("short", f"{PRO}@us-east-1", f"nova-pro stands for {PRO}."),
        ("short@eu-west-1", f"eu.{PRO}@eu-west-1", f"stands for eu.{PRO}."),
        ("haiku-3-9", "haiku-3-9@us-east-1", "Not known here; passed on as it is."),
        ("titan-express", "us.amazon.nova-2-lite-v1:0@us-east-1", "is gone;"),
    ],
)
async def test_aliases_and_short_names_can_be_typed(launch, typed, target, said):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await adding(desk)
        for letter in typed:
            await desk.pilot.press({"-": "minus", "@": "at"}.get(letter, letter))
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        assert targets(desk)[1] == target
        if said:
            await desk.until_seen(said)
        else:
            assert "stands for" not in desk.seen()


async def test_an_alias_that_is_typed_is_not_offered_twice(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await adding(desk)
        await desk.type("quick")
        options = desk.app.screen.query_one(OptionList)
        await desk.until(lambda: options.option_count == 1)
        assert "as typed" not in desk.seen()


async def choosing(desk) -> None:
    await desk.pilot.press("ctrl+g")
    await desk.until(lambda: isinstance(desk.app.screen, Chooser))
    await desk.until_seen("Replace the lanes by")


async def test_a_set_takes_the_place_of_the_lanes_while_the_prompt_has_the_keys(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await desk.ask(f"hi {QUICK}")
        await desk.until_called((PRO, "ok"))
        await desk.until_idle()
        await desk.type("kept")
        assert desk.compare.prompt.has_focus
        await choosing(desk)
        await desk.until_seen(f"daily  quick · {LITE} · sonnet")
        await desk.type("dai")
        await desk.pilot.press("enter")
        wanted = [
            f"{GEMMA}@eu-west-1",
            f"{LITE}@us-east-1",
            f"{SONNET}@us-east-1",
        ]
        await desk.until(lambda: targets(desk) == wanted)
        await desk.until_seen("The newest sonnet that is offered here is")
        await desk.until(lambda: desk.compare.prompt.has_focus)
        assert desk.compare.prompt.text == "kept"
        assert await desk.calls() == [(PRO, "ok")]
        desk.compare.prompt.clear()
        await desk.ask(f"hi {QUICK}")
        await desk.until_called(
            (PRO, "ok"), (GEMMA, "ok"), (LITE, "ok"), (SONNET, "ok")
        )
    async with launch(lanes=3) as desk:  # the next start brings them back
        assert targets(desk) == wanted


async def test_a_set_is_not_opened_while_lanes_answer(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await desk.ask("hi fault:stall=5 pace:40 tokens:80")
        await desk.until(lambda: desk.lanes[0].running)
        await desk.pilot.press("ctrl+g")
        await desk.until_seen("Lanes are still answering.")
        assert not isinstance(desk.app.screen, Chooser)
        assert targets(desk) == [f"{PRO}@us-east-1"]


async def test_escape_leaves_the_lanes_alone(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await choosing(desk)
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.app.screen is desk.compare)
        assert targets(desk) == [f"{PRO}@us-east-1"]


async def test_names_of_sets_are_no_markup(launch):
    write_settings(FILE)
    async with launch(PRO) as desk:
        await choosing(desk)
        await desk.until_seen("[red]alone  nobody")
        await desk.pilot.press("down", "enter")
        await desk.until(lambda: targets(desk) == ["nobody@us-east-1"])
        await desk.until_seen("nobody@us-east-1: Not known here")


async def test_without_sets_it_is_told_how_to_write_one(launch):
    async with launch(PRO) as desk:
        await desk.pilot.press("ctrl+g")
        await desk.until_seen("There is no set of lanes.")
        seen = "".join(line.strip(" ▌│") for line in desk.seen().splitlines())
        assert "[lanes]" in seen
        assert paths.settings_file().name in seen
        assert len(desk.lanes) == 1
