from __future__ import annotations

import json
import re

import pytest
from textual.widgets import Input

from tests.core.saved import Page

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
QUICK = "pace:900 ttft:0.02 tokens:40"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    path = tmp_path / "work"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


async def dialog(desk) -> Input:
    await desk.pilot.press("ctrl+s")
    await desk.until_seen("Save the comparison")
    return desk.app.screen.query_one(Input)


async def name(desk, text: str) -> Input:
    field = await dialog(desk)
    field.value = text
    await desk.pilot.pause()
    return field


def unwrapped(desk) -> str:
    """The text on the screen without its line ends and borders."""
    return "".join(re.findall(r"[^\s│]+", desk.seen()))


async def answered(desk) -> None:
    await desk.ask(f"Explain queues {QUICK}")
    await desk.until_idle()


async def test_ctrl_s_proposes_a_name_and_saves_markdown(launch, folder):
    async with launch(NOVA, SONNET) as desk:
        await answered(desk)
        await dialog(desk)
        assert f"{folder}/comparison-" in unwrapped(desk)
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        [path] = folder.iterdir()
        assert re.fullmatch(r"comparison-\d{8}-\d{6}\.md", path.name)
        page = path.read_text(encoding="utf-8")
        assert page.startswith("# Comparison ")
        assert "\n\n*Simulated replies: " in page
        assert page.index(f"## {NOVA}@") < page.index(f"## {SONNET}@")
        for lane in desk.lanes:
            assert lane.reply.text.strip() in page


async def test_the_arrows_choose_the_format_and_the_name_follows(launch, folder):
    async with launch(NOVA) as desk:
        await answered(desk)
        field = await name(desk, "queues.md")
        await desk.pilot.press("down")
        assert field.value == "queues.html"
        await desk.pilot.press("down")
        assert field.value == "queues.json"
        await desk.pilot.press("up", "ctrl+s")
        await desk.until_seen("Saved as")
        page = Page((folder / "queues.html").read_text(encoding="utf-8"))
        assert page.of("reply text") == [desk.lanes[0].reply.text]
        assert page.of("simulated") == ["simulated"]


async def test_the_name_chooses_the_format_and_gets_an_end(launch, folder):
    async with launch(NOVA) as desk:
        await answered(desk)
        await name(desk, "queues.json")
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        found = json.loads((folder / "queues.json").read_text(encoding="utf-8"))
        assert found["lanes"][0]["prompt"] == f"Explain queues {QUICK}"
        await name(desk, "bare")
        await desk.until(lambda: "bare.md" in unwrapped(desk))
        await desk.pilot.press("up", "enter")
        await desk.until(lambda: (folder / "bare.json").exists())


async def test_a_click_chooses_the_format(launch):
    async with launch(NOVA) as desk:
        await answered(desk)
        field = await name(desk, "queues.md")
        await desk.pilot.click("#options", offset=(2, 1))
        assert field.value == "queues.html"


async def test_a_file_is_replaced_only_when_asked_twice(launch, folder):
    path = folder / "there.md"
    path.write_text("mine")
    async with launch(NOVA) as desk:
        await answered(desk)
        await name(desk, "there.md")
        await desk.pilot.press("enter")
        await desk.until_seen("There is a file there.md already. enter again replaces")
        assert path.read_text() == "mine"
        await desk.pilot.press("end", "x", "backspace", "enter")
        await desk.until_seen("already")
        assert path.read_text() == "mine"
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        assert path.read_text(encoding="utf-8").startswith("# Comparison")


async def test_the_home_is_expanded_and_what_is_wrong_is_told(launch, folder):
    async with launch(NOVA) as desk:
        await answered(desk)
        field = await name(desk, "none/a.md")
        await desk.pilot.press("enter")
        await desk.until_seen("There is no folder")
        field.value = ""
        await desk.pilot.press("enter")
        await desk.until_seen("This names no file.")
        field.value = "~/a.md"
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        assert (folder.parent / "home" / "a.md").exists()


async def test_before_anything_was_asked_it_says_so(launch, folder):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+s")
        await desk.until_seen("Nothing has been asked yet")
        assert list(folder.iterdir()) == []


async def test_escape_saves_nothing(launch, folder):
    async with launch(NOVA) as desk:
        await answered(desk)
        await dialog(desk)
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.app.screen is desk.compare)
        assert list(folder.iterdir()) == []


async def test_what_came_so_far_can_be_saved_while_lanes_answer(launch, folder):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:stall=5@nova pace:100 tokens:80 ttft:0")
        await desk.until(lambda: not desk.lanes[1].running)
        await name(desk, "half.json")
        await desk.pilot.press("enter")
        await desk.until_seen("Lanes are still answering")
        lanes = json.loads((folder / "half.json").read_text())["lanes"]
        assert [lane["status"] for lane in lanes] == ["running", "ok"]
        assert lanes[0]["text"] == desk.lanes[0].reply.text != ""


async def test_a_lane_asked_later_is_of_the_same_turn(launch, folder):
    async with launch(NOVA, SONNET) as desk:
        await answered(desk)
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        await desk.type("haiku-4-5")
        await desk.until_seen("us.anthropic.claude-haiku-4-5")
        await desk.pilot.press("down", "enter")
        await desk.until(lambda: len(desk.lanes) == 3)
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("r")
        await desk.until(lambda: desk.lanes[2].reply is not None)
        await desk.until_idle()
        await name(desk, "three.json")
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        found = json.loads((folder / "three.json").read_text(encoding="utf-8"))
        assert [lane["turn"] for lane in found["lanes"]] == [1, 1, 1]


async def test_all_turns_of_a_conversation_are_saved(launch, folder):
    async with launch(NOVA, SONNET) as desk:
        await answered(desk)
        await desk.ask(f"Shorter {QUICK}")
        await desk.until_idle()
        await desk.pilot.press("alt+up")
        await desk.ask(" Not")
        await desk.until_idle()
        await name(desk, "all.json")
        await desk.pilot.press("enter")
        await desk.until_seen("Saved as")
        saved = json.loads((folder / "all.json").read_text(encoding="utf-8"))
        prompts = [lane["prompt"] for lane in saved["lanes"]]
        assert prompts == [f"Explain queues {QUICK}"] * 2 + [f"Shorter {QUICK} Not"] * 2
        assert [lane["turn"] for lane in saved["lanes"]] == [1, 1, 2, 2]
