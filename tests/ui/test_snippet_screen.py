from __future__ import annotations

import json

import pytest
from textual.widgets import Input

from bedrock_tui.services.snippets import sent_by
from tests.ui.conftest import SMALL, WIDE

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
QUICK = "pace:900 ttft:0.02 tokens:20"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The directory that the program was started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def show(desk, prompt="Explain queues"):
    """Ask, and press c on the first lane."""
    await desk.ask(f"{prompt} {QUICK}")
    await desk.until_idle()
    desk.compare.comparing.deck.focus_current()
    await desk.pilot.press("c")
    await desk.until_seen("boto3 script")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_code_of_a_lane_is_shown_in_every_kind(launch, size):
    async with launch(NOVA, size=size) as desk:
        await show(desk)
        await desk.until_seen("import boto3")
        for kind in ("aws bedrock-runtime", "aws configure", "3<<SECRETS", "prompts:"):
            await desk.pilot.press("down")
            await desk.until_seen(kind)
        await desk.pilot.press("down")
        await desk.until_seen('"modelId"')
        await desk.pilot.press("escape")
        await desk.until_seen("Explain queues")
        assert "boto3 script" not in desk.seen()


async def test_what_is_copied_is_what_was_sent(launch):
    async with launch(NOVA) as desk:
        await show(desk, "It's `so` \x1b[31m \ud800\nnow")
        await desk.pilot.press("up", "y")
        await desk.until_seen("Copied")
        copied = json.loads(desk.app.clipboard)
        assert copied.pop("modelId") == NOVA
        assert copied == desk.prompts()[0].body


async def test_the_code_is_saved_under_a_new_name_each_time(launch, here):
    async with launch(NOVA) as desk:
        await show(desk)
        await desk.pilot.press("s")
        await desk.until_seen("Saved")
        await desk.until_seen("bedrock-boto3.py")
        await desk.pilot.press("s")
        await desk.until(lambda: (here / "bedrock-boto3-2.py").exists())
        first = (here / "bedrock-boto3.py").read_text(encoding="utf-8")
        assert "client.converse_stream(" in first
        assert f'modelId="{NOVA}"' in first


async def test_a_folder_that_cannot_be_written_to_is_told(launch, here):
    async with launch(NOVA) as desk:
        await show(desk)
        here.rmdir()
        await desk.pilot.press("s")
        await desk.until_seen("Not saved")


async def test_a_lane_that_was_not_asked_says_so(launch):
    async with launch(NOVA, SONNET) as desk:
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("c")
        await desk.until_seen("has not been asked yet")


async def test_what_is_chosen_for_the_next_prompt_is_not_in_the_code(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.pilot.press("ctrl+o")
        await desk.until_seen("Parameters of every lane")
        await desk.pilot.press("tab", "7", "ctrl+s")
        await desk.until(
            lambda: desk.compare.comparing.chosen.parameters.max_tokens == 7
        )
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("c")
        await desk.until_seen('inferenceConfig={"maxTokens": 1024}')


async def test_the_code_of_a_follow_up_has_the_whole_conversation(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await show(desk, "Shorter")
        await desk.pilot.press("up", "y")
        await desk.until_seen("Copied")
        first, second = desk.prompts()
        assert len(second.body["messages"]) == 3
        assert json.loads(desk.app.clipboard) == {"modelId": NOVA, **second.body}
        history = desk.bench.history
        newest, before = await history.newest(2)
        for call, request in ((newest, second), (before, first)):
            sent = sent_by(call, await history.past(call))
            assert sent.body == request.body


async def test_the_code_lacks_what_was_left_out(launch):
    async with launch(SONNET) as desk:
        for _ in range(2):
            await desk.pilot.press("ctrl+o")
            desk.app.screen.query_one("#temperature", Input).value = "0.5"
            await desk.pilot.press("ctrl+s")
            await desk.ask(f"Explain queues {QUICK}")
            await desk.until_idle()
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("c")
        await desk.until_seen("boto3 script")
        await desk.pilot.press("up", "y")
        await desk.until_seen("Copied")
        copied = json.loads(desk.app.clipboard)
        assert copied == {"modelId": SONNET, **desk.prompts()[-1].body}
        assert "temperature" not in copied["inferenceConfig"]
